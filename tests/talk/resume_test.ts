import assert from "node:assert/strict";
import type { Conversation } from "../../talk/conversation.ts";
import { conversationOf, hear, nowMs, say, shown } from "../helpers/client_conversation.ts";

const ours = "message-tags server-time echo-message batch draft/chathistory";

/** Lets a conversation in. */
function welcome(conversation: Conversation, capabilities = ours, nick = "ann"): readonly string[] {
  conversation.start();
  return hear(
    conversation,
    `:s CAP * ACK :${capabilities}`,
    `:s 001 ${nick} :Welcome`,
    `:s 005 ${nick} CHATHISTORY=3 MSGREFTYPES=msgid,timestamp MONITOR=10 :are supported`,
    `:s 422 ${nick} :No MOTD`,
  ).send;
}

function join(conversation: Conversation, channel = "#lobby", nick = "ann"): readonly string[] {
  return hear(conversation, `@time=${at(0)} :${nick}!chat@host JOIN ${channel}`).send;
}

/** A conversation in #lobby that has shown the message m1 of bob. */
function inLobby(capabilities = ours): Conversation {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  welcome(conversation, capabilities);
  join(conversation);
  hear(conversation, from("bob", 1));
  return conversation;
}

/** The same, after its connection broke, in #lobby again. */
function backInLobby(capabilities = ours): Conversation {
  const conversation = inLobby(capabilities);
  conversation.lose(nowMs);
  welcome(conversation, capabilities);
  join(conversation);
  return conversation;
}

function at(second: number): string {
  return `2026-01-02T03:04:${String(second).padStart(2, "0")}.000Z`;
}

function from(nick: string, number: number, tags = "", to = "#lobby"): string {
  const time = at(number % 60);
  return `@time=${time};msgid=m${number}${tags} :${nick}!u@h PRIVMSG ${to} :text ${number}`;
}

/** A batch of history. */
function page(lines: readonly string[], target = "#lobby"): readonly string[] {
  const inside = lines.map((line) => line.replace("@", "@batch=h;"));
  return [`:s BATCH +h chathistory ${target}`, ...inside, ":s BATCH -h"];
}

function heard(conversation: Conversation, ...lines: readonly string[]): readonly string[] {
  return shown(hear(conversation, ...lines).events);
}

Deno.test("Conversation asks for what came after the last message it has shown, when it is in the channel again", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  assert.equal(conversation.stage, "registering");
  assert.deepEqual(welcome(conversation), ["CAP END", "JOIN #lobby"]);
  assert.deepEqual(join(conversation), ["CHATHISTORY AFTER #lobby msgid=m1 3"]);
  assert.equal(conversation.stage, "joining");
  assert.deepEqual(heard(conversation, ...page([from("bob", 2)])), ["bob: text 2"]);
  assert.equal(conversation.stage, "ready");
});

Deno.test("Conversation keeps its channel, its nick and its channels' keys through a lost connection", () => {
  const conversation = inLobby();
  assert.deepEqual(conversation.join("#key", "secret").send, ["JOIN #key :secret"]);
  join(conversation, "#key");
  conversation.join("#lobby");
  hear(conversation, ":ann!chat@host NICK al");
  conversation.lose(nowMs);
  assert.equal(conversation.current, "#lobby");
  assert.equal(conversation.start().send[1], "NICK al");
  assert.deepEqual(hear(conversation, ":s 001 al :Hi").send, ["JOIN #lobby", "JOIN #key :secret"]);
  join(conversation, "#lobby", "al");
  join(conversation, "#key", "al");
  assert.equal(conversation.current, "#lobby", "though the other one was joined last");
});

Deno.test("Conversation does not rejoin what it has left or was kicked from", () => {
  const conversation = inLobby();
  join(conversation, "#a");
  join(conversation, "#b");
  hear(conversation, ":ann!chat@host PART #a", ":op!o@h KICK #b ann :out");
  conversation.lose(nowMs);
  assert.deepEqual(welcome(conversation), ["CAP END", "JOIN #lobby"]);
});

