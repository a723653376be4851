import assert from "node:assert/strict";
import { listSnapshots, needless, shareSecret } from "../../server/cluster/snapshot_shelf.ts";
import { FakeBucket } from "../helpers/fake_nats.ts";

Deno.test("the first server's secret is that of all", async () => {
  const bucket = new FakeBucket();
  const [one, other] = [new Uint8Array([1]), new Uint8Array([2])];
  assert.deepEqual(await Promise.all([shareSecret(bucket, one), shareSecret(bucket, other)]), [
    one,
    one,
  ]);
});

Deno.test("where the secret can be neither set nor read, that is told", async () => {
  const bucket = new FakeBucket();
  bucket.create = () => Promise.reject(new Error("no rights"));
  await assert.rejects(shareSecret(bucket, new Uint8Array([1])), /no rights/);
});

Deno.test("snapshots are listed from the oldest on, by number, without their parts", async () => {
  const bucket = new FakeBucket();
  for (const key of ["snapshot.20", "snapshot.20.0", "snapshot.9", "secret", "snapshot.100"]) {
    await bucket.put(key, new Uint8Array([1]));
  }
  assert.deepEqual(await listSnapshots(bucket), [9, 20, 100]);
});

Deno.test("a few snapshots that the stream goes on from are all needed", () => {
  assert.deepEqual(needless([], 1), []);
  assert.deepEqual(needless([10, 20, 30], 1), []);
  assert.deepEqual(needless([10, 20, 30], 11), [], "the stream goes on right behind the first");
});

Deno.test("a snapshot that the stream does not go on from is needless, but for the newest", () => {
  assert.deepEqual(needless([10, 20, 30], 12), [10]);
  assert.deepEqual(needless([10, 20, 30], 500), [10, 20]);
});

Deno.test("of too many the one in the narrowest place goes, so that they stay spread", () => {
  assert.deepEqual(needless([0, 100, 200, 300, 310, 400, 500, 600, 700], 0), [310]);
});

Deno.test("however many are made, eight are left: the oldest, the newest, and some between them", () => {
  let kept: readonly number[] = [];
  for (let key = 0; key <= 1_000; key += 10) {
    const keys = [...kept, key];
    const gone = needless(keys, 0);
    kept = keys.filter((each) => !gone.includes(each));
  }
  assert.equal(kept.length, 8);
  assert.equal(kept[0], 0);
  assert.equal(kept.at(-1), 1_000);
  const gaps = kept.slice(1).map((key, index) => key - (kept[index] ?? 0));
  assert.ok(Math.max(...gaps) <= 500, `${kept}`);
});
