import assert from "node:assert/strict";
import { noLatencies } from "../../server/core/latency_histogram.ts";
import { HubTally } from "../../server/net/hub_tally.ts";

const nobody = { open: [], accepted: 0, rounds: noLatencies };

Deno.test("ends and refusals are counted by kind, whatever people say in them", () => {
  const tally = new HubTally();
  for (
    const reason of ["Quit: Killed", "Quit", "Killed (root (spam))", "Kicked: no", "who knows"]
  ) {
    tally.ended(reason);
  }
  for (const reason of ["banned (Quit)", "the server is full", "too many new connections"]) {
    tally.refused(reason);
  }
  const { closed, refused } = tally.figures(nobody);
  assert.deepEqual([...closed], [["quit", 2], ["killed", 1], ["kicked", 1], ["other", 1]]);
  assert.deepEqual([...refused], [["banned", 1], ["full", 1], ["too_many_new", 1]]);
});

Deno.test("figures stay as they were when more is counted", () => {
  const tally = new HubTally();
  tally.ended("Quit");
  tally.refused("the server is full");
  const before = tally.figures(nobody);
  tally.ended("Quit");
  tally.refused("the server is full");
  assert.deepEqual([before.closed.get("quit"), before.refused.get("full")], [1, 1]);
});