Deno.test("Conversation tells neither its joining nor who is there once more", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  welcome(conversation);
  const lines = heard(
    conversation,
    ":ann!chat@host JOIN #lobby",
    ":s 332 ann #lobby :Topic",
    ":s 353 ann = #lobby :ann bob",
    ":s 366 ann #lobby :End",
    ...page([]),
  );
  assert.deepEqual(lines, []);
});

Deno.test("Conversation asks page after page until one is short", () => {
  const conversation = backInLobby();
  const first = hear(conversation, ...page([2, 3, 4].map((number) => from("bob", number))));
  assert.deepEqual(first.send, ["CHATHISTORY AFTER #lobby msgid=m4 3"]);
  assert.equal(conversation.stage, "joining");
  const second = hear(conversation, ...page([5, 6, 7].map((number) => from("bob", number))));
  assert.deepEqual(second.send, ["CHATHISTORY AFTER #lobby msgid=m7 3"]);
  const third = hear(conversation, ...page([]));
  assert.deepEqual(third, { send: [], events: [] });
  assert.equal(conversation.stage, "ready");
  assert.deepEqual(shown([...first.events, ...second.events]), [
    ...[2, 3, 4, 5, 6, 7].map((number) => `bob: text ${number}`),
  ]);
});

Deno.test("Conversation shows live messages behind the gap, each one once and in order", () => {
  const conversation = backInLobby();
  assert.deepEqual(heard(conversation, from("bob", 3), ":bob!u@h PART #lobby :Bye"), []);
  const lines = heard(conversation, ...page([from("bob", 2), from("bob", 3)]));
  assert.deepEqual(lines, ["bob: text 2", "bob: text 3", "* bob left (Bye)"]);
  assert.deepEqual(heard(conversation, from("bob", 3)), [], "nor is it shown later");
});

Deno.test("Conversation does not hold back one channel for another's gap longer than its own", () => {
  const conversation = inLobby();
  join(conversation, "#b");
  conversation.lose(nowMs);
  welcome(conversation);
  assert.deepEqual(join(conversation, "#lobby"), ["CHATHISTORY AFTER #lobby msgid=m1 3"]);
  assert.deepEqual(join(conversation, "#b"), [], "one question at a time");
  const { send, events } = hear(conversation, ...page([]), from("bob", 9));
  assert.deepEqual(send, ["CHATHISTORY AFTER #b timestamp=2026-01-02T03:03:59.999Z 3"]);
  assert.deepEqual(shown(events), ["bob: text 9"]);
  assert.deepEqual(heard(conversation, from("bob", 10, "", "#b")), []);
  assert.deepEqual(heard(conversation, ...page([], "#b")), ["#b bob: text 10"]);
});

Deno.test("Conversation asks by time where the history does not know the message", () => {
  const conversation = backInLobby();
  const fail = ":s FAIL CHATHISTORY INVALID_MSGREFTYPE AFTER #lobby msgid=m1 :Unknown";
  const { send, events } = hear(conversation, fail);
  assert.deepEqual(send, ["CHATHISTORY AFTER #lobby timestamp=2026-01-02T03:04:00.999Z 3"]);
  assert.deepEqual(events, []);
  const lines = heard(conversation, ...page([from("bob", 1), from("bob", 2)]));
  assert.deepEqual(lines, ["bob: text 2"], "what was shown before is not shown again");
});

Deno.test("Conversation says that something may be missing where the history can't be had", () => {
  const warning = "Messages may be missing here: #lobby";
  const fail = ":s FAIL CHATHISTORY MESSAGE_ERROR AFTER #lobby :Out of order";
  const conversation = backInLobby();
  hear(conversation, from("bob", 5));
  assert.deepEqual(heard(conversation, fail, fail), [warning, "bob: text 5"]);
  assert.equal(conversation.stage, "ready");

  const silent = backInLobby();
  hear(silent, from("bob", 5));
  assert.deepEqual(shown(silent.giveUpJoining(nowMs).events), [warning, "bob: text 5"]);
  assert.equal(silent.stage, "ready");

  const unable = inLobby("message-tags server-time echo-message");
  unable.lose(nowMs);
  welcome(unable, "message-tags server-time echo-message");
  assert.deepEqual(heard(unable, ":ann!chat@host JOIN #lobby"), [warning]);
  assert.equal(unable.stage, "ready");
});

