import assert from "node:assert/strict";
import { StoreTally } from "../../server/store/store_tally.ts";

Deno.test("a commit takes from the hand-over on, and what waits is as old as its oldest", () => {
  const tally = new StoreTally();
  assert.equal(tally.figures(5).lagMs, 0);
  tally.appended(() => 10);
  tally.appended(() => 12);
  assert.equal(tally.figures(14).lagMs, 4);
  tally.sent(15, true);
  tally.appended(() => 16);
  assert.equal(tally.figures(20).lagMs, 10, "what is being written is not kept yet");
  tally.kept(25);
  assert.equal(tally.figures(26).lagMs, 10, "of what came meanwhile");
  const { commits: { count, sumMs }, failures } = tally.figures(26);
  assert.deepEqual([count, sumMs, failures], [1, 10, 0]);
});

Deno.test("what could not be kept waits no longer, and counts as a failure", () => {
  const tally = new StoreTally();
  tally.appended(() => 0);
  tally.sent(1, true);
  tally.lost();
  const { commits, failures, lagMs } = tally.figures(50);
  assert.deepEqual([commits.count, failures, lagMs], [0, 1, 0]);
});

Deno.test("a question takes until its answer, whatever is asked meanwhile", () => {
  const tally = new StoreTally();
  tally.asked(1, 0);
  tally.asked(2, 10);
  tally.answered(2, 13);
  tally.answered(1, 20);
  tally.answered(7, 99);
  const { queries: { count, sumMs } } = tally.figures(99);
  assert.deepEqual([count, sumMs], [2, 23]);
});
