import assert from "node:assert/strict";
import { FloodGauge } from "../../server/store/flood_gauge.ts";

/** Adds `lines` each 10 ms for a second, and says whether that is a flood. */
function isFlood(lines: number): boolean {
  const gauge = new FloodGauge();
  for (let nowMs = 0; nowMs <= 1_000; nowMs += 10) gauge.add(lines, nowMs);
  return gauge.isFlood(1_000);
}

Deno.test("talk is no flood, however steady; a few hundred lines a second are one", () => {
  assert.equal(isFlood(1), false);
  assert.equal(isFlood(3), false);
  assert.equal(isFlood(4), true);
});

Deno.test("many lines at once are a flood for a moment", () => {
  const gauge = new FloodGauge();
  gauge.add(200, 1_000);
  assert.equal(gauge.isFlood(1_000), true);
  assert.equal(gauge.isFlood(1_199), true);
  assert.equal(gauge.isFlood(1_201), false);
});