Deno.test("Conversation takes an unknown CHATHISTORY for a refusal", () => {
  const conversation = backInLobby();
  const unknown = ":s 421 ann CHATHISTORY :Unknown command";
  assert.equal(heard(conversation, unknown, unknown).length, 1);
  assert.equal(conversation.stage, "ready");
});

Deno.test("Conversation asks on no longer where a full page brings nothing new", () => {
  const conversation = backInLobby();
  const same = page([from("bob", 1), from("bob", 1), from("bob", 1)]);
  const { send, events } = hear(conversation, ...same);
  assert.deepEqual(send, []);
  assert.deepEqual(shown(events), ["Messages may be missing here: #lobby"]);
});

Deno.test("Conversation asks again for live messages that were too many to wait", () => {
  const conversation = backInLobby();
  for (let number = 100; number < 2105; number++) hear(conversation, from("bob", number));
  const first = hear(conversation, ...page([from("bob", 2)]));
  assert.deepEqual(shown(first.events), ["bob: text 2"]);
  assert.deepEqual(first.send, ["CHATHISTORY AFTER #lobby msgid=m2 3"]);
  const seen: string[] = [];
  for (let number = 100; number < 2105; number += 3) {
    const lines = [number, number + 1, number + 2].filter((one) => one < 2105);
    seen.push(...heard(conversation, ...page(lines.map((one) => from("bob", one)))));
  }
  assert.deepEqual(seen, Array.from({ length: 2005 }, (_, at) => `bob: text ${at + 100}`));
  assert.equal(conversation.stage, "ready");
});

Deno.test("Conversation asks once more when the connection breaks in the middle of an answer", () => {
  const conversation = backInLobby();
  const [start = "", one = "", two = ""] = page([2, 3, 4].map((number) => from("bob", number)));
  hear(conversation, start, one, two);
  conversation.lose(nowMs);
  welcome(conversation);
  assert.deepEqual(join(conversation), ["CHATHISTORY AFTER #lobby msgid=m1 3"]);
  const lines = heard(conversation, ...page([2, 3].map((number) => from("bob", number))));
  assert.deepEqual(lines, ["bob: text 2", "bob: text 3"]);
});

Deno.test("Conversation comes back from a connection that breaks before it is let in", () => {
  const conversation = inLobby();
  say(conversation, "kept");
  for (let times = 0; times < 3; times++) {
    conversation.lose(nowMs);
    conversation.start();
    hear(conversation, ":s CAP * LS :echo-message");
  }
  conversation.lose(nowMs);
  assert.deepEqual(welcome(conversation), ["CAP END", "JOIN #lobby"]);
  join(conversation);
  assert.deepEqual(hear(conversation, ...page([])).send, [
    "@+chat/once=once-1 PRIVMSG #lobby :kept",
  ]);
});

Deno.test("Conversation sends what was said meanwhile behind the gap, in order", () => {
  const conversation = inLobby();
  assert.deepEqual(say(conversation, "sent").send, ["@+chat/once=once-1 PRIVMSG #lobby :sent"]);
  conversation.lose(nowMs);
  const { send: sentNow, events: shownNow } = say(conversation, "offline");
  assert.deepEqual([sentNow, shown(shownNow)], [[], []]);
  welcome(conversation);
  join(conversation);
  assert.deepEqual(say(conversation, "while it asks").send, []);
  assert.deepEqual(hear(conversation, ...page([from("bob", 2)])).send, [
    "@+chat/once=once-1 PRIVMSG #lobby :sent",
    "@+chat/once=once-2 PRIVMSG #lobby :offline",
    "@+chat/once=once-3 PRIVMSG #lobby :while it asks",
  ]);
});

