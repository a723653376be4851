import assert from "node:assert/strict";
import { Publisher, type PublishOutcome } from "../../server/cluster/publisher.ts";
import type { Publication } from "../../server/cluster/stream_messages.ts";
import { FakeTime } from "../helpers/fake_time.ts";

/** A stream that answers when the test says so, and takes each id once. */
class Scene implements Disposable {
  readonly time = new FakeTime();
  /** Ids in the stream. */
  readonly taken: number[] = [];
  /** Ids in the order of all sendings. */
  readonly sent: number[] = [];
  readonly givenUp: [number, string][] = [];
  nowMs = 0;
  readonly #answers: [number, (outcome: PublishOutcome) => void][] = [];
  readonly publisher = new Publisher({
    send: ({ id }) => {
      this.sent.push(id);
      return new Promise((resolve) => this.#answers.push([id, resolve]));
    },
    onUnplaced: (id, text) => this.givenUp.push([id, text]),
    nowMs: () => this.nowMs,
  });

  publishes(...ids: readonly number[]): void {
    for (const id of ids) this.publisher.publish(publication(id));
  }

  /** What was sent first of what has no answer yet is in the stream, and that is told. */
  async takes(count = 1): Promise<void> {
    for (const [id, resolve] of this.#answers.splice(0, count)) {
      this.#take(id);
      resolve({ kind: "placed" });
    }
    await settle();
  }

  /** All that has no answer gets none; `isTaken`: it is in the stream all the same. */
  async loses(isTaken = false): Promise<void> {
    for (const [id, resolve] of this.#answers.splice(0)) {
      if (isTaken) this.#take(id);
      resolve({ kind: "unknown", text: "timeout" });
    }
    await settle();
  }

  /** Of the first of what has no answer it is not known whether it arrived; it has not. */
  async losesFirst(): Promise<void> {
    this.#answers.shift()?.[1]({ kind: "unknown", text: "timeout" });
    await settle();
  }

  async refuses(text: string): Promise<void> {
    this.#answers.shift()?.[1]({ kind: "refused", text });
    await settle();
  }

  passes(ms: number): void {
    this.nowMs += ms;
    this.time.passes(ms);
  }

  #take(id: number): void {
    if (!this.taken.includes(id)) this.taken.push(id);
  }

  [Symbol.dispose](): void {
    this.publisher.close();
    this.time[Symbol.dispose]();
  }
}

