import assert from "node:assert/strict";
import type { Conversation } from "../../talk/conversation.ts";
import type { Step } from "../../talk/step.ts";
import {
  conversationOf,
  faceInLobby,
  hear,
  nowMs,
  say,
  shown,
} from "../helpers/client_conversation.ts";
import { randomBelow, randomOf, randomText, seededRandom } from "../helpers/random.ts";

/** A conversation that was let in and has joined #lobby. */
function inLobby(capabilities = "echo-message server-time message-tags"): Conversation {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  conversation.start();
  hear(conversation, `:s CAP * ACK :${capabilities}`, ":s 001 ann :Welcome");
  hear(conversation, ":ann!chat@host JOIN #lobby", ":s 366 ann #lobby :End");
  return conversation;
}

/** Asks for everything about something hostile. */
function askAll(conversation: Conversation, word: string): readonly string[] {
  const before = { id: word, timeMs: 8.64e15 };
  const steps = [
    conversation.react({ talk: word, target: word, text: word, isTakenBack: false, nowMs }),
    conversation.redact({ talk: word, target: word, reason: word, nowMs }),
    conversation.typing({ talk: word, state: "active", nowMs }),
    conversation.markRead({ talk: word, readMs: nowMs }),
    conversation.older({ talk: word, before, nowMs }),
    conversation.search({ words: word, talk: word, from: word, nowMs }),
    conversation.list(word, nowMs),
    conversation.order([word], nowMs),
  ];
  return steps.flatMap(({ send }) => send);
}

function loseAndStart(conversation: Conversation): Step {
  const { events } = conversation.lose(nowMs);
  const { send } = conversation.start();
  return { send: [...send, ...hear(conversation, ":s 001 ann :Hi").send], events };
}

Deno.test("Conversation joins its channels when it is let in, and is ready when all have answered", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#a", "#B", "#c"] });
  assert.equal(conversation.stage, "registering");
  assert.deepEqual(hear(conversation, ":s 001 ann :Hi").send, ["JOIN #a", "JOIN #B", "JOIN #c"]);
  assert.equal(conversation.stage, "joining");
  hear(conversation, ":ann!a@h JOIN #a", ":ann!a@h JOIN #b");
  assert.equal(conversation.stage, "joining");
  const { events } = hear(conversation, ":s 473 ann #c :Cannot join channel (+i)");
  assert.deepEqual(shown(events), ["[server] #c: Cannot join channel (+i)"]);
  assert.equal(conversation.stage, "ready");
  assert.equal(conversation.current, "#b", "the last one joined, as the server spells it");
});

Deno.test("Conversation gives up a channel that never answers", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#a"] });
  hear(conversation, ":s 001 ann :Hi");
  assert.deepEqual(shown(conversation.giveUpJoining(nowMs).events), ["[server] #a: No answer"]);
  assert.equal(conversation.stage, "ready");
});

Deno.test("Conversation answers PING before and after the welcome", () => {
  const conversation = conversationOf({ nick: "ann", channels: [] });
  assert.deepEqual(hear(conversation, "PING :a b").send, ["PONG :a b"]);
  assert.deepEqual(hear(inLobby(), ":s PING token server").send, ["PONG token"]);
});

Deno.test("Conversation shows its own message once, when it is echoed", () => {
  const conversation = inLobby();
  assert.deepEqual(shown(say(conversation, "hello").events), []);
  const { events } = hear(conversation, "@msgid=1 :ann!chat@host PRIVMSG #lobby :hello");
  assert.deepEqual(shown(events), ["ann: hello"]);
  assert.ok(conversation.saying.isSettled);
});

Deno.test("Conversation shows its own message at once where nothing is echoed", () => {
  const { send, events } = say(inLobby("server-time"), "hello");
  assert.deepEqual(send, ["PRIVMSG #lobby :hello", "PING sent-1"]);
  assert.deepEqual(shown(events), ["ann: hello"]);
});

Deno.test("Conversation shows a message to oneself once", () => {
  const conversation = inLobby();
  say(conversation, "memo", "ann");
  const line = "@msgid=7 :ann!chat@host PRIVMSG ann :memo";
  assert.equal(hear(conversation, line, line).events.length, 1);
});