Deno.test("Conversation does not send again what it finds in the gap", () => {
  const conversation = inLobby();
  say(conversation, "first");
  say(conversation, "second");
  conversation.lose(nowMs);
  welcome(conversation);
  join(conversation);
  const { send, events } = hear(conversation, ...page([from("ann", 2, ";+chat/once=once-1")]));
  assert.deepEqual(send, ["@+chat/once=once-2 PRIVMSG #lobby :second"]);
  assert.deepEqual(shown(events), ["ann: text 2"]);
  hear(conversation, from("ann", 3, ";+chat/once=once-2"));
  assert.ok(conversation.saying.isSettled);
});

Deno.test("Conversation takes the first one's echo for that of a second sending, and shows it once", () => {
  const conversation = inLobby();
  say(conversation, "again");
  conversation.lose(nowMs);
  welcome(conversation);
  join(conversation);
  hear(conversation, ...page([]));
  const echo = from("ann", 2, ";+chat/once=once-1");
  assert.deepEqual(heard(conversation, echo), ["ann: text 2"]);
  assert.ok(conversation.saying.isSettled);
  assert.deepEqual(heard(conversation, echo), []);
});

Deno.test("Conversation tells what was perhaps lost where a second sending could be seen twice", () => {
  for (const capabilities of ["", "echo-message", "echo-message message-tags"]) {
    const conversation = inLobby(capabilities);
    say(conversation, "one");
    say(conversation, "two");
    assert.deepEqual(shown(conversation.lose(nowMs).events), [
      'Perhaps not said, the connection broke: "one" and 1 more',
    ]);
    welcome(conversation, capabilities);
    const { send } = hear(conversation, ":ann!chat@host JOIN #lobby");
    assert.deepEqual(send, []);
  }
});

Deno.test("Conversation takes a PONG for the sign that a server without echoes has read a line", () => {
  const conversation = inLobby("");
  assert.deepEqual(say(conversation, "one").send, ["PRIVMSG #lobby :one", "PING sent-1"]);
  hear(conversation, ":s PONG s sent-1");
  assert.deepEqual(conversation.lose(nowMs).events, []);
});

Deno.test("Conversation takes its nick back from its ghost as soon as that is gone", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  assert.ok(conversation.start().send.includes("NICK ann"));
  assert.deepEqual(hear(conversation, ":s 433 * ann :Taken").send, ["NICK ann_"]);
  assert.deepEqual(hear(conversation, ":s 433 * ann_ :Taken").send, ["NICK ann3"]);
  assert.equal(welcome(conversation, ours, "ann3").at(-1), "MONITOR + :ann");
  join(conversation, "#lobby", "ann3");
  hear(conversation, ...page([]));
  assert.deepEqual(hear(conversation, ":s 730 ann3 :ann!u@h").send, []);
  assert.deepEqual(conversation.retryNick().send, [], "the server will tell");
  assert.deepEqual(hear(conversation, ":s 731 ann3 :other").send, []);
  assert.deepEqual(hear(conversation, ":s 731 ann3 :Ann").send, ["NICK ann"]);
  assert.deepEqual(hear(conversation, ":s 433 ann3 ann :Taken"), { send: [], events: [] });
  assert.deepEqual(hear(conversation, ":s 731 ann3 :ann").send, ["NICK ann"]);
  const { send, events } = hear(conversation, ":ann3!chat@host NICK ann");
  assert.deepEqual(send, ["MONITOR - :ann"]);
  assert.deepEqual(shown(events), ["* you are now ann"]);
});

Deno.test("Conversation asks for its nick again and again where the server has no MONITOR", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  conversation.start();
  hear(conversation, ":s 433 * ann :Taken", ":s 001 ann_ :Hi", ":s 422 ann_ :No MOTD");
  hear(conversation, ":ann_!chat@host JOIN #lobby");
  assert.deepEqual(conversation.retryNick().send, ["NICK ann"]);
  assert.deepEqual(hear(conversation, ":s 433 ann_ ann :Taken").events, [], "no news");
  assert.deepEqual(conversation.retryNick().send, ["NICK ann"]);
  hear(conversation, ":ann_!chat@host NICK zoe");
  assert.deepEqual(conversation.retryNick().send, [], "our user likes another one better");
});

