import assert from "node:assert/strict";
import { Bans } from "../../server/core/bans.ts";
import { Door, type DoorLimits } from "../../server/net/door.ts";
import { networks } from "../../server/net/network.ts";
import { testBan } from "../helpers/ban.ts";

const minuteMs = 60_000;
const usual: DoorLimits = {
  maxClients: 100,
  connectionsPerAddress: 16,
  newConnectionsPerAddress: 32,
  newConnectionsMinutes: 10,
};
const tooMany = "too many connections from your address";
const tooManyNew = "too many new connections from your address; try again later";

interface Scene {
  readonly door: Door;
  readonly bans: Bans;
  limits: DoorLimits;
  isLocked: boolean;
}

function scene(limits: Partial<DoorLimits> = {}, exempt: readonly string[] = []): Scene {
  const bans = new Bans(networks);
  const made = { bans, isLocked: false, limits: { ...usual, ...limits } };
  const door = new Door({
    limits: () => result.limits,
    isLocked: () => result.isLocked,
    isExempt: (address) => exempt.includes(address),
    findBan: (address, nowMs) => bans.findAddress("ban", address, nowMs),
  });
  const result: Scene = { ...made, door };
  return result;
}

function enterMany(door: Door, count: number, address = "192.0.2.7", nowMs = 0) {
  return Array.from({ length: count }, () => door.enter(address, nowMs));
}

Deno.test("an address has 16 connections at a time, and another when one has ended", () => {
  const { door } = scene();
  assert.deepEqual(enterMany(door, 16), new Array(16).fill(undefined));
  assert.equal(door.enter("192.0.2.7", 0), tooMany);
  assert.equal(door.enter("::ffff:192.0.2.7", 0), tooMany);
  assert.equal(door.enter("192.0.2.8", 0), undefined);
  door.leave("192.0.2.7");
  assert.equal(door.enter("192.0.2.7", 0), undefined);
  assert.equal(door.enter("192.0.2.7", 0), tooMany);
});

Deno.test("an address comes 32 times in 10 minutes, and again when they are over", () => {
  const { door } = scene();
  for (let count = 0; count < 32; count++) {
    assert.equal(door.enter("192.0.2.7", count * 1000), undefined);
    door.leave("192.0.2.7");
  }
  assert.equal(door.enter("192.0.2.7", 40_000), tooManyNew);
  assert.equal(door.enter("192.0.2.7", 10 * minuteMs - 1), tooManyNew);
  assert.equal(door.enter("192.0.2.8", 10 * minuteMs - 1), undefined);
  assert.equal(door.enter("192.0.2.7", 10 * minuteMs), undefined, "refusals did not count");
});

Deno.test("a whole /64 of IPv6 counts as one address", () => {
  const { door } = scene({ connectionsPerAddress: 2 });
  assert.equal(door.enter("2001:db8::1", 0), undefined);
  assert.equal(door.enter("2001:db8::2", 0), undefined);
  assert.equal(door.enter("2001:db8::ffff:3", 0), tooMany);
  assert.equal(door.enter("2001:db8:0:1::1", 0), undefined);
  door.leave("2001:db8::2");
  assert.equal(door.enter("2001:db8::4", 0), undefined);
});

Deno.test("the exempt may have any number, but not more than all may, and not when banned", () => {
  const { door, bans } = scene({ maxClients: 50 }, ["127.0.0.1"]);
  assert.deepEqual(enterMany(door, 50, "127.0.0.1"), new Array(50).fill(undefined));
  assert.equal(door.enter("127.0.0.1", 0), "the server is full");
  bans.set(testBan("127.0.0.1"));
  assert.equal(door.enter("127.0.0.1", 0), "banned");
});

Deno.test("a ban is told with its reason, and costs nothing when it is over", () => {
  const { door, bans } = scene({ newConnectionsPerAddress: 1 });
  bans.set(testBan("192.0.2.0/24", { untilMs: 1_000, reason: "spam" }));
  assert.equal(door.enter("192.0.2.7", 999), "banned until Thu, 01 Jan 1970 00:00:01 GMT: spam");
  assert.equal(door.enter("192.0.2.7", 1_000), undefined);
  assert.equal(door.enter("192.0.2.7", 1_000), tooManyNew);
});

Deno.test("limits that change hold for those who come next", () => {
  const made = scene();
  enterMany(made.door, 16);
  made.limits = { ...usual, connectionsPerAddress: 17, newConnectionsMinutes: 1 };
  assert.equal(made.door.enter("192.0.2.7", 0), undefined);
  assert.equal(made.door.enter("192.0.2.7", 0), tooMany);
  made.limits = { ...usual, connectionsPerAddress: 100, newConnectionsMinutes: 1 };
  enterMany(made.door, 15);
  assert.equal(made.door.enter("192.0.2.7", minuteMs - 1), tooManyNew);
  assert.equal(made.door.enter("192.0.2.7", minuteMs), undefined);
});

Deno.test("a locked door lets nobody in, the exempt neither, and counts nobody", () => {
  const made = scene({ newConnectionsPerAddress: 1 }, ["127.0.0.1"]);
  made.isLocked = true;
  for (const address of ["192.0.2.7", "192.0.2.7", "127.0.0.1"]) {
    assert.equal(made.door.enter(address, 0), "nobody new is let in for now; try again later");
  }
  made.isLocked = false;
  assert.equal(made.door.enter("192.0.2.7", 0), undefined);
});
