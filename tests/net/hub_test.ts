import assert from "node:assert/strict";
import { testBan } from "../helpers/ban.ts";
import { HubScene } from "../helpers/hub_scene.ts";
import type { MemoryTransport } from "../helpers/memory_transport.ts";
import { turn } from "../helpers/scripted_writer.ts";

/** Waits until all that `peer` has sent is handled. */
async function barrier(peer: MemoryTransport): Promise<void> {
  const token = crypto.randomUUID();
  peer.sends(`PING ${token}\r\n`);
  await peer.output.expects(`${token}\r\n`);
}

Deno.test("an IRC client that is silent for 90 s is pinged, and dropped after 150 s", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  const bob = await scene.joins("bob");
  await ann.output.expects(" JOIN #lobby\r\n");
  scene.passes(89_999);
  await barrier(bob);
  assert.equal(ann.output.unread, "");
  scene.passes(1);
  await ann.output.expects("PING chat.test\r\n");
  scene.passes(59_999);
  assert.equal(ann.output.unread, "");
  bob.sends("PONG x\r\n");
  scene.passes(1);
  assert.match(await ann.output.ended(), /ERROR :Closing link: No answer for 150 s\r\n$/);
  await bob.output.expects(":ann!~ann@cloaked QUIT :No answer for 150 s\r\n");
});

Deno.test("any byte of an IRC client is a sign of life", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  for (let round = 0; round < 3; round++) {
    scene.passes(90_000);
    await ann.output.expects("PING chat.test\r\n");
    scene.passes(50_000);
    ann.sends("PON");
    await turn();
    await turn();
    scene.passes(50_000);
    ann.sends("G\r\n");
    await barrier(ann);
  }
  assert.equal(ann.isClosed, false);
});

Deno.test("an answer within the millisecond of the ping counts", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  for (let round = 0; round < 3; round++) {
    scene.passes(90_000);
    await ann.output.expects("PING chat.test\r\n");
    ann.sends("PONG chat.test\r\n");
    await turn();
    await turn();
  }
  assert.equal(ann.isClosed, false);
});

Deno.test("a pinged client that takes what others say is alive", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  const bob = await scene.joins("bob");
  scene.passes(90_000);
  await ann.output.expects("PING chat.test\r\n");
  await barrier(bob);
  bob.sends("PRIVMSG #lobby :still there?\r\n");
  await ann.output.expects("still there?\r\n");
  scene.passes(60_000);
  await barrier(bob);
  assert.equal(ann.isClosed, false);
});

Deno.test("a plain client may be silent for hours", async () => {
  await using scene = new HubScene();
  const ann = scene.connects();
  ann.sends("ann\n");
  await ann.output.expects("[server] Here: ann\n");
  for (let minute = 0; minute < 120; minute++) scene.passes(60_000);
  ann.sends("/who\n");
  await ann.output.expects("[server] Here: ann\n");
});

Deno.test("who has no name after 60 s is closed; only IRC clients are told", async () => {
  await using scene = new HubScene();
  const [silent, half] = [scene.connects(), scene.connects()];
  half.sends("NICK half\r\n");
  await barrier(half);
  scene.passes(59_999);
  await barrier(half);
  scene.passes(1);
  assert.match(await half.output.ended(), /^ERROR :.*No name was given within 60 s\r\n$/);
  assert.match(await silent.output.ended(), /^(alias\?)?$/);
});

Deno.test("a paste of 50 lines from elsewhere slows its sender, and all of it is said", async () => {
  // Ten times as fast as life: 30 lines at 4 a second in 0.75 s.
  const startMs = performance.now();
  const nowMs = () => (performance.now() - startMs) * 10;
  await using scene = new HubScene({ nowMs, hasQuota: true });
  const [ann, bob] = [scene.connects(), scene.connects()];
  for (const [peer, name] of [[ann, "ann"], [bob, "bob"]] as const) {
    peer.sends(`${name}\n`);
    await peer.output.expects("[server] Here: ");
  }
  const pastedAtMs = nowMs();
  ann.sends(Array.from({ length: 50 }, (_, at) => `line ${at}\n`).join(""));
  for (let at = 0; at < 50; at++) await bob.output.expects(`ann: line ${at}\n`);
  assert.ok(nowMs() - pastedAtMs >= 30 / 4 * 1000 - 500, "it was slowed");
  ann.sends("after\n");
  await bob.output.expects("ann: after\n");
  assert.equal(ann.isClosed, false);
});