Deno.test("Conversation wants its own nick also after a second loss, even before it was let in", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  conversation.start();
  hear(conversation, ":s 433 * ann :Taken", ":s 001 ann_ :Hi");
  for (let times = 0; times < 2; times++) {
    conversation.lose(nowMs);
    assert.ok(conversation.start().send.includes("NICK ann"));
  }
});

Deno.test("Conversation sends nothing private twice under another nick", () => {
  const conversation = inLobby();
  say(conversation, "psst", "bob");
  say(conversation, "hello");
  conversation.lose(nowMs);
  conversation.start();
  hear(conversation, `:s CAP * ACK :${ours}`, ":s 433 * ann :Taken", ":s 001 ann_ :Hi");
  hear(conversation, ":ann_!chat@host JOIN #lobby");
  const { send, events } = hear(conversation, ...page([]));
  assert.deepEqual(send, ["@+chat/once=once-2 PRIVMSG #lobby :hello"]);
  assert.deepEqual(shown(events), ['Perhaps not said, the connection broke: "psst"']);
});

Deno.test("Conversation asks for what people told it meanwhile", () => {
  const conversation = inLobby();
  hear(conversation, from("bob", 7, "", "ann"), from("ann", 8, "", "carl"));
  conversation.lose(nowMs);
  assert.equal(welcome(conversation).at(-1), "CHATHISTORY AFTER bob msgid=m7 3");
  assert.deepEqual(heard(conversation, from("bob", 10, "", "ann")), []);
  const bob = hear(conversation, ...page([from("bob", 9, "", "ann")], "bob"));
  assert.deepEqual(shown(bob.events), ["bob (private): text 9", "bob (private): text 10"]);
  assert.deepEqual(bob.send, ["CHATHISTORY AFTER carl msgid=m8 3"]);
  assert.deepEqual(heard(conversation, ...page([], "carl")), []);
});

Deno.test("Conversation is refused by a ban when it comes back, but not by an ERROR alone", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  conversation.start();
  hear(conversation, "ERROR :Too many connections");
  assert.equal(conversation.stage, "registering");
  conversation.lose(nowMs);
  conversation.start();
  const { events } = hear(conversation, ":s 465 ann :You are banned");
  assert.equal(conversation.stage, "refused");
  assert.deepEqual(shown(events), ["[server] You are banned"]);
});

Deno.test("Conversation gives back a line that the server could not keep", () => {
  const conversation = inLobby();
  say(conversation, "hello");
  const { events } = hear(conversation, ":s FAIL PRIVMSG NOT_KEPT #lobby :Disk full");
  assert.deepEqual(shown(events), ['Not kept: "hello". Say it again later']);
  assert.ok(conversation.saying.isSettled);
});

Deno.test("Conversation takes a refusal of something else for none of a line", () => {
  const conversation = inLobby();
  say(conversation, "hello");
  const others = [
    ":s FAIL NICK X :No",
    ":s 433 ann bob :Taken",
    ":s 421 ann FOO :Unknown",
    ":s 403 ann #other :No such channel",
  ];
  hear(conversation, ...others);
  assert.ok(!conversation.saying.isSettled);
});

Deno.test("Conversation shows what was said before it joined, once, between two marks", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"], latest: 50 });
  welcome(conversation);
  assert.deepEqual(join(conversation), ["CHATHISTORY LATEST #lobby * 3"]);
  const lines = heard(
    conversation,
    ":s 366 ann #lobby :End",
    from("bob", 3),
    ...page([from("bob", 1), from("ann", 2), from("bob", 3)]),
  );
  assert.equal(lines.length, 6);
  assert.match(lines[0] ?? "", /^── said before in #lobby, from 2026-01-02 on ──$/);
  assert.deepEqual(lines.slice(1, 4), ["bob: text 1", "ann: text 2", "bob: text 3"]);
  assert.deepEqual(lines.slice(4), ["── now in #lobby ──", "* nobody else is in #lobby yet"]);
  assert.equal(conversation.stage, "ready");
});

