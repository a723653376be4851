import assert from "node:assert/strict";
import { bytes, outboxScene } from "../helpers/outbox_scene.ts";
import { turn } from "../helpers/scripted_writer.ts";

const kib = 1024;

/** Numbered pieces of 1 KiB, and how many of them were asked for. */
function countedAnswer(count: number): { readonly lines: Iterator<Uint8Array>; pulled: number } {
  function* lines(): Generator<Uint8Array> {
    for (; answer.pulled < count; answer.pulled++) yield bytes("a".repeat(kib));
  }
  const answer = { lines: lines(), pulled: 0 };
  return answer;
}

Deno.test("an answer is pulled only while less than 64 KiB waits, and settles at its end", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  const answer = countedAnswer(200);
  outbox.pull(answer.lines);
  assert.equal(answer.pulled, 63, "the 64th is asked for and waits");
  assert.equal(outbox.isPulling, true);
  let isPulled = false;
  const pulled = outbox.pulled().then(() => isPulled = true);
  let written = 0;
  for (await turn(); writer.inFlight !== undefined;) {
    const before = answer.pulled;
    written += (await writer.take()).length;
    assert.ok(answer.pulled - before <= 64, "at most what was written is pulled");
    assert.equal(isPulled, !outbox.isPulling);
  }
  assert.deepEqual({ written, pulled: answer.pulled }, { written: 200 * kib, pulled: 200 });
  await pulled;
});

Deno.test("an answer of empty pieces ends within its turn", async () => {
  const scene = outboxScene();
  scene.outbox.pull([bytes(""), bytes("")].values());
  assert.equal(scene.outbox.isPulling, false);
  await scene.outbox.pulled();
});

Deno.test("answers leave one after the other, and relayed bytes go on between", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  outbox.pull(["x".repeat(64 * kib), "1", "2"].map(bytes).values());
  outbox.pull(["3"].map(bytes).values());
  outbox.pull(bytes("4"));
  outbox.push(bytes("relayed"));
  await turn();
  await writer.take();
  assert.equal(await writer.take(), "relayed1234");
  assert.equal(outbox.isPulling, false);
});

Deno.test("an answer of one piece goes at once, but where 64 KiB wait already", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  outbox.pull(bytes(""));
  outbox.pull(bytes("x".repeat(64 * kib)));
  assert.equal(outbox.isPulling, false);
  outbox.pull(bytes("late"));
  assert.equal(outbox.isPulling, true);
  outbox.push(bytes("relayed"));
  await turn();
  await writer.take();
  assert.equal(await writer.take(), "relayedlate");
  assert.equal(outbox.isPulling, false);
});

Deno.test("end drops an answer that is still being pulled, and whoever waits for it goes on", async () => {
  const scene = outboxScene();
  const { writer, outbox } = scene;
  const answer = countedAnswer(1_000);
  outbox.pull(answer.lines);
  const pulled = outbox.pulled();
  outbox.end(bytes("bye"), "Kicked");
  await pulled;
  await turn();
  let text = "";
  while (writer.inFlight !== undefined) text += await writer.take();
  assert.deepEqual([text.length, text.slice(-4)], [64 * kib + 3, "abye"]);
});

Deno.test("an answer that throws while it is pulled ends its connection alone", async () => {
  const scene = outboxScene();
  const { writer, outbox, told } = scene;
  function* lines(): Generator<Uint8Array> {
    yield bytes("x".repeat(64 * kib));
    throw new RangeError("A fault of the server");
  }
  outbox.pull(lines());
  await turn();
  await writer.take();
  const reason = "The server failed to answer";
  assert.equal(await writer.take(), `last: ${reason}`);
  assert.deepEqual(told, [`ending: ${reason}: A fault of the server`, "ended"]);
});

Deno.test("a peer that takes all at once lets others have their turn", async () => {
  const { writer, outbox } = outboxScene();
  writer.isOpen = true;
  const answer = countedAnswer(1_000);
  outbox.pull(answer.lines);
  for (let tick = 0; tick < 100; tick++) await Promise.resolve();
  assert.equal(writer.taken.length, 1, "64 KiB, until sockets were looked at");
  while (outbox.isPulling) await turn();
  await turn();
  assert.equal(writer.taken.join("").length, 1_000 * kib);
});
