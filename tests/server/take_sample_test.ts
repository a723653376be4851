import assert from "node:assert/strict";
import { LatencyHistogram } from "../../server/core/latency_histogram.ts";
import type { ServerFigures } from "../../server/figures.ts";
import { takeSample } from "../../server/take_sample.ts";
import { noFigures } from "../helpers/figures.ts";

Deno.test("a sample tells what came in its time, by the second, and what there is now", () => {
  const commits = new LatencyHistogram();
  commits.add(5_000);
  const before: ServerFigures = {
    ...noFigures,
    upMs: 1_000,
    messages: 100,
    deliveries: 1_000,
    cpuSeconds: 7,
    store: { ...noFigures.store, commits: commits.figures() },
    hub: { ...noFigures.hub, refused: new Map([["full", 3]]), closed: new Map([["quit", 9]]) },
  };
  commits.add(1);
  const now: ServerFigures = {
    ...before,
    timeMs: 77,
    upMs: 6_000,
    messages: 110,
    deliveries: 6_000,
    cpuSeconds: 8,
    memoryBytes: 5,
    store: { ...before.store, commits: commits.figures() },
    hub: {
      ...before.hub,
      connections: [
        { transport: "tcp", dialect: "irc", count: 2 },
        { transport: "tcp", dialect: "plain", count: 1 },
        { transport: "ws", dialect: "irc", count: 4 },
      ],
      refused: new Map([["full", 4], ["banned", 1]]),
      closed: new Map([["quit", 10], ["slow_reader", 1], ["stalled", 1]]),
    },
  };
  const sample = takeSample(before, now);
  assert.deepEqual(
    [sample.timeMs, sample.tcp, sample.tls, sample.ws, sample.memoryBytes],
    [77, 3, 0, 4, 5],
  );
  assert.deepEqual([sample.messagesPerSecond, sample.deliveriesPerSecond], [2, 1_000]);
  assert.deepEqual([sample.refused, sample.cutOff, sample.cpuPercent], [2, 2, 20]);
  assert.ok(sample.commitP99Ms !== undefined && sample.commitP99Ms <= 1, "of this time alone");
  assert.equal(sample.queryP99Ms, undefined, "nothing was asked");
});
