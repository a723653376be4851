import assert from "node:assert/strict";
import { retryDelayMs } from "../../talk/retry.ts";

Deno.test("retryDelayMs waits a chance part of as long as there was no connection, a minute at most", () => {
  const most = [0, 500, 1500, 40_000, 70_000].map((lastsMs) =>
    retryDelayMs({ lastsMs, isUnsteady: false }, 1)
  );
  assert.deepEqual(most, [1000, 1000, 1500, 40_000, 60_000]);
  assert.equal(retryDelayMs({ lastsMs: 8000, isUnsteady: false }, 0.25), 2000);
  assert.equal(retryDelayMs({ lastsMs: 8000, isUnsteady: false }, 0), 0);
});

Deno.test("retryDelayMs asks a server that throws us out again less often", () => {
  assert.equal(retryDelayMs({ lastsMs: 0, isUnsteady: true }, 1), 2000);
  assert.equal(retryDelayMs({ lastsMs: 5000, isUnsteady: true }, 1), 5000);
});
