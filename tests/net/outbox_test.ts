import assert from "node:assert/strict";
import { maxQueueBytes, Outbox } from "../../server/net/outbox.ts";
import { Rounds } from "../../server/net/rounds.ts";
import { bytes, outboxScene } from "../helpers/outbox_scene.ts";
import { turn } from "../helpers/scripted_writer.ts";

const kib = 1024;

Deno.test("an outbox writes in order, and joins what came during a write", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  outbox.push(bytes("1"));
  await turn();
  for (const text of ["2", "3", "4"]) outbox.push(bytes(text));
  assert.equal(await writer.take(), "1");
  assert.equal(await writer.take(), "234");
  assert.equal(writer.inFlight, undefined);
});

Deno.test("an outbox joins what is pushed in one turn", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  for (const text of ["a", "", "b", "c"]) outbox.push(bytes(text));
  await turn();
  assert.equal(await writer.take(), "abc");
});

Deno.test("an outbox hands a single piece on as it is, without a copy", async () => {
  const scene = outboxScene();
  const shared = bytes("shared");
  scene.outbox.push(shared);
  await turn();
  assert.equal(scene.writer.inFlight, shared);
  await scene.writer.take();
});

Deno.test("an outbox never writes into the bytes that it joins", async () => {
  const scene = outboxScene();
  const [one, two] = [bytes("one"), bytes("two")];
  scene.outbox.push(one);
  scene.outbox.push(two);
  await turn();
  assert.equal(await scene.writer.take(4), "onet");
  assert.equal(await scene.writer.take(), "wo");
  assert.deepEqual([one, two], [bytes("one"), bytes("two")]);
});

Deno.test("an outbox joins up to 64 KiB for one write", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  for (let piece = 0; piece < 5; piece++) outbox.push(bytes(`${piece}`.repeat(20 * kib)));
  await turn();
  assert.equal((await writer.take()).length, 60 * kib);
  assert.equal((await writer.take()).length, 40 * kib);
});

Deno.test("an outbox finishes a partial write before anything else", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  outbox.push(bytes("hello"));
  await turn();
  outbox.push(bytes(" world"));
  assert.equal(await writer.take(2), "he");
  assert.equal(await writer.take(), "llo world");
});

Deno.test("what a peer takes at once is written in one round, up to where it takes no more", async () => {
  const { writer, outbox } = outboxScene();
  writer.takesAtOnce = [3, 4];
  outbox.push(bytes("hello"));
  outbox.push(bytes(" world"));
  await turn();
  assert.deepEqual(writer.taken, ["hel", "lo w"]);
  assert.equal(outbox.takenLateBytes, 0, "a socket's buffer takes for the dead");
  assert.equal(await writer.take(), "orld");
  assert.equal(outbox.takenLateBytes, "orld".length);
});

Deno.test("a write that throws ends the outbox like one that fails", async () => {
  const told: string[] = [];
  const writer = {
    write: () => {
      throw new Error("closed");
    },
  };
  const outbox = new Outbox(writer, new Rounds(), {
    lastLine: () => bytes(""),
    onEnding: (reason) => told.push(`ending: ${reason}`),
    onEnded: () => told.push("ended"),
  });
  outbox.push(bytes("x"));
  await outbox.ended();
  assert.deepEqual(told, ["ending: Connection lost", "ended"]);
});

Deno.test("an outbox goes on after a write that took nothing", async () => {
  const scene = outboxScene();
  scene.outbox.push(bytes("x"));
  await turn();
  await scene.writer.take(0);
  assert.equal(await scene.writer.take(), "x");
});

Deno.test("a write that fails ends the outbox, once, and it takes nothing more", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  outbox.push(bytes("x"));
  await turn();
  outbox.push(bytes("y"));
  await writer.fail();
  await outbox.ended();
  outbox.push(bytes("z"));
  outbox.pull([bytes("z")].values());
  outbox.end(bytes("z"), "again");
  outbox.abort();
  await turn();
  assert.deepEqual(told, ["ending: Connection lost", "ended"]);
  assert.equal(writer.inFlight, undefined);
});

