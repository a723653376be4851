import assert from "node:assert/strict";
import { readSnapshot, restoreSnapshot, takeSnapshot } from "../../server/core/snapshot.ts";
import { World } from "../../server/core/world.ts";
import { networks } from "../../server/net/network.ts";
import { checkWorld } from "../helpers/invariants.ts";
import { loggedIn } from "../helpers/logged_in.ts";
import { createTable, type Table } from "../helpers/table.ts";

function createWorld(): World {
  const info = { version: "chat-1", startedAt: "today", motd: [] };
  return new World({
    ...{ epoch: "epoch", lease: "next", serverName: "chat.local", info, networks, nowMs: 1 },
  });
}

/** A table where there is something of everything. */
function createFull(): Table {
  const table = createTable();
  table.publishes({ kind: "nodeCame", node: "here", lease: table.world.lease, version: 1 });
  table.account("ann", "sesame");
  const ann = loggedIn(table, { account: "ann", capabilities: ["draft/metadata-2", "batch"] });
  const phone = loggedIn(table, { account: "ann" });
  const bob = table.user("bob", "draft/metadata-2", "draft/read-marker", "batch", "message-tags");
  const lost = loggedIn(table, { account: "ann", nick: "lost" });
  table.restores("#old", [["eve!~eve@localhost", 1]]);
  ann.sends("JOIN #b,#a", "MODE #a +fkl 1:30 key 5", "MODE #a +beI x y z", "TOPIC #a :Tea");
  ann.sends("INVITE bob #a", "METADATA * SET 1 :one", "METADATA #a SET url :x", "CS REGISTER #a");
  bob.sends("JOIN #b", "JOIN #a", "PRIVMSG #a :hi", `@+chat/once=${"x".repeat(22)} PRIVMSG ann :a`);
  bob.sends("MODE bob +iB", "MARKREAD #a timestamp=2026-01-01T00:00:00.000Z", "AWAY :tea");
  bob.sends("METADATA * SET url :y", `@+chat/once=${"y".repeat(22)} PRIVMSG #b :b`);
  lost.sends("JOIN #b");
  lost.drops("Connection lost");
  phone.sends("AWAY :phone", "OPER root secret", "DLINE 5 192.0.2.0/24 :out", "SHUN a:eve");
  ann.sends("RENAME #b #d", "INVITE bob #d", "JOIN #e", "INVITE bob #e");
  return table;
}

Deno.test("a world that is put together from a snapshot knows the same, in the same order", () => {
  const { world } = createFull();
  const text = JSON.stringify(takeSnapshot(world));
  const other = createWorld();
  restoreSnapshot(other, readSnapshot(text));
  assert.equal(JSON.stringify(takeSnapshot(other)), text);
  for (const { sessions } of other.users.values()) assert.deepEqual(sessions, []);
  checkWorld(other);
  const [ann, bob] = ["ann", "bob"].map((nick) => other.userByNick(nick));
  assert.equal(ann?.metadata, other.accounts.find("ann")?.metadata);
  assert.equal(other.operators, 1);
  assert.equal(other.invisible, 1);
  assert.equal(other.isLive("lease"), true);
  const channel = other.channel("#a");
  assert.ok(channel && bob);
  assert.ok((channel.slow?.waitMs(bob, Date.UTC(2026, 0, 2, 3, 4, 6)) ?? 0) > 0);
});

Deno.test("a snapshot has something of all that it can hold", () => {
  const snapshot = takeSnapshot(createFull().world);
  const has = JSON.stringify(snapshot, (_, value) => {
    const isNothing = value === "" || (Array.isArray(value) && value.length === 0);
    return isNothing ? undefined : value;
  });
  for (const name of ["nodes", "accounts", "bans", "users", "channels", "onces", "said"]) {
    assert.match(has, new RegExp(`"${name}":`));
  }
  for (const name of ["invited", "firstJoins", "places", "renamedAtMs", "operators", "away"]) {
    assert.match(has, new RegExp(`"${name}":`));
  }
  assert.match(has, /"links":\[\["lease\.s1"\],\["lease\.s2","phone"\]\]/);
  assert.match(has, /"metadata":\[\["url","y"\]\]/);
});

Deno.test("a snapshot of another version is refused, and says what to do", () => {
  const snapshot = takeSnapshot(createWorld());
  assert.throws(
    () => readSnapshot(JSON.stringify({ ...snapshot, version: 2 })),
    /version 2 can't be read, only one of version 1; run the same version of chat on all servers/,
  );
});

Deno.test("whoever watches the lobby goes on watching it after a snapshot", () => {
  const world = createWorld();
  const { session } = createTable().user("ann");
  world.channel("#lobby")?.watch(session);
  restoreSnapshot(world, takeSnapshot(createWorld()));
  assert.deepEqual(world.channel("#lobby")?.sessions, [session]);
});
