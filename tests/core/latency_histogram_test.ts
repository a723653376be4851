import assert from "node:assert/strict";
import {
  latenciesSince,
  LatencyHistogram,
  latencyQuantile,
  noLatencies,
} from "../../server/core/latency_histogram.ts";

function counted(...all: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ms of all) histogram.add(ms);
  return histogram;
}

Deno.test("a share of all took at most what is told, as far as sizes tell it", () => {
  const figures = counted(...new Array<number>(98).fill(3), 40, 700).figures();
  assert.deepEqual([figures.count, figures.sumMs], [100, 98 * 3 + 740]);
  const median = latencyQuantile(figures, 0.5) ?? NaN;
  assert.ok(median > 2 && median <= 5, `${median}`);
  assert.equal(latencyQuantile(figures, 0.99), 50);
  assert.equal(latencyQuantile(figures, 1), 1_000);
});

Deno.test("what is at a bound is within it, and what is beyond all bounds is told as the last", () => {
  assert.equal(latencyQuantile(counted(1).figures(), 1), 1);
  assert.equal(latencyQuantile(counted(0).figures(), 1), 0.1);
  assert.equal(latencyQuantile(counted(1e9).figures(), 0.5), 10_000);
});

Deno.test("of none no share is told", () => {
  assert.equal(latencyQuantile(noLatencies, 0.99), undefined);
});

Deno.test("what came between two moments is told apart from what was before", () => {
  const histogram = counted(5_000, 5_000);
  const before = histogram.figures();
  histogram.add(8);
  const between = latenciesSince(before, histogram.figures());
  assert.deepEqual([between.count, between.sumMs], [1, 8]);
  assert.equal(latencyQuantile(between, 0.99), 5 + 5 * 0.99);
  assert.equal(before.count, 2, "figures do not change");
});
