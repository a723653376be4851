import assert from "node:assert/strict";
import { SaveClock } from "../../server/cluster/save_clock.ts";

Deno.test("a world is written down after ten thousand facts, or a minute with any", () => {
  const clock = new SaveClock(100, 0);
  assert.equal(clock.isDue(10_099, 0), false);
  assert.equal(clock.isDue(10_100, 0), true);
  assert.equal(clock.isDue(101, 59_999), false);
  assert.equal(clock.isDue(101, 60_000), true);
});

Deno.test("a world to which nothing has happened is not written down again", () => {
  const clock = new SaveClock(100, 0);
  assert.equal(clock.isDue(100, 3_600_000), false);
  clock.saved(10_100, 5_000, 1);
  assert.equal(clock.isDue(10_100, 3_600_000), false);
});

Deno.test("what takes long is done more seldom, so that it stops the server for half a hundredth of the time", () => {
  const clock = new SaveClock(0, 0);
  clock.saved(10_000, 1_000, 2_000);
  assert.equal(clock.isDue(1_000_000, 400_999), false);
  assert.equal(clock.isDue(1_000_000, 401_000), true);
});
