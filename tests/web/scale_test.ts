import assert from "node:assert/strict";
import { topOf, written } from "../../web/dashboard/scale.ts";

Deno.test("the top of an axis is round and not below what is shown", () => {
  assert.deepEqual([0, 4, 5, 11, 70, 1_030].map((most) => topOf(most, "count")), [
    ...[4, 4, 6, 12, 80, 1_200],
  ]);
  assert.equal(topOf(0, "bytes"), 1_000);
  for (let most = 0.1; most < 1e9; most *= 1.37) assert.ok(topOf(most, "count") >= most);
});

Deno.test("numbers are short and tell what they count", () => {
  assert.deepEqual(
    [
      written(0, "count"),
      written(12_345, "count"),
      written(2_500_000, "perSecond"),
      written(0.4567, "milliseconds"),
      written(1_234, "milliseconds"),
      written(171_234_567, "bytes"),
      written(999, "bytes"),
      written(12.34, "percent"),
    ],
    ["0", "12.3 k", "2.5 M/s", "0.46 ms", "1.23 s", "171 MB", "999 B", "12.3 %"],
  );
});