function publication(id: number): Publication {
  return { id, onceId: `lease.${id}`, subject: "all", text: `${id}` };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

Deno.test("facts are sent at once, in order, without waiting for answers", () => {
  using scene = new Scene();
  scene.publishes(1, 2, 3);
  assert.deepEqual(scene.sent, [1, 2, 3]);
});

Deno.test("what the stream has taken is not sent again when the link comes back", async () => {
  using scene = new Scene();
  scene.publishes(1, 2);
  await scene.takes();
  scene.publisher.setLink(false);
  scene.publisher.setLink(true);
  assert.deepEqual(scene.sent, [1, 2, 2]);
});

Deno.test("what comes while the link is down waits, and goes behind what was under way", async () => {
  using scene = new Scene();
  scene.publishes(1, 2);
  scene.publisher.setLink(false);
  scene.publishes(3, 4);
  assert.deepEqual(scene.sent, [1, 2]);
  await scene.loses();
  scene.passes(250);
  assert.deepEqual(scene.sent, [1, 2], "there is nobody to send it to");
  scene.publisher.setLink(true);
  assert.deepEqual(scene.sent, [1, 2, 1, 2, 3, 4]);
  await scene.takes(4);
  assert.deepEqual(scene.taken, [1, 2, 3, 4]);
  scene.passes(1_000);
  assert.equal(scene.sent.length, 6);
});

Deno.test("a fact whose answer was lost is sent again, and is in the stream once", async () => {
  using scene = new Scene();
  scene.publishes(1);
  await scene.loses(true);
  scene.publishes(2);
  assert.deepEqual(scene.sent, [1], "what comes next waits behind it");
  scene.passes(250);
  assert.deepEqual(scene.sent, [1, 1], "until that has arrived");
  await scene.takes();
  assert.deepEqual(scene.sent, [1, 1, 2]);
  await scene.takes();
  assert.deepEqual(scene.taken, [1, 2]);
  assert.deepEqual(scene.givenUp, []);
});

Deno.test("none overtakes one that has failed: all are sent again in their order when of none it is open", async () => {
  using scene = new Scene();
  scene.publishes(1, 2, 3, 4);
  await scene.losesFirst();
  scene.passes(1_000);
  scene.publishes(5);
  assert.deepEqual(scene.sent, [1, 2, 3, 4], "2 to 4 may still arrive");
  await scene.takes();
  await scene.loses();
  scene.passes(250);
  assert.deepEqual(scene.sent.slice(4), [1]);
  await scene.loses();
  scene.passes(250);
  assert.deepEqual(scene.sent.slice(5), [1], "again alone");
  for (let count = 0; count < 4; count++) await scene.takes();
  assert.deepEqual(scene.sent.slice(6), [3, 4, 5]);
  assert.deepEqual(scene.taken, [2, 1, 3, 4, 5]);
  assert.deepEqual(scene.givenUp, []);
});

Deno.test("only so many are on their way at once; after a failure one, and then more with each that arrives", async () => {
  using scene = new Scene();
  const ids = Array.from({ length: 2_000 }, (_, at) => at + 1);
  scene.publishes(...ids);
  assert.equal(scene.sent.length, 512);
  await scene.takes();
  assert.equal(scene.sent.length, 513);
  await scene.loses();
  scene.passes(250);
  assert.equal(scene.sent.length, 514);
  await scene.takes();
  assert.equal(scene.sent.length, 516);
  await scene.takes(2);
  assert.equal(scene.sent.length, 520);
  for (let round = 0; round < 20; round++) await scene.takes(512);
  assert.deepEqual(scene.taken, ids);
});

Deno.test("an answer to an earlier sending that comes late changes nothing", async () => {
  using scene = new Scene();
  scene.publishes(1);
  scene.publisher.setLink(false);
  scene.publisher.setLink(true);
  await scene.takes(2);
  scene.passes(1_000);
  assert.deepEqual(scene.sent, [1, 1]);
  assert.deepEqual(scene.givenUp, []);
});

Deno.test("what the stream refuses is told with its reason, and what follows goes on", async () => {
  using scene = new Scene();
  scene.publishes(1, 2);
  await scene.refuses("maximum bytes exceeded");
  await scene.takes();
  assert.deepEqual(scene.givenUp, [[1, "maximum bytes exceeded"]]);
  assert.deepEqual(scene.taken, [2]);
});

Deno.test("what was not taken for a minute is given up before the stream could take it twice", async () => {
  using scene = new Scene();
  scene.publishes(1);
  scene.publisher.setLink(false);
  await scene.loses();
  scene.passes(30_000);
  scene.publishes(2);
  scene.passes(29_999);
  assert.deepEqual(scene.givenUp, []);
  scene.passes(251);
  assert.deepEqual(scene.givenUp, [[1, "the other servers were away"]]);
  scene.publisher.setLink(true);
  assert.deepEqual(scene.sent, [1, 2]);
});

Deno.test("an answer to what was given up is not heard", async () => {
  using scene = new Scene();
  scene.publishes(1);
  scene.publisher.setLink(false);
  scene.passes(60_000);
  assert.equal(scene.givenUp.length, 1);
  await scene.refuses("too late");
  assert.equal(scene.givenUp.length, 1);
});

Deno.test("before its end all is sent that can be", async () => {
  using scene = new Scene();
  scene.publishes(...Array.from({ length: 1_000 }, (_, at) => at + 1));
  let isSent = false;
  const sending = scene.publisher.allSent().then(() => isSent = true);
  await scene.takes(487);
  assert.equal(isSent, false);
  await scene.takes(1);
  assert.equal(scene.sent.length, 1_000);
  await sending;
  scene.publisher.setLink(false);
  scene.publishes(1_001);
  await scene.publisher.allSent();
});

Deno.test("after its end nothing is sent", async () => {
  using scene = new Scene();
  scene.publishes(1);
  scene.publisher.close();
  await scene.loses();
  scene.publisher.setLink(true);
  scene.passes(100_000);
  assert.deepEqual(scene.sent, [1]);
  assert.deepEqual(scene.givenUp, []);
});
