import assert from "node:assert/strict";
import { PipeRun } from "./client_pipe_run.ts";

/** Two clients want one nick: the second one gets another, is told so, and both leave well. */
export async function assertSecondBobIsNumbered(port: number): Promise<void> {
  const first = new PipeRun({ port, nick: "bob" });
  await first.output.until("you joined");
  const second = new PipeRun({ port, nick: "bob" });
  await second.output.until("you joined");
  assert.equal(second.errors.text, 'Nick "bob" is taken; you are "bob2"\n');
  first.end();
  second.end();
  assert.deepEqual(await Promise.all([first.exit(), second.exit()]), [0, 0]);
}
