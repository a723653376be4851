import assert from "node:assert/strict";
import type { Conversation } from "../../talk/conversation.ts";
import type { PreferenceAction } from "../../talk/slash_action.ts";
import { conversationOf, hear, nowMs, shown } from "../helpers/client_conversation.ts";

const credentials = { name: "ann", password: "sesame" };
const capabilities = "sasl draft/metadata-2";
const questions = [
  "METADATA * SUB private/mute private/ignore",
  "METADATA * GET private/mute private/ignore",
];

/** Logs in and is let in; gives the lines that followed. */
function enter(conversation: Conversation): readonly string[] {
  conversation.start();
  hear(conversation, `:s CAP * LS :${capabilities}`, `:s CAP * ACK :${capabilities}`);
  hear(conversation, "AUTHENTICATE +", ":s 900 * * ann :In", ":s 903 * :Done");
  return hear(conversation, ":s 001 ann :Hi").send.map(plain);
}

function loggedIn(): Conversation {
  const conversation = conversationOf({
    nick: "ann",
    channels: ["#lobby"],
    account: { credentials, isPrivate: true },
  });
  assert.deepEqual(enter(conversation), [...questions, "JOIN #lobby"]);
  hear(conversation, ":ann!a@h JOIN #lobby", ":s 366 ann #lobby :End");
  return conversation;
}

/** Answers both questions. */
function answer(conversation: Conversation, ignored: string): readonly string[] {
  const told = ignored === ""
    ? ":s 766 ann ann private/ignore :Not set"
    : `:s 761 ann ann private/ignore * :${ignored}`;
  return hear(conversation, ":s 766 ann ann private/mute :Not set", told).send.map(plain);
}

function plain(line: string): string {
  return line.replace(/ :(\S+)$/, " $1");
}

function act(conversation: Conversation, action: PreferenceAction) {
  const { send, events } = conversation.enterAccount(action, nowMs);
  return { send: send.map(plain), told: shown(events) };
}

function heard(conversation: Conversation, ...lines: readonly string[]): readonly string[] {
  return shown(hear(conversation, ...lines).events);
}

const ignoreBob = { kind: "ignore", nick: "Bob" } as const;

Deno.test("Preferences hide what ignored people say, in channels and in private, and their invites", () => {
  const conversation = loggedIn();
  assert.deepEqual(answer(conversation, "bob eve[x]"), []);
  const lines = heard(
    conversation,
    ":BOB!b@h PRIVMSG #lobby :hidden",
    ":bob!b@h PRIVMSG ann :hidden",
    ":bob!b@h NOTICE ann :hidden",
    ":bob!b@h INVITE ann #x",
    ":eve{x}!e@h PRIVMSG #lobby :other",
    ":cat!c@h PRIVMSG #lobby :shown",
  );
  assert.equal(
    lines.filter((line) => line.includes("hidden") || line.includes("invites")).length,
    0,
  );
  assert.equal(lines.at(-1), "cat: shown");
});

Deno.test("Preferences are kept in the account, and told when another client of ours changes them", () => {
  const conversation = loggedIn();
  answer(conversation, "");
  assert.deepEqual(act(conversation, ignoreBob), {
    send: ["METADATA * SET private/ignore bob"],
    told: ["Bob is ignored"],
  });
  assert.deepEqual(act(conversation, ignoreBob), { send: [], told: ["Bob is ignored"] });
  heard(conversation, ":ann!a@h METADATA ann private/ignore * :cat");
  assert.deepEqual(heard(conversation, ":bob!b@h PRIVMSG #lobby :hi"), ["bob: hi"]);
  assert.deepEqual(heard(conversation, ":cat!b@h PRIVMSG #lobby :hi"), []);
  assert.deepEqual(act(conversation, { kind: "ignore", nick: undefined }).told, ["You ignore cat"]);
  assert.deepEqual(act(conversation, { kind: "unignore", nick: "cat" }), {
    send: ["METADATA * SET private/ignore"],
    told: ["cat is no longer ignored"],
  });
  assert.deepEqual(heard(conversation, ":cat!b@h PRIVMSG #lobby :hi"), ["cat: hi"]);
});

Deno.test("Preferences are nobody else's, whatever is told of others", () => {
  const conversation = loggedIn();
  answer(conversation, "");
  heard(
    conversation,
    ":eve!e@h METADATA eve private/ignore * :bob",
    ":s 761 ann eve private/ignore * :bob",
  );
  assert.deepEqual(heard(conversation, ":bob!b@h PRIVMSG #lobby :hi"), ["bob: hi"]);
});