Deno.test("who is slowed is not taken for dead: its answer to a ping may wait behind its lines", async () => {
  await using scene = new HubScene({ hasQuota: true });
  const [ann, bob] = [await scene.joins("ann"), await scene.joins("bob")];
  ann.sends(Array.from({ length: 20 }, (_, at) => `PRIVMSG #lobby :${at}\r\n`).join(""));
  await bob.output.expects("PRIVMSG #lobby :0\r\n");
  // Her bucket is empty, and the scene's clock stands still: the rest waits.
  scene.passes(100_000);
  await ann.output.expects("PING chat.test\r\n");
  bob.sends("PONG chat.test\r\n");
  await bob.output.expects("PRIVMSG #lobby :19\r\n");
  scene.passes(60_000);
  bob.sends("PRIVMSG ann :still there?\r\n");
  await ann.output.expects("still there?\r\n");
});

Deno.test("a client that is slowed can be closed at once", async () => {
  await using scene = new HubScene({ hasQuota: true });
  const ann = await scene.joins("ann");
  ann.sends("PRIVMSG nobody :x\r\n".repeat(400));
  await ann.output.expects(" 401 ");
  const startMs = performance.now();
  await scene.hub.drain("Over", 10_000);
  assert.match(await ann.output.ended(), /ERROR :Closing link: Over\r\n$/);
  assert.ok(performance.now() - startMs < 5_000);
});

Deno.test("the banned are told so and closed, whatever they send", async () => {
  await using scene = new HubScene();
  scene.bans.set(testBan("192.0.2.64/26", { reason: "spam" }));
  const banned = scene.connects("192.0.2.66");
  banned.sends("CAP LS 302\r\nNICK ann\r\n");
  const answer = "ERROR :Closing link: banned: spam\r\n";
  assert.equal(await banned.output.ended(), answer);
  banned.endsSending();
  await turn();
  assert.equal(banned.isClosed, true);
  assert.match(scene.log.at(-1) ?? "", /^warn Refused connection from 192\.0\.2\.66:/);
});

Deno.test("a full server refuses, and lets in again when there is room", async () => {
  await using scene = new HubScene({ maxClients: 1 });
  const first = await scene.joins("first");
  const refused = scene.connects();
  assert.equal(await refused.output.ended(), "ERROR :Closing link: the server is full\r\n");
  assert.equal(refused.isClosed, false, "what it has sent would reset the connection");
  refused.endsSending();
  first.sends("QUIT\r\n");
  await first.output.ended();
  first.endsSending();
  await turn();
  await scene.joins("second");
});

Deno.test("drain says goodbye, and cuts off who does not take it", async () => {
  const scene = new HubScene();
  const [ann, bob] = [await scene.joins("ann"), await scene.joins("bob")];
  bob.isStuck = true;
  ann.sends("PRIVMSG #lobby :fills bob's outbox\r\n");
  await barrier(ann);
  const startMs = performance.now();
  const draining = scene.hub.drain("The server is shutting down", 200);
  assert.match(await ann.output.ended(), /ERROR :Closing link: The server is shutting down\r\n$/);
  ann.endsSending();
  await draining;
  assert.ok(performance.now() - startMs < 8_000);
  assert.deepEqual([ann.isClosed, bob.isClosed], [true, true]);
  await scene[Symbol.asyncDispose]();
});

Deno.test("drain tells nobody of the others: thousands that leave at once would take seconds", async () => {
  await using scene = new HubScene();
  const [ann, bob] = [await scene.joins("ann"), await scene.joins("bob")];
  const draining = scene.hub.drain("Over", 1_000);
  for (const peer of [ann, bob]) {
    assert.match(await peer.output.ended(), /ERROR :Closing link: Over\r\n$/);
    peer.endsSending();
  }
  await draining;
  await turn();
  assert.doesNotMatch(scene.log.join("\n"), / left:/);
});

Deno.test("a peer that does not close its side is closed after two seconds", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  ann.sends("QUIT :bye\r\n");
  assert.match(await ann.output.ended(), /ERROR :Closing link: Quit: bye\r\n$/);
  scene.passes(0);
  scene.passes(1_999);
  assert.equal(ann.isClosed, false);
  scene.passes(1);
  assert.equal(ann.isClosed, true);
});

Deno.test("the log tells who came and went, and nothing of what was said", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  ann.sends("PRIVMSG #lobby :a secret\r\nTOPIC #lobby :a secret\r\nQUIT :a secret\r\n");
  await ann.output.ended();
  await turn();
  const log = scene.log.join("\n");
  assert.match(log, /Accepted connection from 192\.0\.2\.1:40001/);
  assert.match(log, /ann joined #lobby/);
  assert.match(log, /ann left: Quit$/m);
  assert.match(log, /Closed connection from 192\.0\.2\.1:40001 \(ann\): Quit$/m);
  assert.doesNotMatch(log, /secret/);
});

