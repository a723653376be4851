import assert from "node:assert/strict";
import {
  figureOf,
  isReached,
  median,
  medianOf,
  medianRatio,
  usPerFurtherReceiver,
} from "../../bench/statistics.ts";

Deno.test("the median is the middle one, or the mean of the two in the middle", () => {
  assert.equal(median([5, 1, 9]), 5);
  assert.equal(median([8, 1, 2, 4]), 3);
  assert.equal(median([10, 9, 100]), 10);
  assert.equal(median([]), undefined);
});

Deno.test("a figure that is not printed is computed of those that are", () => {
  const run = { serverCpuSeconds: 2, deliveries: 4_000_000, messages: 1_000_000, p99Us: 7 };
  assert.equal(figureOf(run, "serverUsPerDelivery"), 0.5);
  assert.equal(figureOf(run, "serverUsPerMessage"), 2);
  assert.equal(figureOf(run, "p99Us"), 7);
  assert.equal(figureOf(run, "kibEach"), undefined);
});

Deno.test("what each further receiver costs leaves out what every message costs", () => {
  // A message costs 9 µs, and each receiver 0.2.
  const ten = { serverCpuSeconds: 11, messages: 1_000_000, deliveries: 10_000_000 };
  const hundred = { serverCpuSeconds: 2.9, messages: 100_000, deliveries: 10_000_000 };
  assert.equal(usPerFurtherReceiver(hundred, ten).toFixed(9), "0.200000000");
  assert.equal(figureOf(ten, "serverUsPerDelivery"), 1.1);
});

Deno.test("rounds that failed do not count", () => {
  assert.equal(medianOf([{ p99Us: 1 }, undefined, { p99Us: 3 }], "p99Us"), 2);
  assert.equal(medianOf([undefined], "p99Us"), undefined);
});

Deno.test("ratios are of the same round", () => {
  // The machine was ten times slower in the second round.
  const ours = [{ p99Us: 20 }, { p99Us: 200 }, { p99Us: 24 }];
  const theirs = [{ p99Us: 10 }, { p99Us: 100 }, { p99Us: 12 }];
  assert.equal(medianRatio(ours, theirs, "p99Us"), 2);
  assert.equal(medianRatio(ours, [undefined, { p99Us: 50 }], "p99Us"), 4);
  assert.equal(medianRatio(ours, [{ p99Us: 0 }], "p99Us"), undefined);
});

Deno.test("a goal is reached at its bound", () => {
  const goal = { figure: "p99Us", to: "x" } as const;
  assert.equal(isReached({ ...goal, atLeast: 1.5 }, 1.5), true);
  assert.equal(isReached({ ...goal, atLeast: 1.5 }, 1.49), false);
  assert.equal(isReached({ ...goal, atMost: 1.25 }, 1.25), true);
  assert.equal(isReached({ ...goal, atMost: 1.25 }, 1.26), false);
});
