import assert from "node:assert/strict";
import { FakeTime } from "../helpers/fake_time.ts";
import type { ArchiveQuery, KeepRecord } from "../../server/core/archive.ts";
import { Store } from "../../server/store/store.ts";
import { FakeThread } from "../helpers/fake_thread.ts";
import { said } from "../helpers/store_file.ts";

const marker: ArchiveQuery = { kind: "marker", owner: "ann", target: "#lobby" };

function member(source: string, ranks = 0): KeepRecord {
  return { kind: "member", channel: "#lobby", source, ranks };
}

/** A store whose threads the test plays. */
class Scene {
  readonly writer = new FakeThread();
  readonly reader = new FakeThread();
  readonly settled: string[] = [];
  readonly logged: string[] = [];
  readonly store: Store;
  turns = 0;

  constructor() {
    const write = (level: string) => (text: string) => void this.logged.push(`${level} ${text}`);
    this.store = new Store({
      keptKey: 0,
      writer: this.writer,
      reader: this.reader,
      log: {
        debug: write("debug"),
        info: write("info"),
        warn: write("warn"),
        error: write("error"),
      },
      onSettled: (key, isKept) => this.settled.push(`${key} ${isKept ? "kept" : "lost"}`),
      onTurn: () => this.turns++,
    });
  }

  /** Appends facts of one turn that somebody waits for, and ends the turn. */
  async appends(...facts: readonly (readonly [key: number, ...records: KeepRecord[]])[]) {
    for (const [key, ...records] of facts) this.store.append(key, key * 1_000, records);
    this.store.hurry();
    await Promise.resolve();
  }
}

Deno.test("what one turn leaves is one batch, and what comes meanwhile the next one", async () => {
  const { writer, settled, ...scene } = new Scene();
  const { store } = scene;
  store.append(1, 1_000, [said(1, "a")]);
  store.append(2, 2_000, [said(2, "b"), said(2, "c", { part: 1 })]);
  store.hurry();
  assert.equal(writer.requests.length, 0);
  await Promise.resolve();
  assert.equal(writer.batch().length, 3);
  store.append(3, 3_000, [said(3, "d")]);
  store.append(4, 4_000, [said(4, "e")]);
  store.hurry();
  await Promise.resolve();
  assert.equal(writer.requests.length, 0);
  writer.keeps();
  assert.deepEqual(settled, ["2 kept"]);
  assert.equal(writer.batch().length, 2);
  writer.keeps();
  assert.deepEqual(settled, ["2 kept", "4 kept"]);
  assert.equal(writer.requests.length, 0);
});

Deno.test("what nobody waits for is gathered for some milliseconds, and goes with what somebody does", async () => {
  using time = new FakeTime();
  const { writer, store } = new Scene();
  store.append(1, 1_000, [said(1, "a")]);
  await Promise.resolve();
  time.passes(30);
  store.append(2, 2_000, [said(2, "b")]);
  assert.equal(writer.requests.length, 0);
  time.passes(20);
  assert.equal(writer.batch().length, 2);
  store.append(3, 3_000, [said(3, "c")]);
  writer.keeps();
  assert.equal(writer.requests.length, 0);
  store.append(4, 4_000, [said(4, "d")]);
  store.hurry();
  await Promise.resolve();
  assert.equal(writer.batch().length, 2);
  time.passes(60);
  assert.equal(writer.requests.length, 0);
});

Deno.test("what is worth a commit is not gathered any longer, be it many lines or long ones", async () => {
  for (const [count, text] of [[256, "short"], [114, "long ".repeat(90)]] as const) {
    using time = new FakeTime();
    const { writer, store } = new Scene();
    for (let key = 1; key < count; key++) store.append(key, 1_000, [said(key, text)]);
    await Promise.resolve();
    assert.equal(writer.requests.length, 0);
    store.append(count, 1_000, [said(count, text)]);
    await Promise.resolve();
    assert.equal(writer.batch().length, count);
    for (let key = 1; key < count; key++) store.append(count + key, 1_000, [said(key, text)]);
    writer.keeps();
    await Promise.resolve();
    assert.equal(writer.requests.length, 0);
    store.append(2 * count, 1_000, [said(count, text)]);
    await Promise.resolve();
    assert.equal(writer.batch().length, count);
    writer.keeps();
    time.passes(60);
    assert.equal(writer.requests.length, 0);
  }
});

Deno.test("a flood goes in batches of a bounded size, facts whole and in order", async () => {
  const scene = new Scene();
  const facts = Array.from({ length: 5_000 }, (_, index) => index + 1);
  await scene.appends(
    ...facts.map((key) => [key, said(key, "x"), said(key, "y", { part: 1 })] as const),
  );
  const keys: number[] = [];
  while (scene.writer.requests.length > 0) {
    const records = scene.writer.batch();
    assert.ok(records.length <= 4_001, `${records.length} records at once`);
    assert.equal(records.length % 2, 0);
    keys.push(...records.flatMap((record) => record.kind === "line" ? [record.line.key] : []));
    scene.writer.keeps();
  }
  assert.deepEqual(keys, facts.flatMap((key) => [key, key]));
  assert.equal(scene.settled.at(-1), "5000 kept");
});