Deno.test("Conversation shows no marks around nothing, and no warning where old messages can't be had", () => {
  for (const answer of [page([]), [":s FAIL CHATHISTORY MESSAGE_ERROR LATEST #lobby :No"]]) {
    const conversation = conversationOf({ nick: "ann", channels: ["#lobby"], latest: 50 });
    welcome(conversation);
    join(conversation);
    assert.deepEqual(heard(conversation, ...answer), []);
    assert.equal(conversation.stage, "ready");
  }
});

Deno.test("Conversation asks for nothing on joining unless it is told to", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  welcome(conversation);
  assert.deepEqual(join(conversation), []);
});

Deno.test("Conversation waits no longer for the history of a channel that it was thrown out of", () => {
  const conversation = backInLobby();
  hear(conversation, from("bob", 5));
  const lines = heard(conversation, ":op!o@h KICK #lobby ann :out");
  assert.deepEqual(lines, [
    "Messages may be missing here: #lobby",
    "bob: text 5",
    "* you were kicked from #lobby by op (out)",
  ]);
  assert.equal(conversation.stage, "ready");
});

Deno.test("Conversation lets history change nothing but what is shown", () => {
  const conversation = backInLobby();
  const lines = page([
    "@msgid=x :ann!chat@host NICK evil",
    "@msgid=y :ann!chat@host PART #lobby",
    from("bob", 2),
  ]);
  assert.deepEqual(heard(conversation, ...lines), ["bob: text 2"]);
  assert.equal(conversation.nick, "ann");
  assert.equal(conversation.current, "#lobby");
});

Deno.test("Conversation says when so much waits that no more should be said", () => {
  const conversation = inLobby();
  conversation.lose(nowMs);
  for (let count = 0; count < 9_999; count++) say(conversation, "x");
  assert.ok(!conversation.saying.isFull);
  say(conversation, "x");
  assert.ok(conversation.saying.isFull);
});

Deno.test("Conversation takes no mask from history, where it may be one of before", () => {
  const conversation = backInLobby();
  hear(conversation, ":ann!chat@a.long.host.of.now PRIVMSG #lobby :x");
  const before = say(conversation, "x".repeat(1000));
  hear(conversation, ...page(["@msgid=m9 :ann!chat@h PRIVMSG #lobby :y"]));
  assert.deepEqual(before.send, []);
  const room = 512 - ":ann!chat@a.long.host.of.now PRIVMSG #lobby :\r\n".length;
  const { send } = say(conversation, "y".repeat(1000));
  assert.equal(send[0]?.replace(/^.* :/, "").length, room);
});

Deno.test("Conversation asks for the ten people it spoke with last", () => {
  const conversation = inLobby();
  for (let number = 10; number < 30; number++) {
    hear(conversation, from(`n${number}`, number, "", "ann"));
  }
  conversation.lose(nowMs);
  const asked = [welcome(conversation).at(-1)];
  for (let number = 20; number < 30; number++) {
    asked.push(...hear(conversation, ...page([], `n${number}`)).send.slice(-1));
  }
  assert.deepEqual(
    asked,
    Array.from({ length: 10 }, (_, at) => `CHATHISTORY AFTER n${at + 20} msgid=m${at + 20} 3`),
  );
});

Deno.test("Conversation shows once what its sender had to send again, whether it comes now or is read back", () => {
  const conversation = inLobby();
  const tag = (name: string) => `;+chat/once=${name}`;
  assert.equal(heard(conversation, from("bob", 2, tag("b")), from("bob", 3, tag("c"))).length, 2);
  conversation.lose(nowMs);
  welcome(conversation);
  join(conversation);
  const read = page([from("bob", 4, tag("b"))]);
  assert.deepEqual(
    heard(conversation, ...read, from("bob", 5, tag("c")), from("bob", 6, tag("d"))),
    [
      "bob: text 6",
    ],
  );
});
