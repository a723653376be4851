import assert from "node:assert/strict";
import { isForAll, readTarget } from "../../server/core/ban.ts";
import { Bans, maxBanMasks, type Suspect } from "../../server/core/bans.ts";
import { networks } from "../../server/net/network.ts";
import { testBan } from "../helpers/ban.ts";

const bob: Suspect = {
  address: "192.0.2.7",
  sources: ["bob!~b@cloak.ip", "bob!~b@192.0.2.7"],
  account: "Bob",
};

Deno.test("a target is an address, a network, a mask or an account, each written in one way", () => {
  const read = (text: string) => readTarget(networks, text);
  assert.deepEqual(read("192.0.2.99/24"), { of: "address", target: "192.0.2.0/24" });
  assert.deepEqual(read("::ffff:192.0.2.7"), { of: "address", target: "192.0.2.7" });
  assert.deepEqual(read("a::1"), { of: "address", target: "a::1" });
  assert.deepEqual(read("a:Bob"), { of: "account", target: "a:Bob" });
  assert.deepEqual(read("*@192.0.2.*"), { of: "mask", target: "*!*@192.0.2.*" });
  assert.deepEqual(read("bob!*"), { of: "mask", target: "bob!*@*" });
  for (
    const text of ["", "bob", "192.0.2", "192.0.2.0/33", "a:", "a:x y", "a:b*", "m:x!*@*", "@"]
  ) {
    assert.equal(read(text)?.of, text === "@" ? "mask" : undefined, text);
  }
});

Deno.test("what fits everybody is known as that", () => {
  for (const text of ["0.0.0.0/0", "::/0", "*!*@*", "@", "?*!~*@*.*"]) {
    const target = readTarget(networks, text);
    assert.equal(target !== undefined && isForAll(target), true, text);
  }
  for (const text of ["192.0.2.0/1", "b*!*@*", "*!*@*.ip", "a:bob"]) {
    const target = readTarget(networks, text);
    assert.equal(target !== undefined && isForAll(target), false, text);
  }
});

Deno.test("what is said costs no look at networks of a size that nobody was silenced by", () => {
  const asked: (readonly number[])[] = [];
  const bans = new Bans({
    ...networks,
    around(address, prefixBits) {
      asked.push([...prefixBits]);
      return networks.around(address, prefixBits);
    },
  });
  bans.set(testBan("2001:db8::/32"));
  for (const text of ["192.0.2.7", "192.0.2.0/24", "*!*@b", "2001:db8::1"]) {
    bans.set(testBan(text, { kind: "mute" }));
  }
  assert.equal(bans.find("mute", bob, 1)?.target, "192.0.2.7");
  assert.equal(bans.findAddress("mute", "192.0.2.8", 1)?.target, "192.0.2.0/24");
  assert.equal(bans.findAddress("ban", "2001:db8::7", 1)?.target, "2001:db8::/32");
  assert.deepEqual(asked, [[24], [24], [32]]);
});

Deno.test("a ban fits by address, network, account, and by mask of the shown host or the address", () => {
  const fitting = ["192.0.2.7", "192.0.2.0/24", "192.0.2.6/31", "128.0.0.0/1", "a:BOB"];
  const masks = ["B?B!*@*", "*!*@*.ip", "*@192.0.2.*", "*!~b@*"];
  for (const text of [...fitting, ...masks]) {
    const bans = new Bans(networks);
    const ban = testBan(text);
    bans.set(ban);
    assert.equal(bans.find("ban", bob, 0), ban, text);
    assert.equal(bans.fits(ban, bob), true, text);
    assert.equal(bans.find("mute", bob, 0), undefined, text);
  }
  for (const text of ["192.0.2.8", "192.0.2.8/29", "a:bo", "2001:db8::/32", "rob!*@*"]) {
    const bans = new Bans(networks);
    const ban = testBan(text);
    bans.set(ban);
    assert.equal(bans.find("ban", bob, 0), undefined, text);
    assert.equal(bans.fits(ban, bob), false, text);
  }
});

Deno.test("a network of IPv6 is found at every width", () => {
  for (let bits = 1; bits <= 128; bits++) {
    const bans = new Bans(networks);
    bans.set(testBan(`2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/${bits}`));
    const find = (address: string) => bans.findAddress("ban", address, 0)?.target;
    assert.ok(find("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"), `/${bits}`);
    assert.equal(find("4001:db8::1") !== undefined, bits < 2, `/${bits}`);
    assert.equal(find("192.0.2.7"), undefined);
    assert.equal(find("no address"), undefined);
  }
});

Deno.test("whoever has no account and no name yet fits no ban of these", () => {
  const bans = new Bans(networks);
  bans.set(testBan("a:bob"));
  bans.set(testBan("b*!*@*"));
  const nobody = { address: "192.0.2.7", sources: [], account: undefined };
  assert.equal(bans.find("ban", nobody, 0), undefined);
  assert.equal(bans.findAddress("ban", "192.0.2.7", 0), undefined);
});

Deno.test("a ban holds until its time, and no longer", () => {
  const bans = new Bans(networks);
  for (const text of ["192.0.2.7", "bob!*@*", "a:bob"]) bans.set(testBan(text, { untilMs: 2_000 }));
  assert.ok(bans.find("ban", bob, 1_999));
  assert.equal(bans.all(1_999).length, 3);
  assert.equal(bans.find("ban", bob, 2_000), undefined);
  assert.deepEqual(bans.all(2_000), [], "what is over is not listed");
});

Deno.test("what is over does not hide what still holds", () => {
  const bans = new Bans(networks);
  bans.set(testBan("192.0.2.7", { untilMs: 1 }));
  bans.set(testBan("a:bob", { untilMs: 1 }));
  bans.set(testBan("192.0.2.0/24", { reason: "wide" }));
  assert.equal(bans.find("ban", bob, 5)?.reason, "wide");
  bans.lift("ban", testBan("192.0.2.0/24"));
  bans.set(testBan("*!~b@*", { reason: "mask" }));
  assert.equal(bans.find("ban", bob, 5)?.reason, "mask");
});

Deno.test("a second ban of the same replaces the first; a mute of it does not", () => {
  const bans = new Bans(networks);
  bans.set(testBan("B!*@*", { reason: "first" }));
  bans.set(testBan("b!*@*", { reason: "second" }));
  bans.set(testBan("b!*@*", { kind: "mute", reason: "mute" }));
  assert.deepEqual(bans.all(0).map(({ reason }) => reason), ["second", "mute"]);
  bans.lift("mute", testBan("B!*@*"));
  assert.deepEqual(bans.all(0).map(({ reason }) => reason), ["second"]);
  assert.equal(bans.hasNone("mute"), true);
});

Deno.test("masks are bounded, and those that are over make room", () => {
  const bans = new Bans(networks);
  for (let count = 0; count < maxBanMasks; count++) {
    assert.equal(bans.isFull("mask", 0), false);
    bans.set(testBan(`b${count}!*@*`, { untilMs: count === 0 ? 5 : undefined }));
  }
  assert.equal(bans.isFull("mask", 4), true);
  assert.equal(bans.isFull("address", 4), false);
  assert.equal(bans.isFull("mask", 5), false);
});
