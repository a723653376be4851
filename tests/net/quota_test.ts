import assert from "node:assert/strict";
import { loopbackQuota, Quota, remoteQuota } from "../../server/core/quota.ts";

Deno.test("a burst passes, and what follows waits for its tokens", () => {
  const quota = new Quota(remoteQuota, 0);
  const waits = Array.from({ length: 22 }, () => quota.take(1, 0));
  assert.deepEqual(waits.slice(0, 20), new Array(20).fill(0));
  assert.deepEqual(waits.slice(20), [250, 500]);
});

Deno.test("who waits as long as it was told has paid", () => {
  const quota = new Quota(remoteQuota, 0);
  let nowMs = 0;
  for (let line = 0; line < 50; line++) nowMs += quota.take(1, nowMs);
  assert.equal(nowMs, (50 - remoteQuota.burst) * 1000 / remoteQuota.perSecond);
});

Deno.test("a bucket fills up to its burst and no further", () => {
  const quota = new Quota(remoteQuota, 0);
  for (let line = 0; line < 20; line++) quota.take(1, 0);
  const later = 1_000_000;
  for (let line = 0; line < 20; line++) assert.equal(quota.take(1, later), 0);
  assert.equal(quota.take(1, later), 250);
});

Deno.test("a clock that goes back costs nobody anything", () => {
  const quota = new Quota(remoteQuota, 10_000);
  assert.equal(quota.take(20, 10_000), 0);
  assert.equal(quota.take(0, 0), 0);
  assert.equal(quota.take(1, 0), 250);
});

Deno.test("a script on this machine may be faster than a person elsewhere", () => {
  assert.ok(loopbackQuota.burst > remoteQuota.burst);
  assert.ok(loopbackQuota.perSecond > remoteQuota.perSecond);
  assert.equal(new Quota(loopbackQuota, 0).take(201, 0), 10);
});