Deno.test("Conversation takes time and id from the tags, else its own clock", () => {
  const tagged = "@time=2026-01-02T03:04:05.678Z;msgid=m1 :b!b@h PRIVMSG #lobby :x";
  const [first, second, third] = hear(
    inLobby(),
    tagged,
    ":b!b@h PRIVMSG #lobby :x",
    "@time=nonsense :b!b@h PRIVMSG #lobby :x",
  ).events;
  assert.equal(first?.timeMs, Date.parse("2026-01-02T03:04:05.678Z"));
  assert.equal(first?.id, "m1");
  assert.equal(second?.timeMs, nowMs);
  assert.equal(second?.id, undefined);
  assert.equal(third?.timeMs, nowMs);
});

Deno.test("Conversation shows topic and names once on joining", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  const { events } = hear(
    conversation,
    ":s 001 ann :Hi",
    ":ann!a@h JOIN #lobby",
    ":s 332 ann #lobby :Be kind",
    ":s 333 ann #lobby op 1",
    ":s 353 ann = #lobby :@+op ann",
    ":s 353 ann = #lobby :+bob",
    ":s 366 ann #lobby :End",
    ":s 353 ann = #lobby :@op",
    ":s 366 ann #lobby :End",
  );
  assert.deepEqual(shown(events), [
    "* you joined #lobby",
    "* topic of #lobby: Be kind",
    "* in #lobby: op, ann, bob",
    "[server] In #lobby: @op",
  ]);
});

Deno.test("Conversation shows no topic of a channel that it is not in", () => {
  assert.deepEqual(hear(inLobby(), ":s 332 ann #other :Topic").events, []);
});

Deno.test("Conversation leaves room for its mask as the last echo showed it", () => {
  const conversation = inLobby();
  const longest = () => {
    const { send } = say(conversation, "x".repeat(1000));
    return send[0]?.length ?? 0;
  };
  const before = longest();
  hear(conversation, ":ann!chat@a.much.longer.host PRIVMSG #lobby :x");
  assert.equal(longest(), before - "a.much.longer.".length);
});

Deno.test("Conversation cuts what is said and done to 512 bytes with our mask", () => {
  for (const manner of ["message", "action"] as const) {
    const speech = { to: "#lobby", text: "x".repeat(1000), manner, nowMs };
    const [line] = inLobby().say(speech).send;
    const untagged = line?.replace(/^@\S+ /, "");
    assert.equal(`:ann!chat@host ${untagged}\r\n`.length, 512, manner);
  }
});

Deno.test("Conversation names 20 people and counts the others", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  hear(conversation, ":s 001 ann :Hi", ":ann!a@h JOIN #lobby");
  const names = Array.from({ length: 50 }, (_, at) => `n${at}`).join(" ");
  const { events } = hear(conversation, `:s 353 ann = #lobby :${names}`, ":s 366 ann #lobby :End");
  assert.match(shown(events)[0] ?? "", /^\* in #lobby: n0, .*, n19 and 30 more$/);
});

Deno.test("Conversation follows its own nick and its channels", () => {
  const conversation = inLobby();
  hear(conversation, ":ann!chat@host NICK al", ":al!chat@host JOIN #b");
  assert.equal(conversation.nick, "al");
  assert.equal(conversation.current, "#b");
  assert.equal(conversation.channelCount, 2);
  hear(conversation, ":op!o@h KICK #b al :out");
  assert.equal(conversation.current, "#lobby");
  hear(conversation, ":al!chat@host PART #lobby");
  assert.equal(conversation.current, undefined);
});

Deno.test("Conversation goes to a channel that it is in, and asks for any other", () => {
  const conversation = inLobby();
  hear(conversation, ":ann!chat@host JOIN #b");
  assert.deepEqual(conversation.join("LOBBY"), { send: [], events: [], switched: "#lobby" });
  assert.equal(conversation.current, "#lobby");
  assert.deepEqual(conversation.join("c", "key").send, ["JOIN #c :key"]);
  assert.equal(conversation.stage, "joining");
  hear(conversation, ":ann!chat@host JOIN #c");
  assert.equal(conversation.stage, "ready");
  assert.deepEqual(conversation.join("d,#e").send, ["JOIN #d", "JOIN #e"]);
});

Deno.test("Conversation shows refusals in one line with what they are about", () => {
  const lines = [
    ":s 401 ann nobody :No such nick",
    ":s FAIL JOIN CODE #x :Not now",
    ":s 421 ann FOO",
  ];
  assert.deepEqual(shown(hear(inLobby(), ...lines).events), [
    "[server] nobody: No such nick",
    "[server] Not now",
    "[server] FOO",
  ]);
});