Deno.test("a client that does not take its answers is not read on", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  ann.isStuck = true;
  ann.sends("HELP\r\n".repeat(2_000) + "NICK late\r\n");
  const bob = await scene.joins("bob");
  bob.sends("NAMES #lobby\r\n");
  await bob.output.expects(/ 353 \S+ = #lobby :.*\bann\b/);
  assert.equal(ann.isClosed, false);
});

Deno.test("an IRC client that has died is dropped although its channel goes on: a socket's buffer takes for the dead", async () => {
  await using scene = new HubScene();
  const [dead, bob] = [await scene.joins("dead"), await scene.joins("bob")];
  for (let count = 0; count < 14; count++) {
    scene.passes(10_000);
    bob.sends(`PRIVMSG #lobby :${count}\r\nPING ${count}\r\n`);
    await bob.output.expects(`PONG chat.test :${count}\r\n`);
    await dead.output.expects(`PRIVMSG #lobby :${count}\r\n`);
  }
  scene.passes(10_000);
  await bob.output.expects("QUIT :No answer for 150 s\r\n");
});

Deno.test("in a flood of connections that are refused most are closed at once, and one line tells of it", async () => {
  await using scene = new HubScene();
  scene.bans.set(testBan("192.0.2.66"));
  const refused = Array.from({ length: 80 }, () => scene.connects("192.0.2.66"));
  await turn();
  assert.equal(refused.filter(({ isClosed }) => isClosed).length, 80 - 64);
  assert.equal(scene.log.filter((line) => line.includes("Refused")).length, 1);
  for (const peer of refused) if (!peer.isClosed) peer.endsSending();
});

Deno.test("who has too many connections is told so, and comes in again when one of them has ended", async () => {
  await using scene = new HubScene({ connectionsPerAddress: 2 });
  const [first] = [await scene.joins("one"), await scene.joins("two")];
  const refused = scene.connects();
  const answer = "ERROR :Closing link: too many connections from your address\r\n";
  assert.equal(await refused.output.ended(), answer);
  refused.endsSending();
  first.sends("QUIT\r\n");
  await first.output.ended();
  first.endsSending();
  await turn();
  await scene.joins("three");
});

Deno.test("nothing is said before a handshake is through, and a failed one makes room", async () => {
  await using scene = new HubScene({ maxClients: 1 });
  const failing = Promise.withResolvers<void>();
  scene.connects("192.0.2.1", failing.promise);
  const refused = scene.connects("192.0.2.2");
  assert.equal(await refused.output.ended(), "ERROR :Closing link: the server is full\r\n");
  refused.endsSending();
  failing.reject(new Error("no shared cipher"));
  await turn();
  assert.match(scene.log.at(-1) ?? "", /^info Closed connection from 192\.0\.2\.1:\d+: .*cipher$/);
  const through = Promise.withResolvers<void>();
  const late = scene.connects("192.0.2.3", through.promise);
  late.sends("NICK late\r\nUSER late 0 * :late\r\n");
  await turn();
  assert.equal(late.output.text, "");
  through.resolve();
  await late.output.expects(" 001 late ");
});

Deno.test("a handshake that ends when the doors were locked, or its address banned, lets nobody in", async () => {
  await using scene = new HubScene({ maxClients: 1 });
  const nobodyNew = "nobody new is let in for now; try again later";
  for (const [shut, why] of [["lock", nobodyNew], ["ban", "banned: spam"]] as const) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const client = scene.connects("192.0.2.7", promise);
    if (shut === "lock") scene.isLocked = true;
    else scene.bans.set(testBan("192.0.2.7", { reason: "spam" }));
    client.sends("NICK eve\r\nUSER eve 0 * :eve\r\n");
    resolve();
    client.endsSending();
    assert.equal(await client.output.ended(), `ERROR :Closing link: ${why}\r\n`);
    scene.isLocked = false;
    await turn();
  }
  await scene.joins("bob");
});

Deno.test("a handshake that ends while the server drains lets nobody in", async () => {
  const scene = new HubScene();
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = scene.connects("192.0.2.1", promise);
  await scene.hub.drain("Over", 0);
  resolve();
  await turn();
  assert.equal(late.isClosed, true);
  assert.equal(late.output.text, "");
});

Deno.test("who was let in unasked and speaks IRC starts anew, however long the order takes", async () => {
  await using scene = new HubScene({ isAnonymous: true });
  scene.bus.holds = true;
  const ann = scene.connects();
  while (scene.bus.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  ann.sends("NICK ann\r\n");
  await turn();
  scene.bus.holds = false;
  scene.bus.release(2);
  ann.sends("USER ann 0 * :Ann\r\n");
  await ann.output.expects(" 001 ann ");
});