Deno.test("Preferences mute the channel that is talked in, or another one", () => {
  const conversation = loggedIn();
  answer(conversation, "");
  assert.deepEqual(act(conversation, { kind: "mute", channel: undefined }), {
    send: ["METADATA * SET private/mute #lobby"],
    told: ["#lobby is muted"],
  });
  assert.deepEqual(act(conversation, { kind: "mute", channel: "#x" }).send, [
    "METADATA * SET private/mute :#lobby #x",
  ]);
  assert.deepEqual(act(conversation, { kind: "unmute", channel: undefined }).told, [
    "#lobby is no longer muted",
  ]);
});

Deno.test("a muted channel is shown only while it is the one that is talked in", () => {
  const conversation = loggedIn();
  answer(conversation, "");
  hear(conversation, ":ann!a@h JOIN #lobby", ":ann!a@h JOIN #x");
  act(conversation, { kind: "mute", channel: "#lobby" });
  const deeds = [":bob!b@h PRIVMSG #LOBBY :hi", ":bob!b@h JOIN #lobby", ":bob!b@h TOPIC #lobby :t"];
  assert.deepEqual(heard(conversation, ...deeds), []);
  assert.deepEqual(heard(conversation, ":bob!b@h PRIVMSG ann :psst").length, 1);
  conversation.join("#lobby");
  assert.equal(heard(conversation, ...deeds).length, 3);
});

Deno.test("Preferences without an account hold for this run, and join those of an account later", () => {
  const conversation = conversationOf({ nick: "ann", channels: [], account: { isPrivate: true } });
  hear(conversation, ":s 001 ann :Hi");
  assert.deepEqual(act(conversation, ignoreBob), {
    send: [],
    told: ["Bob is ignored, for this run only: no account keeps it here"],
  });
  assert.deepEqual(heard(conversation, ":bob!b@h PRIVMSG ann :hi"), []);
  conversation.lose(nowMs);
  conversation.start();
  hear(conversation, `:s CAP * LS :${capabilities}`, `:s CAP * ACK :${capabilities}`);
  assert.deepEqual(hear(conversation, ":s 001 ann :Hi").send, []);
  conversation.enterAccount({ kind: "login", name: undefined, password: "sesame" }, nowMs);
  const { send } = hear(conversation, ":s 900 ann ann!a@h ann :In");
  assert.deepEqual(send.map(plain), questions);
  assert.deepEqual(answer(conversation, "cat"), ["METADATA * SET private/ignore :cat bob"]);
});

Deno.test("Preferences are asked for again when we come back", () => {
  const conversation = loggedIn();
  answer(conversation, "bob");
  conversation.lose(nowMs);
  assert.deepEqual(enter(conversation), [...questions, "JOIN #lobby"]);
  answer(conversation, "cat");
  hear(conversation, ":ann!a@h JOIN #lobby");
  assert.deepEqual(heard(conversation, ":cat!b@h PRIVMSG #lobby :hi"), []);
});

Deno.test("Preferences hold 100 names and one line, whatever a server tells", () => {
  const conversation = loggedIn();
  const names = Array.from({ length: 150 }, (_, at) => `n${at}`);
  answer(conversation, names.join(" "));
  assert.deepEqual(heard(conversation, ":n99!b@h PRIVMSG #lobby :hi"), []);
  assert.deepEqual(heard(conversation, ":n100!b@h PRIVMSG #lobby :hi"), ["n100: hi"]);
  const { send, told } = act(conversation, ignoreBob);
  assert.deepEqual(send, []);
  assert.match(told.join(), /^No more names fit/);
});

Deno.test("Preferences that the account refuses are told", () => {
  const conversation = loggedIn();
  answer(conversation, "");
  act(conversation, ignoreBob);
  const line = ":s FAIL METADATA VALUE_INVALID :A value has at most 256 bytes";
  assert.deepEqual(heard(conversation, line), [
    "Your account does not keep it: A value has at most 256 bytes",
  ]);
});

Deno.test("Preferences lose no name to what the server tells of its own before it answers", () => {
  const conversation = conversationOf({
    nick: "ann",
    channels: [],
    account: { credentials, isPrivate: true },
  });
  act(conversation, ignoreBob);
  enter(conversation);
  const greeting = hear(conversation, ":s METADATA ann private/ignore * :cat");
  assert.deepEqual(greeting, { send: [], events: [] });
  assert.deepEqual(answer(conversation, "cat"), ["METADATA * SET private/ignore :cat bob"]);
  for (const nick of ["bob", "cat"]) {
    assert.deepEqual(heard(conversation, `:${nick}!b@h PRIVMSG ann :hi`), []);
  }
});
