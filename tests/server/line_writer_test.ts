import assert from "node:assert/strict";
import { LineWriter } from "../../server/line_writer.ts";
import { ScriptedWriter, turn } from "../helpers/scripted_writer.ts";

const noteOf = (count: number): string => `${count} lines were dropped\n`;

Deno.test("lines of one turn leave as one write, in order", async () => {
  const stream = new ScriptedWriter();
  const writer = new LineWriter(stream, noteOf);
  writer.write("one\n");
  writer.write("two\n");
  await turn();
  assert.equal(await stream.take(5), "one\nt");
  assert.equal(await stream.take(), "wo\n");
  await writer.flushed();
});

Deno.test("who writes to a stream that takes nothing is not held up, and is told how many lines were dropped", async () => {
  const stream = new ScriptedWriter();
  const writer = new LineWriter(stream, noteOf);
  const line = `${"x".repeat(1023)}\n`;
  writer.write("first\n");
  await turn();
  for (let count = 0; count < 1024 + 7; count++) writer.write(line);
  assert.equal(await stream.take(), "first\n");
  const note = noteOf(7);
  const kept = await stream.take();
  assert.equal(kept.length, 1024 * 1024 + note.length);
  assert.ok(kept.endsWith(note));
  await writer.flushed();
});

Deno.test("a stream that fails ends nothing: later lines are tried again", async () => {
  const stream = new ScriptedWriter();
  const writer = new LineWriter(stream, noteOf);
  writer.write("lost\n");
  await turn();
  await stream.fail();
  await writer.flushed();
  writer.write("kept\n");
  await turn();
  assert.equal(await stream.take(), "kept\n");
  await writer.flushed();
});
