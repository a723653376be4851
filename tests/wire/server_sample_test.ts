import assert from "node:assert/strict";
import { packSamples, unpackSamples } from "../../wire/server_sample.ts";

Deno.test("samples come back as they were packed, without what was not measured", () => {
  const samples = [{ timeMs: 5, tcp: 0, cpuPercent: 1.5, commitP99Ms: undefined }, { timeMs: 6 }];
  assert.deepEqual(unpackSamples(JSON.parse(JSON.stringify(packSamples(samples)))), [
    { timeMs: 5, tcp: 0, cpuPercent: 1.5 },
    { timeMs: 6 },
  ]);
});

Deno.test("a table of another version is read by its names, and nonsense gives nothing", () => {
  const table = { fields: ["new", "tcp", "timeMs"], rows: [[9, 2, 5], 7, [1, "x", null]] };
  assert.deepEqual(unpackSamples(table), [{ tcp: 2, timeMs: 5 }, {}]);
  for (const wrong of [null, 5, [], {}, { fields: 1, rows: [] }, { fields: [], rows: {} }]) {
    assert.deepEqual(unpackSamples(wrong), []);
  }
});
