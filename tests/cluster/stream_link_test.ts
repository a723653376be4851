import assert from "node:assert/strict";
import { StreamLink } from "../../server/cluster/stream_link.ts";
import type { StreamReply } from "../../server/cluster/stream_messages.ts";
import { FakeNats } from "../helpers/fake_nats.ts";

/** A link whose replies are looked at. */
class Scene implements AsyncDisposable {
  #following: Promise<void> | undefined;
  readonly nats = new FakeNats();
  readonly replies: StreamReply[] = [];
  readonly link = new StreamLink({
    stream: "chat",
    createdAtMs: 1,
    nats: this.nats,
    reply: (reply) => this.replies.push(reply),
  });

  follows(fromKey: number): void {
    this.#following = this.link.follow(fromKey);
  }

  /** Keys of the entries that came, in the groups in which they came. */
  get groups(): readonly (readonly number[])[] {
    return this.replies.flatMap((reply) =>
      reply.kind === "entries" ? [reply.entries.map(([key]) => key)] : []
    );
  }

  /** Why it can't go on, if it can't. */
  get broken(): readonly string[] {
    return this.replies.flatMap((reply) => reply.kind === "broken" ? [reply.text] : []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.link.close();
    await this.#following;
    await turn();
  }
}

/** All that can happen at once has happened. */
async function turn(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
}

Deno.test("what is in the stream comes in groups, from the key on that was asked for", async () => {
  await using scene = new Scene();
  scene.follows(5);
  await turn();
  assert.deepEqual(scene.nats.followed, [5]);
  scene.nats.gives(5, 6, 7);
  await turn();
  assert.deepEqual(scene.groups.flat(), [5, 6, 7]);
  assert.ok(scene.groups.length < 3, "those of one turn go together");
  const [first] = scene.replies;
  assert.deepEqual(first?.kind === "entries" && first.entries[0], [5, 50, "fact 5"]);
});

Deno.test("when the way to the stream ends it is followed on where it was, and nothing comes twice", async () => {
  await using scene = new Scene();
  scene.follows(1);
  await turn();
  scene.nats.stream = { createdAtMs: 1, firstKey: 1, lastKey: 3 };
  scene.nats.gives(1, 2);
  await turn();
  scene.nats.endsFollowing();
  while (scene.nats.followed.length < 2) await turn();
  assert.deepEqual(scene.nats.followed, [1, 3]);
  scene.nats.gives(2, 3);
  await turn();
  assert.deepEqual(scene.groups.flat(), [1, 2, 3]);
});

Deno.test("a gap is told, and nothing behind it comes", async () => {
  await using scene = new Scene();
  scene.follows(1);
  await turn();
  scene.nats.gives(1, 4, 5);
  await turn();
  assert.deepEqual(scene.groups.flat(), [1]);
  assert.deepEqual(scene.broken, [
    "The stream has thrown away 2 facts before this server has read them; start it again",
  ]);
});

Deno.test("no more comes than the server may have untaken, until it takes some", async () => {
  await using scene = new Scene();
  scene.follows(1);
  await turn();
  scene.nats.gives(...Array.from({ length: 10_000 }, (_, at) => at + 1));
  await turn();
  await turn();
  assert.equal(scene.groups.flat().length, 8_192);
  assert.ok(Math.max(...scene.groups.map((group) => group.length)) <= 512);
  scene.link.taken(512);
  await turn();
  await turn();
  assert.equal(scene.groups.flat().length, 8_704);
  scene.link.taken(8_192);
  await turn();
  await turn();
  assert.equal(scene.groups.flat().length, 10_000);
});

const faults: readonly (readonly [what: string, stream: FakeNats["stream"], told: string])[] = [
  ["is gone", undefined, 'The stream "chat" is gone'],
  [
    "was made anew",
    { createdAtMs: 2, firstKey: 1, lastKey: 3 },
    'The stream "chat" was made anew',
  ],
  [
    "has lost its end",
    { createdAtMs: 1, firstKey: 1, lastKey: 1 },
    'The stream "chat" has lost its last 2 facts',
  ],
];
for (const [what, stream, told] of faults) {
  Deno.test(`a stream that ${what} while NATS was away is told`, async () => {
    await using scene = new Scene();
    scene.follows(1);
    await turn();
    scene.nats.gives(1, 2, 3);
    await turn();
    scene.nats.setLink(false);
    await turn();
    assert.deepEqual(scene.replies.at(-1), { kind: "link", isUp: false });
    scene.nats.stream = stream;
    scene.nats.setLink(true);
    await turn();
    assert.deepEqual(scene.broken, [told]);
  });
}

Deno.test("what comes while NATS is asked how far the stream goes is no loss", async () => {
  await using scene = new Scene();
  scene.follows(1);
  await turn();
  scene.nats.gives(1);
  await turn();
  scene.nats.stream = { createdAtMs: 1, firstKey: 1, lastKey: 1 };
  const asked = Promise.withResolvers<void>();
  const { stream } = scene.nats;
  scene.nats.extent = async () => {
    await asked.promise;
    return stream;
  };
  scene.nats.setLink(false);
  scene.nats.setLink(true);
  await turn();
  scene.nats.gives(2, 3);
  await turn();
  asked.resolve();
  await turn();
  assert.deepEqual(scene.broken, []);
  assert.deepEqual(scene.groups.flat(), [1, 2, 3]);
});

Deno.test("facts go under the stream's name, and what passes too", async () => {
  await using scene = new Scene();
  scene.link.publish([{ id: 1, onceId: "l.1", subject: "channel.x", text: "fact" }]);
  scene.link.pass("beat", "alive");
  assert.deepEqual(scene.nats.placed, ["chat.fact.channel.x fact l.1"]);
  assert.deepEqual(scene.nats.passed, ["chat.beat alive"]);
  scene.nats.hears("chat.passing", "typing");
  assert.deepEqual(scene.replies, [{ kind: "passed", subject: "passing", text: "typing" }]);
});

Deno.test("a snapshot comes back as it was saved, however large it is", async () => {
  await using scene = new Scene();
  // Hardly packed, so that it takes several parts.
  const text = Array.from({ length: 60_000 }, () => crypto.randomUUID()).join("");
  await scene.link.save(7, text);
  const parts = [...scene.nats.bucket.values.keys()].filter((key) => key.startsWith("snapshot.7."));
  assert.ok(parts.length > 1);
  for (const { length } of scene.nats.bucket.values.values()) assert.ok(length <= 512 * 1024);
  await scene.link.read(7);
  assert.deepEqual(scene.replies, [{ kind: "snapshot", text }]);
});

Deno.test("a snapshot that is not there, or not whole, is none", async () => {
  await using scene = new Scene();
  await scene.link.read(7);
  await scene.link.save(7, "a world");
  scene.nats.bucket.values.delete("snapshot.7.0");
  await scene.link.read(7);
  assert.deepEqual(scene.replies, [
    { kind: "snapshot", text: undefined },
    { kind: "snapshot", text: undefined },
  ]);
});

Deno.test("of old snapshots all parts are removed", async () => {
  await using scene = new Scene();
  for (let key = 1; key <= 9; key++) await scene.link.save(key * 100, "a world");
  const kept = [...scene.nats.bucket.values.keys()];
  assert.equal(kept.filter((name) => /^snapshot\.\d+$/.test(name)).length, 8);
  assert.equal(kept.filter((name) => /^snapshot\.\d+\.\d+$/.test(name)).length, 8);
});

Deno.test("a bucket that fails is a warning", async () => {
  await using scene = new Scene();
  scene.nats.bucket.put = () => Promise.reject(new Error("no space"));
  await scene.link.save(7, "a world");
  assert.deepEqual(scene.replies, [
    { kind: "warning", text: "Saving a snapshot failed: no space" },
  ]);
});

Deno.test("what is kept nowhere is left out where more of it is on its way than a link takes; signs of life are not", async () => {
  await using scene = new Scene();
  const { link, nats: { flushes, passed } } = scene;
  const types = (times: number) => {
    for (let count = 0; count < times; count++) link.pass("passing", "typing");
  };
  types(1_000);
  link.pass("beat", "alive");
  assert.equal(passed.length, 257);
  assert.equal(passed.at(-1), "chat.beat alive");
  assert.equal(flushes.length, 1);
  flushes[0]?.resolve();
  await turn();
  types(1);
  assert.equal(passed.length, 258);
  flushes[1]?.reject(new Error("The link is lost"));
  await turn();
  types(1_000);
  assert.equal(passed.length, 258 + 256);
});