Deno.test("Conversation settles a message whose text the server changed", () => {
  const conversation = inLobby();
  say(conversation, "with trailing space ");
  hear(conversation, ":ann!chat@host PRIVMSG #lobby :with trailing space");
  assert.ok(conversation.saying.isSettled);
});

Deno.test("Conversation sends 64 messages or 4 KiB ahead, then waits for PONG", () => {
  const conversation = inLobby("echo-message");
  const sent: string[] = [];
  for (let at = 0; at < 100; at++) sent.push(...say(conversation, "x".repeat(380)).send);
  assert.equal(sent.length, 11 + 1);
  assert.equal(sent.at(-1), "PING sent-1");
  assert.ok(!conversation.saying.hasRoom);
  const { send, events } = hear(conversation, ":s PONG s sent-1");
  assert.equal(send.length, 12);
  const refused = events.filter(({ kind }) => kind === "sayRefused");
  assert.equal(refused.length, 11, "those that were not echoed are told");
});

Deno.test("Conversation never throws and keeps little, whatever a server sends", () => {
  const random = seededRandom(11);
  const words = [
    "ann",
    "#lobby",
    "bob",
    "",
    ":",
    "#",
    "*",
    "=",
    "LS",
    "ACK",
    "\x01ACTION",
    "a b",
    "\x1b[2J",
    ",",
    "+h",
    "-h",
    "chathistory",
    "CHATHISTORY",
    "draft/multiline",
    "soju.im/search",
    "draft/chathistory-targets",
    "TARGETS",
    "SEARCH",
    "+o-v",
    "PREFIX=(ov)@+",
    "WHOX",
    "743",
    "timestamp=2026-01-01T00:00:00.000Z",
    "timestamp=+275760-09-13T00:00:00.000Z",
  ];
  const commands =
    "BATCH BATCH 731 CAP PRIVMSG NOTICE JOIN PART KICK QUIT NICK TOPIC INVITE MODE PING PONG ERROR FAIL WARN 001 005 301 332 353 366 372 401 403 404 432 433 437 464 473 "
      .concat("TAGMSG REDACT RENAME MARKREAD AWAY ACCOUNT CHGHOST SETNAME WALLOPS CHATHISTORY 376 ")
      .concat("305 311 315 317 322 323 333 354 367 368 704 900 999")
      .split(" ");
  for (let round = 0; round < 600; round++) {
    const conversation = randomOf(random, [
      () => inLobby("echo-message server-time message-tags batch draft/chathistory"),
      () => conversationOf({ nick: "ann", channels: ["#lobby"] }),
      () => faceInLobby({ support: "WHOX" }),
    ])();
    for (let line = 0; line < 60; line++) {
      const source = randomOf(random, ["", ":ann!a@h ", ":s ", ":bob!b@h ", ": ", ":ann "]);
      const params = Array.from(
        { length: randomBelow(random, 5) },
        () => randomText(random, words, 2),
      );
      const text = `${source}${randomOf(random, commands)} ${params.join(" ")} :${
        randomText(random, words, 3)
      }`;
      const tags = randomOf(random, [
        ...["", "", "@batch=h ", "@batch=h;msgid=1 ", "@msgid=::: ", "@+typing=active "],
        ...["@+draft/react=x;+reply=1 ", "@time=+275760-09-13T00:00:00.000Z;msgid=2 "],
      ]);
      const { events, send } = randomBelow(random, 20) === 0
        ? loseAndStart(conversation)
        : conversation.receive(tags + text, nowMs);
      for (const shownLine of shown(events)) {
        // deno-lint-ignore no-control-regex -- what must not be shown
        assert.ok(!/[\x00-\x1f\x7f-\x9f]/.test(shownLine), JSON.stringify(shownLine));
      }
      for (const out of send) assert.ok(!/[\r\n\0]/.test(out));
      const { current } = conversation;
      if (current !== undefined) say(conversation, "still\nalive", current);
      for (const out of askAll(conversation, randomOf(random, words))) {
        assert.ok(!/[\r\n\0]/.test(out));
      }
    }
  }
});

Deno.test("Conversation remembers nobody who joins, and at most 200 channels", () => {
  const conversation = inLobby();
  for (let at = 0; at < 1000; at++) hear(conversation, `:ann!chat@host JOIN #c${at}`);
  assert.equal(conversation.channelCount, 200);
});
