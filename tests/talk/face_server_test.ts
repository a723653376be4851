import assert from "node:assert/strict";
import { BreakingNetwork } from "../helpers/breaking_network.ts";
import { startNgircd } from "../helpers/ngircd.ts";
import { type EventOf, FaceRun } from "../helpers/face_run.ts";
import { startInspircd } from "../helpers/inspircd.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";

Deno.test("two people talk, reply, react, take back and see each other type", async () => {
  await using server = await startServer();
  await using ann = await FaceRun.start("ann", server.port);
  await using bob = await FaceRun.start("bob", server.port);
  await ann.until("joined", ({ who }) => who === "bob");
  const { conversation: a } = ann;
  await ann.does(a.typing({ talk: "#room", state: "active", ...ann.now }));
  assert.equal((await bob.until("typing")).who, "ann");
  const hello = await ann.says("hello\n\n  there");
  const heard = await bob.until("said");
  assert.deepEqual([heard.text, heard.id], [hello.text, hello.id]);
  const target = hello.id ?? "";
  assert.equal((await bob.says("hi", target)).replyTo, target);
  const reaction = { talk: "#room", target, text: "👍", isTakenBack: false };
  await bob.does(bob.conversation.react({ ...reaction, ...bob.now }));
  for (const run of [ann, bob]) assert.equal((await run.until("reacted")).target, target);
  await ann.does(a.order(["MODE #room +v bob", "AWAY :Lunch", "WHOIS bob"], ann.now.nowMs));
  await bob.until("away", ({ who, text }) => who === "ann" && text === "Lunch");
  await ann.until("server", ({ level, text }) => level === "answer" && /^bob is /.test(text));
  await using carl = await FaceRun.start("carl", server.port);
  await carl.until("away", ({ who }) => who === "ann");
  assert.equal(memberOf(await carl.until("members"), "bob")?.prefixes, "+");
});

Deno.test("what was said and done is searched, paged, marked and taken back", async () => {
  const data = await Deno.makeTempDir();
  try {
    await using server = await startServer(["--data", data]);
    await using ann = await FaceRun.start("ann", server.port);
    const { conversation } = ann;
    const first = await ann.says("first words\nof two lines");
    const second = await ann.says("second words");
    const now = ann.now;
    await ann.does(conversation.search({ words: "words", ...now }));
    const found = await ann.until("found");
    assert.deepEqual(found.said.map(({ text }) => text), [first.text, second.text]);
    await ann.does(conversation.order(["TOPIC #room :New"], now.nowMs));
    await ann.until("topic");
    await ann.does(conversation.older({ talk: "#room", before: undefined, ...now }));
    const older = await ann.until("older");
    const kinds = older.events.map(({ kind }) => kind);
    assert.deepEqual(kinds.slice(-3), ["said", "said", "topic"]);
    assert.equal(older.isEnd, true);
    await ann.does(conversation.older({ talk: "#room", before: mark(second), ...now }));
    const before = await ann.until("older", ({ events }) => events !== older.events);
    assert.equal(before.events.at(-1)?.id, first.id);
    await ann.does(conversation.markRead({ talk: "#room", readMs: second.timeMs }));
    await ann.until("marked", ({ readMs }) => readMs === second.timeMs);
    const wish = { talk: "#room", target: first.id ?? "", reason: "Oops" };
    await ann.does(conversation.redact({ ...wish, ...now }));
    assert.equal((await ann.until("redacted")).target, first.id);
    await ann.does(conversation.list(undefined, now.nowMs));
    const { channels } = await ann.until("listed");
    assert.ok(channels.some(({ name, memberCount }) => name === "#room" && memberCount === 1));
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});

Deno.test("what was said and done while the connection was broken is told once, as it was", async () => {
  const data = await Deno.makeTempDir();
  try {
    await using server = await startServer(["--data", data]);
    await using network = new BreakingNetwork(server.port);
    await using bob = await FaceRun.start("bob", server.port);
    await using ann = await FaceRun.start("ann", network.port);
    const before = await bob.says("before");
    await ann.until("said");
    network.breakSilently();
    await bob.says("one\ntwo");
    const now = bob.now;
    const reaction = { talk: "#room", target: before.id ?? "", text: "x", isTakenBack: false };
    await bob.does(bob.conversation.react({ ...reaction, ...now }));
    await bob.does(bob.conversation.order(["TOPIC #room :New"], now.nowMs));
    await ann.until("topic", ({ text, isOld }) => text === "New" && isOld === true);
    await ann.settled();
    await bob.says("after");
    await ann.until("said", ({ text }) => text === "after");
    const said = ann.events.filter((event) => event.kind === "said");
    assert.deepEqual(said.map(({ text }) => text), ["before", "one\ntwo", "after"]);
    assert.equal(ann.events.filter(({ kind }) => kind === "reacted").length, 1);
    assert.equal(ann.events.filter(({ kind }) => kind === "members").length, 2);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});

peerTest("members, ranks and who is away are told by InspIRCd", ["inspircd"], async () => {
  await using server = await startInspircd();
  await using ann = await FaceRun.start("ann", server.port);
  const wishes = ["AWAY :Lunch", "MODE #room +v ann", "LIST"];
  await ann.does(ann.conversation.order(wishes, ann.now.nowMs));
  const { prefixes } = await ann.until("ranked", (ranked) => ranked.prefixes.length === 2);
  assert.equal(prefixes, "@+");
  await ann.until("listed");
  await using bob = await FaceRun.start("bob", server.port);
  assert.equal(memberOf(await bob.until("members"), "ann")?.prefixes, "@+");
  await bob.until("away", ({ who }) => who === "ann");
  await bob.does(bob.conversation.typing({ talk: "#room", state: "active", ...bob.now }));
  assert.equal((await ann.until("typing")).who, "bob");
  const said = await ann.says("hello");
  const reaction = { talk: "#room", target: said.id ?? "", text: "x", isTakenBack: false };
  await bob.does(bob.conversation.react({ ...reaction, ...bob.now }));
  assert.equal((await ann.until("reacted")).target, said.id);
  assert.equal(bob.conversation.support.networkName, "Testnet");
});

peerTest("members, ranks and answers are told by ngIRCd, which can do little more", [
  "ngircd",
], async () => {
  await using server = await startNgircd();
  await using ann = await FaceRun.start("ann", server.port);
  await using bob = await FaceRun.start("bob", server.port);
  assert.equal(memberOf(await bob.until("members"), "ann")?.prefixes, "@");
  const { support } = bob.conversation;
  assert.ok(!support.hasReact && !support.hasSearch && !support.hasMultiline);
  await ann.does(ann.conversation.order(["MODE #room +v bob", "WHOIS bob"], ann.now.nowMs));
  await bob.until("ranked", ({ who, prefixes: signs }) => who === "bob" && signs === "+");
  await ann.until("server", ({ level, text }) => level === "answer" && /^bob is /.test(text));
  await bob.does(bob.conversation.sayLines({ to: "#room", lines: ["one", "two"], ...bob.now }));
  await ann.until("said", ({ text }) => text === "two");
});

function mark({ id, timeMs }: { readonly id: string | undefined; readonly timeMs: number }) {
  return { id, timeMs };
}

function memberOf({ members }: EventOf<"members">, nick: string) {
  return members.find((member) => member.nick === nick);
}
