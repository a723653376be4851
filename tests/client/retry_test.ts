import assert from "node:assert/strict";
import { retryDelayMs } from "../../client/retry.ts";

Deno.test("retryDelayMs doubles up to a minute, and takes a chance part of it", () => {
  const most = [0, 1, 2, 5, 6, 7, 1000, 5000].map((attempt) => retryDelayMs(attempt, 1));
  assert.deepEqual(most, [1000, 2000, 4000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  assert.equal(retryDelayMs(3, 0.25), 2000);
  assert.equal(retryDelayMs(9, 0), 0);
});