Deno.test("an outbox above 1 MiB drops what waits, says why and closes, once", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  const piece = bytes("x".repeat(64 * kib));
  outbox.push(bytes("first"));
  await turn();
  for (let pushed = 0; pushed < maxQueueBytes; pushed += piece.length) outbox.push(piece);
  assert.deepEqual(told, [], "1 MiB may wait");
  outbox.push(bytes("y"));
  outbox.push(bytes("z"));
  const reason = "Reads too slowly: too much was waiting";
  assert.deepEqual(told, [`ending: ${reason}`]);
  assert.equal(await writer.take(), "first");
  assert.equal(await writer.take(), `last: ${reason}`);
  await outbox.ended();
  assert.deepEqual(told, [`ending: ${reason}`, "ended"]);
});

Deno.test("an outbox that overflows ends the piece that it has begun, then says its last line", async () => {
  const { writer, outbox, told } = outboxScene();
  outbox.push(bytes("hello\n"));
  await turn();
  // The rest of "hello" waits for the next round.
  const taking = writer.take(2);
  await Promise.resolve();
  assert.equal(writer.inFlight, undefined);
  outbox.push(bytes("gone\n"));
  outbox.push(bytes("x".repeat(maxQueueBytes)));
  assert.equal(told.length, 1);
  await taking;
  assert.match(await writer.take(), /^llo\nlast: Reads too slowly/);
});

Deno.test("an outbox of very many small pieces closes too, before it costs more than its bytes", () => {
  const scene = outboxScene();
  const { outbox, told } = scene;
  const piece = bytes("x");
  for (let pushed = 0; pushed < 16 * kib; pushed++) outbox.push(piece);
  assert.deepEqual(told, []);
  outbox.push(piece);
  assert.match(told[0] ?? "", /^ending: Reads too slowly/);
  outbox.abort();
});

Deno.test("a peer that takes nothing for 10 s is given up", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  outbox.push(bytes("hello"));
  await turn();
  for (const nowMs of [1_000, 2_000, 10_999]) outbox.check(nowMs);
  assert.deepEqual(told, []);
  outbox.check(11_000);
  assert.deepEqual(told, ["ending: Took nothing for 10 s", "ended"]);
  await outbox.ended();
  await writer.fail();
  assert.equal(told.length, 2);
});

Deno.test("each byte that a peer takes gives it 10 s more, and silence is no stall", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  outbox.push(bytes("hello"));
  await turn();
  outbox.check(1_000);
  await writer.take(1);
  outbox.check(10_500);
  outbox.check(11_500);
  await writer.take();
  for (const nowMs of [21_500, 31_500, 100_000]) outbox.check(nowMs);
  assert.deepEqual(told, []);
});

Deno.test("end flushes what waits, then the last line, then closes", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  outbox.push(bytes("1"));
  await turn();
  outbox.push(bytes("2"));
  outbox.end(bytes("bye"), "Quit");
  outbox.push(bytes("late"));
  outbox.end(bytes("twice"), "again");
  assert.deepEqual(told, ["ending: Quit"]);
  await writer.take();
  assert.equal(await writer.take(), "2bye");
  await outbox.ended();
  assert.deepEqual(told, ["ending: Quit", "ended"]);
});

Deno.test("end closes at once where nothing waits", async () => {
  const scene = outboxScene();
  scene.outbox.end(new Uint8Array(0), "Quit");
  assert.deepEqual(scene.told, ["ending: Quit", "ended"]);
  await scene.outbox.ended();
});

Deno.test("a last line that nobody takes is given up after 5 s", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  outbox.push(bytes("1"));
  await turn();
  outbox.end(bytes("bye"), "Kicked");
  outbox.check(1_000);
  outbox.check(5_999);
  assert.deepEqual(told, ["ending: Kicked"]);
  outbox.check(6_000);
  assert.deepEqual(told, ["ending: Kicked", "ended"]);
  await writer.fail();
});
