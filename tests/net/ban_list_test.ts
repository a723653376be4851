import assert from "node:assert/strict";
import { BanList } from "../../server/net/ban_list.ts";

const forGood = { untilMs: undefined, reason: "spam" };

Deno.test("a ban holds until its time, and no longer", () => {
  const bans = new BanList();
  assert.equal(bans.add("192.0.2.7", { untilMs: 2_000, reason: "spam" }), true);
  assert.equal(bans.find("192.0.2.7", 1_999)?.reason, "spam");
  assert.equal(bans.find("192.0.2.7", 2_000), undefined);
  assert.deepEqual(bans.entries(0), [], "what is over is forgotten");
});

Deno.test("a ban without a time holds for good", () => {
  const bans = new BanList();
  bans.add("2001:db8::/32", forGood);
  assert.equal(bans.find("2001:DB8:1::1", Number.MAX_SAFE_INTEGER)?.reason, "spam");
  assert.equal(bans.find("2001:db9::1", 0), undefined);
});

Deno.test("a ban is taken off however it is written, but not as a part of another", () => {
  const bans = new BanList();
  bans.add("::ffff:192.0.2.0/120", forGood);
  assert.equal(bans.remove("192.0.2.7"), false);
  assert.equal(bans.remove("192.0.2.0/25"), false);
  assert.equal(bans.remove("nonsense"), false);
  assert.ok(bans.find("192.0.2.7", 0));
  assert.equal(bans.remove("192.0.2.99/24"), true);
  assert.equal(bans.find("192.0.2.7", 0), undefined);
});

Deno.test("a second ban of the same replaces the first; overlapping ones stay apart", () => {
  const bans = new BanList();
  bans.add("192.0.2.7", { untilMs: 1_000, reason: "first" });
  bans.add("192.0.2.7/32", forGood);
  bans.add("192.0.2.0/24", { untilMs: 1_000, reason: "wide" });
  assert.deepEqual(bans.entries(0).map(([network]) => network), ["192.0.2.7", "192.0.2.0/24"]);
  assert.equal(bans.find("192.0.2.7", 5_000)?.reason, "spam");
  assert.equal(bans.find("192.0.2.8", 999)?.reason, "wide");
  assert.equal(bans.find("192.0.2.8", 1_000), undefined);
});

Deno.test("what is no address is not banned", () => {
  const bans = new BanList();
  assert.equal(bans.add("ann", forGood), false);
  assert.equal(bans.find("unknown", 0), undefined);
});
