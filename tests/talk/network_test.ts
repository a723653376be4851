import assert from "node:assert/strict";
import { actOn } from "../../talk/act_on.ts";
import type { Entry } from "../../talk/buffer.ts";
import { type Commands, type Entering, Network } from "../../talk/network.ts";
import { isSecretInput } from "../../talk/secret_input.ts";
import { parseTyped } from "../../talk/slash.ts";
import type { Step } from "../../talk/step.ts";
import { faceComesIn, faceInLobby, hear, nowMs } from "../helpers/client_conversation.ts";

interface Scene {
  readonly network: Network;
  /** Lines of the server. */
  hears(...lines: readonly string[]): void;
  /** Types in a talk; gives what is sent. */
  types(talk: string, ...lines: readonly string[]): readonly string[];
  enters(talk: string, ...lines: readonly string[]): Entering;
  rows(talk: string): readonly string[];
}

const commands: Commands = { parse: parseTyped, isSecret: isSecretInput, act: actOn };

/** Somebody in #lobby with bob, as the program that shows it does it. */
function scene(options: { readonly capabilities?: string } = {}): Scene {
  const conversation = faceInLobby(options);
  const network = new Network({
    name: "net",
    conversation,
    commands,
    highlights: () => ["deploy"],
  });
  const take = (step: Step) => network.receive(step.events, nowMs);
  take(hear(conversation, ":s 353 ann = #lobby :@bob ann", ":s 366 ann #lobby :End"));
  take(hear(conversation, "@msgid=j1 :eve!e@h JOIN #lobby", "@msgid=k1 :ann!chat@host JOIN #two"));
  const enters = (talk: string, ...lines: readonly string[]) => {
    const entering = network.enter(talk, lines, nowMs);
    take(entering.step);
    return entering;
  };
  return {
    network,
    hears: (...lines) => take(hear(conversation, ...lines)),
    enters,
    types: (talk, ...lines) => enters(talk, ...lines).step.send.map(untagged),
    rows: (talk) => (network.buffers.find(talk)?.entries ?? []).map(rowText),
  };
}

function untagged(line: string): string {
  return line.replace(/\+chat\/once=[^; ]*;?/, "").replace(/^@ /, "");
}

function rowText(entry: Entry): string {
  switch (entry.kind) {
    case "said":
      return `${entry.said.from}: ${entry.said.text}`;
    case "moved":
      return entry.moved.kind;
    case "told":
      return "text" in entry.told ? entry.told.text : entry.told.kind;
    case "note":
      return entry.text;
  }
}

function bobSays(text: string, id: string): string {
  return `@msgid=${id};time=2026-01-02T03:04:05.000Z :bob!b@h PRIVMSG #lobby :${text}`;
}