Deno.test("a flood that is not kept in time is an obstacle, until it is", async () => {
  using _time = new FakeTime();
  const scene = new Scene();
  await scene.appends([1, said(1, "first")]);
  let key = 1;
  while (scene.store.obstacle === undefined) {
    key++;
    assert.ok(key < 200_000);
    scene.store.append(key, key, [said(key, "x")]);
  }
  assert.match(scene.store.obstacle, /can't keep messages that fast/);
  assert.ok(key > 50_000);
  while (scene.writer.requests.length > 0) {
    scene.writer.batch();
    scene.writer.keeps();
  }
  assert.equal(scene.store.obstacle, undefined);
});

Deno.test("who says more is to wait while half of what may waits, until less does", async () => {
  using _time = new FakeTime();
  const scene = new Scene();
  const { store, writer } = scene;
  await scene.appends([1, said(1, "first")]);
  let key = 1;
  for (; !store.isBehind; key++) store.append(key + 1, key, [said(key, "x")]);
  assert.ok(key > 40_000 && key < 60_000);
  let gone = 0;
  store.whenRoom(() => gone++);
  store.append(key + 1, key, [said(key, "x")]);
  await Promise.resolve();
  assert.equal(gone, 0);
  while (store.isBehind) {
    assert.equal(gone, 0);
    writer.batch();
    writer.keeps();
  }
  assert.equal(gone, 1);
});

Deno.test("who waits for room goes on, and is told, when there is none left or nothing can be kept", async () => {
  for (const end of ["full", "lost", "halted"] as const) {
    using _time = new FakeTime();
    const scene = new Scene();
    const { store, writer } = scene;
    await scene.appends([1, said(1, "first")]);
    let key = 1;
    const says = (): void => store.append(++key, key, [said(key, "x")]);
    while (!store.isBehind) says();
    let gone = 0;
    store.whenRoom(() => gone++);
    if (end === "full") { while (store.obstacle === undefined) says(); }
    else if (end === "halted") store.halt();
    else {
      writer.batch();
      writer.loses();
    }
    await Promise.resolve();
    assert.equal(gone, 1, end);
    assert.equal(store.isBehind, false);
  }
});

Deno.test("after a failure senders are told at once, and nothing more is taken of what is said", async () => {
  using time = new FakeTime();
  const scene = new Scene();
  await scene.appends([1, said(1, "a")]);
  scene.writer.batch();
  await scene.appends([2, said(2, "b")]);
  scene.writer.loses();
  assert.deepEqual(scene.settled, ["2 lost"]);
  assert.match(scene.store.obstacle ?? "", /can't keep messages now/);
  assert.deepEqual(scene.logged, ["error Messages can't be kept: disk full"]);
  assert.equal(scene.writer.requests.length, 0);
  time.passes(1_000);
  assert.deepEqual(scene.writer.batch(), []);
  scene.writer.loses();
  assert.equal(scene.logged.length, 1);
  time.passes(1_000);
  assert.deepEqual(scene.writer.batch(), []);
  scene.writer.keeps();
  assert.equal(scene.store.obstacle, undefined);
  assert.deepEqual(scene.logged.slice(1), ["info Messages are kept again"]);
});

Deno.test("what changes while nothing can be kept is settled at once and kept later", async () => {
  using time = new FakeTime();
  const scene = new Scene();
  await scene.appends([1, said(1, "a"), member("ann")]);
  scene.writer.batch();
  scene.writer.loses();
  await scene.appends([2, member("bob")]);
  await scene.appends([3, member("bob", 4)]);
  assert.deepEqual(scene.settled, ["1 lost", "2 lost", "3 lost"]);
  assert.ok(scene.turns >= 3);
  time.passes(1_000);
  const owed = [member("ann"), member("bob"), member("bob", 4)];
  assert.deepEqual(scene.writer.batch(), owed);
  await scene.appends([4, member("eve")]);
  assert.equal(scene.settled.length, 3);
  scene.writer.loses();
  assert.equal(scene.settled.at(-1), "4 lost");
  time.passes(1_000);
  assert.deepEqual(scene.writer.batch(), [...owed, member("eve")]);
  scene.writer.keeps();
  await scene.appends([5, said(5, "b")]);
  assert.deepEqual(scene.writer.batch(), [said(5, "b")]);
});

Deno.test("a message that was lost may be sent once more", async () => {
  using time = new FakeTime();
  const scene = new Scene();
  await scene.appends([1, said(1, "a"), { kind: "once", id: "ann 1", key: 1, timeMs: 1 }]);
  scene.writer.batch();
  scene.writer.loses();
  time.passes(1_000);
  assert.deepEqual(scene.writer.batch(), []);
});

Deno.test("what is owed is bounded, and true in the end", async () => {
  using time = new FakeTime();
  const scene = new Scene();
  await scene.appends([1, member("first")]);
  scene.writer.batch();
  scene.writer.loses();
  for (let key = 2; key < 60_000; key++) {
    scene.store.append(key, key, [member(`n${key % 100}`, key), said(key, "x", { class: 1 })]);
    if (key % 5_000 === 0) await Promise.resolve();
  }
  scene.store.append(60_000, 60_000, [
    { kind: "channelEnded", channel: "#lobby" },
    member("last", 4),
  ]);
  await Promise.resolve();
  time.passes(1_000);
  const owed = scene.writer.batch();
  assert.ok(owed.length < 20_000, `${owed.length} records`);
  const members = owed.filter((record) => record.kind === "member");
  assert.deepEqual(members.at(-1), member("last", 4));
  assert.equal(members.findLast(({ source }) => source === "n99")?.ranks, 59_999);
  const end = owed.findIndex(({ kind }) => kind === "channelEnded");
  assert.equal(end, owed.length - 2);
});

Deno.test("a question waits until all before it is kept", async () => {
  const scene = new Scene();
  const answers: string[] = [];
  scene.store.ask(marker, ({ kind }) => answers.push(`first ${kind}`));
  assert.deepEqual(scene.reader.query(), marker);
  scene.reader.answers({ kind: "marker", timeMs: 1 });
  await scene.appends([1, said(1, "a")]);
  scene.store.ask(marker, ({ kind }) => answers.push(`second ${kind}`));
  await scene.appends([2, said(2, "b")]);
  scene.store.ask(marker, ({ kind }) => answers.push(`third ${kind}`));
  assert.equal(scene.reader.requests.length, 0);
  scene.writer.batch();
  scene.writer.keeps();
  assert.equal(scene.reader.requests.length, 1);
  scene.writer.batch();
  scene.writer.loses();
  assert.equal(scene.reader.requests.length, 2);
  const turns = scene.turns;
  scene.reader.answers({ kind: "marker", timeMs: 1 });
  scene.reader.answers({ kind: "failed", text: "no such table" });
  assert.deepEqual(answers, ["first marker", "second marker", "third failed"]);
  assert.equal(scene.turns, turns + 2);
  assert.equal(scene.logged.at(-1), "error Reading back failed: no such table");
  await Promise.all([scene.store.close(), closing(scene)]);
});

/** Plays the writer for whoever closes the store. */
async function closing({ writer }: Scene): Promise<void> {
  await Promise.resolve();
  for (let round = 0; round < 10 && writer.requests.length > 0; round++) {
    writer.batch();
    writer.keeps();
    await Promise.resolve();
  }
}

Deno.test("closing waits for what is to be kept, and then ends both threads", async () => {
  const scene = new Scene();
  await scene.appends([1, said(1, "a")]);
  scene.writer.batch();
  scene.store.append(2, 2_000, [said(2, "b")]);
  const closed = scene.store.close();
  await Promise.resolve();
  assert.equal(scene.writer.isClosed, false);
  scene.writer.keeps();
  assert.deepEqual(scene.writer.batch(), [said(2, "b")]);
  scene.writer.keeps();
  await closed;
  assert.deepEqual([scene.writer.isClosed, scene.reader.isClosed], [true, true]);
});

Deno.test("closing tries once more to keep what is owed, and does not wait for better times", async () => {
  using _time = new FakeTime();
  const scene = new Scene();
  await scene.appends([1, member("ann")]);
  scene.writer.batch();
  scene.writer.loses();
  const closed = scene.store.close();
  assert.deepEqual(scene.writer.batch(), [member("ann")]);
  scene.writer.loses();
  await closed;
  assert.equal(scene.writer.isClosed, true);
});

Deno.test("a slow disk delays what is kept and nothing else", async () => {
  const scene = new Scene();
  await scene.appends([1, said(1, "a")]);
  for (let key = 2; key < 500; key++) await scene.appends([key, said(key, "x")]);
  assert.equal(scene.writer.requests.length, 1);
  assert.deepEqual(scene.settled, []);
  assert.equal(scene.store.obstacle, undefined);
  scene.writer.batch();
  scene.writer.keeps();
  assert.equal(scene.writer.batch().length, 498);
});

Deno.test("a store that is halted when something was lost writes nothing behind it, at its end neither", async () => {
  using time = new FakeTime();
  const { writer, store, ...scene } = new Scene();
  store.append(1, 1_000, [member("ann"), said(1, "a")]);
  time.passes(50);
  writer.batch();
  store.append(2, 2_000, [member("bob")]);
  store.halt();
  writer.loses();
  store.append(3, 3_000, [{ kind: "snapshot", text: "{}" }]);
  store.hurry();
  await Promise.resolve();
  time.passes(10_000);
  await store.close();
  assert.deepEqual(writer.requests, []);
  assert.equal(scene.settled.every((each) => each === "2 lost"), true);
  assert.equal(writer.isClosed, true);
});