Deno.test("what is typed in a talk is said there, and waits below until the server has it", () => {
  const one = scene();
  const { step: { send } } = one.enters("#lobby", "hello");
  assert.match(send[0] ?? "", /PRIVMSG #lobby :hello$/);
  const buffer = one.network.buffers.find("#lobby");
  assert.deepEqual(buffer?.pending.map(({ said: { text } }) => text), ["hello"]);
  const once = /once=([^; ]+)/.exec(send[0] ?? "")?.[1];
  one.hears(`@msgid=m1;+chat/once=${once} :ann!chat@host PRIVMSG #lobby :hello`);
  assert.deepEqual(buffer?.pending, []);
  assert.equal(one.rows("#lobby").at(-1), "ann: hello");
  assert.ok(one.types("#two", "/me waves")[0]?.endsWith("PRIVMSG #two :\x01ACTION waves\x01"));
});

Deno.test("what is typed while the connection is lost waits, and is shown so", () => {
  const one = scene();
  const { conversation, buffers } = one.network;
  one.network.receive(conversation.lose(nowMs).events, nowMs);
  buffers.lose();
  assert.deepEqual(one.types("#lobby", "later"), []);
  assert.deepEqual(buffers.find("#lobby")?.pending.map(({ said: { text } }) => text), ["later"]);
  conversation.start();
  faceComesIn(conversation);
  assert.equal(buffers.find("#lobby")?.pending.length, 1);
});

Deno.test("we are in our channels again when the connection is back", () => {
  const one = scene();
  const { conversation, buffers } = one.network;
  one.network.receive(conversation.lose(nowMs).events, nowMs);
  buffers.lose();
  assert.equal(buffers.find("#lobby")?.isJoined, false);
  conversation.start();
  one.hears(
    ":s CAP * LS :batch",
    ":s 001 ann :Welcome",
    ":s 376 ann :End",
    ":ann!chat@host JOIN #lobby",
    ":s 353 ann = #lobby :@bob ann",
    ":s 366 ann #lobby :End",
  );
  assert.equal(buffers.find("#lobby")?.isJoined, true);
});

Deno.test("several lines are one message, and none of them is a command", () => {
  const one = scene();
  one.enters("#lobby", "/join #x", "two");
  const [pending] = one.network.buffers.find("#lobby")?.pending ?? [];
  assert.equal(pending?.said.text, "/join #x\ntwo");
  assert.deepEqual(one.types("#lobby", "", " "), []);
  assert.deepEqual(one.types("#lobby", "hi", "/login secret"), []);
  assert.match(one.rows("#lobby").at(-1) ?? "", /^Nothing of this is said/);
});

Deno.test("nobody is spoken to in the server's buffer, but commands work there", () => {
  const one = scene();
  assert.deepEqual(one.types("net", "hello"), []);
  assert.match(one.rows("net").at(-1) ?? "", /^Nobody hears you here/);
  assert.deepEqual(one.types("net", "/whois bob"), ["WHOIS bob"]);
  assert.deepEqual(one.types("gone", "hello"), [], "a talk that is gone is none");
});

Deno.test("a person's talk opens when one asks for it, and when one says something", () => {
  const one = scene();
  assert.deepEqual(one.enters("#lobby", "/query eve").wish, { kind: "go", talk: "eve" });
  assert.equal(one.network.buffers.find("eve")?.kind, "person");
  const { step, wish } = one.enters("#lobby", "/msg zoe hi there");
  assert.match(step.send[0] ?? "", /PRIVMSG zoe :hi there$/);
  assert.equal(wish, undefined, "one stays where one is");
  assert.deepEqual(
    one.network.buffers.find("zoe")?.pending.map(({ said: { text } }) => text),
    ["hi there"],
  );
  assert.deepEqual(one.enters("#lobby", "/close").wish, { kind: "closed", talk: "#lobby" });
});

Deno.test("joining goes to the channel, which is there or will be", () => {
  const one = scene();
  const joining = one.enters("#lobby", "/join new");
  assert.deepEqual(joining.step.send, ["JOIN #new"]);
  assert.deepEqual(joining.wish, { kind: "go", talk: "#new" });
  const there = one.enters("#lobby", "/j #TWO");
  assert.deepEqual([there.step.send, there.wish], [[], { kind: "go", talk: "#two" }]);
  assert.deepEqual(one.enters("#lobby", "/query #two").wish, { kind: "go", talk: "#two" });
});

Deno.test("whoever parts stays to read, and whoever closes leaves too", () => {
  const one = scene();
  const { buffers, conversation } = one.network;
  assert.deepEqual(one.types("#lobby", "/part see you"), ["PART #lobby :see you"]);
  one.hears(":ann!chat@host PART #lobby :see you");
  assert.equal(buffers.find("#lobby")?.isJoined, false);
  assert.deepEqual(one.types("#lobby", "/part"), [], "now it is closed");
  assert.equal(buffers.find("#lobby"), undefined);
  assert.deepEqual(one.types("#two", "/close"), ["PART #two"]);
  assert.equal(buffers.find("#two"), undefined);
  one.hears(":bob!b@h PRIVMSG #two :late", ":ann!chat@host PART #two");
  assert.equal(buffers.find("#two"), undefined);
  assert.deepEqual(conversation.channels, []);
  assert.deepEqual(one.types("net", "/part"), []);
  assert.match(one.rows("net").at(-1) ?? "", /^This is no channel/);
});

Deno.test("a channel that is closed while the connection is lost is not joined again", () => {
  const one = scene();
  const { conversation, buffers } = one.network;
  one.network.receive(conversation.lose(nowMs).events, nowMs);
  buffers.lose();
  assert.deepEqual(one.types("#two", "/close"), []);
  conversation.start();
  const sent = hear(conversation, ":s CAP * LS :", ":s 001 ann :Hi").send;
  assert.ok(sent.includes("JOIN #lobby") && !sent.includes("JOIN #two"), sent.join());
});

Deno.test("a command about a message finds it", () => {
  const one = scene();
  one.hears(
    bobSays("first", "b1"),
    "@msgid=e1 :eve!e@h PRIVMSG #lobby :second",
    "@msgid=a1 :ann!chat@host PRIVMSG #lobby :mine",
  );
  const types = (line: string) => one.types("#lobby", line).at(0) ?? "";
  assert.match(types("/react 👍"), /^@\+draft\/react=👍;\+(draft\/)?reply=e1.* TAGMSG #lobby$/);
  assert.match(types("/react 👍 bob"), /reply=b1/);
  assert.match(types("/unreact 👍 3"), /draft\/unreact=👍.*reply=b1/);
  assert.match(types("/reply yes"), /reply=e1.* PRIVMSG #lobby :yes$/);
  assert.match(types("/reply bob no"), /reply=b1.* PRIVMSG #lobby :no$/);
  assert.equal(types("/redact"), "REDACT #lobby :a1");
  assert.equal(types("/redact 2 spam"), "REDACT #lobby e1 :spam");
  assert.equal(types("/react 👍 nobody"), "");
  assert.match(one.rows("#lobby").at(-1) ?? "", /^There is no such message/);
});

Deno.test("a word of /reply is a nick only where somebody of that name has spoken", () => {
  const one = scene();
  one.hears(bobSays("hi", "b1"));
  assert.match(one.types("#lobby", "/reply eve is here")[0] ?? "", /reply=b1.*:eve is here$/);
});

Deno.test("muting is for channels, and takes place at once", () => {
  const one = scene();
  one.enters("#two", "/mute");
  assert.equal(one.network.buffers.find("#two")?.isMuted, true);
  one.enters("#lobby", "/unmute #two");
  assert.equal(one.network.buffers.find("#two")?.isMuted, false);
  one.enters("#lobby", "/query bob");
  one.enters("bob", "/mute");
  assert.equal(one.network.conversation.preferences.isMuted("#two"), false);
  assert.match(one.rows("bob").at(-1) ?? "", /^This is no channel/);
});

Deno.test("whom we ignore is not shown, and draws no eye", () => {
  const one = scene();
  one.enters("#lobby", "/ignore bob");
  one.hears(bobSays("ann!", "b1"), ":bob!b@h PRIVMSG ann :psst");
  assert.ok(!one.rows("#lobby").includes("bob: ann!"));
  assert.equal(one.network.buffers.find("#lobby")?.mentionCount, 0);
  assert.equal(one.network.buffers.find("bob"), undefined);
});

Deno.test("highlights draw the eye as our nick does", () => {
  const one = scene();
  one.hears(bobSays("Deploy now", "b1"), bobSays("ANN?", "b2"), bobSays("annabel", "b3"));
  assert.equal(one.network.buffers.find("#lobby")?.mentionCount, 2);
});

Deno.test("looking tells how far one has read, once", () => {
  const one = scene();
  one.hears(bobSays("hi", "b1"));
  assert.deepEqual(one.network.look("#lobby").send, [
    "MARKREAD #lobby timestamp=2026-01-02T03:04:05.000Z",
  ]);
  assert.deepEqual(one.network.look("#lobby").send, []);
});

Deno.test("older messages are asked for once, from the first one that the server knows by its id", () => {
  const one = scene();
  one.hears(bobSays("hi", "b1"));
  const { network } = one;
  const [line = ""] = network.loadOlder("#two", nowMs).send;
  assert.match(line, /^CHATHISTORY BEFORE #two msgid=k1 100$/);
  assert.deepEqual(network.loadOlder("#two", nowMs).send, []);
  assert.deepEqual(network.loadOlder("net", nowMs).send, []);
  one.hears(":s BATCH +x chathistory #two", ":s BATCH -x");
  assert.equal(network.buffers.find("#two")?.older, "none");
  one.enters("#two", "/history");
  assert.equal(one.rows("#two").at(-1), "Nothing older is there.");
});

Deno.test("private talks of lately are asked for one after another, and each once", () => {
  const one = scene();
  const { network } = one;
  for (const nick of ["zoe", "tim"]) network.buffers.open(nick);
  assert.deepEqual(network.look(undefined).send, ["CHATHISTORY LATEST tim * 100"]);
  assert.deepEqual(network.look(undefined).send, [], "an answer is awaited");
  one.hears(
    ":s BATCH +x chathistory tim",
    "@batch=x;msgid=t1;time=2026-01-02T01:00:00.000Z :tim!t@h PRIVMSG ann :psst",
    ":s BATCH -x",
  );
  assert.deepEqual(one.rows("tim"), ["tim: psst"]);
  assert.deepEqual(network.look(undefined).send, ["CHATHISTORY LATEST zoe * 100"]);
  one.hears("FAIL CHATHISTORY MESSAGE_ERROR LATEST zoe :Try again");
  assert.deepEqual(network.look(undefined).send, []);
});

Deno.test("what only the program can do is wished for", () => {
  const one = scene();
  const wishes = ["/quit bye", "/set bell off", "/save", "/reconnect"].map((line) =>
    one.enters("#lobby", line).wish
  );
  assert.deepEqual(wishes, [
    { kind: "quit", reason: "bye" },
    { kind: "set", key: "bell", value: "off" },
    { kind: "save" },
    { kind: "reconnect" },
  ]);
});

Deno.test("a search is of the server and of what is shown, each where it can be", () => {
  const one = scene();
  const both = one.enters("#lobby", "/search tea from:bob");
  assert.equal(both.step.send.length, 1);
  assert.match(both.step.send[0] ?? "", /SEARCH .*#lobby/);
  assert.deepEqual(both.wish, { kind: "find", words: "tea" });
  const poor = scene({ capabilities: "batch" });
  const found = poor.enters("#lobby", "/search tea");
  assert.deepEqual([found.step.send, found.wish], [[], { kind: "find", words: "tea" }]);
  assert.equal(poor.enters("#lobby", "/search from:bob").wish, undefined);
  assert.match(poor.rows("#lobby").at(-1) ?? "", /^This server has no search/);
});

Deno.test("help and what is wrong are notes where one types", () => {
  const one = scene();
  one.enters("#lobby", "/help kick");
  assert.deepEqual(one.rows("#lobby").slice(-3), [
    "/kick [#channel] nick [reason]",
    "put somebody out of a channel",
    "Or: /k",
  ]);
  one.enters("#lobby", "/kcik bob");
  assert.match(one.rows("#lobby").at(-1) ?? "", /^Unknown command "\/kcik"\. Did you mean \/kick/);
  one.enters("#lobby", "/clear");
  assert.deepEqual(one.rows("#lobby"), []);
});

Deno.test("no password that is typed is shown anywhere", () => {
  const one = scene();
  for (const line of ["/login hunter2", "/logn hunter2", "/register hunter2 a b"]) {
    one.enters("#lobby", line);
  }
  const all = one.network.buffers.list.flatMap(({ name, pending }) => [
    ...one.rows(name),
    ...pending.map(({ said }) => said.text),
  ]);
  assert.ok(!all.join().includes("hunter2"));
});
