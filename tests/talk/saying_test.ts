import assert from "node:assert/strict";
import type { Conversation } from "../../talk/conversation.ts";
import { cutToMessages, textOfLines } from "../../talk/multiline_parts.ts";
import { utf8Length } from "../../wire/utf8.ts";
import {
  allCapabilities,
  conversationOf,
  faceComesIn,
  faceInLobby,
  hear,
  nowMs,
  say,
  shown,
  told,
} from "../helpers/client_conversation.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";

const own = { from: "ann", to: "#lobby", isPrivate: false, isOwn: true, manner: "message" };

function sayLines(conversation: Conversation, ...lines: readonly string[]) {
  return conversation.sayLines({ to: "#lobby", lines, nowMs });
}

Deno.test("Conversation tells at once what is on its way, and what was said under the same name", () => {
  const conversation = faceInLobby();
  const { send, events } = say(conversation, "hello");
  assert.deepEqual(send, ["@+chat/once=once-1 PRIVMSG #lobby :hello"]);
  assert.deepEqual(told(events), [{ kind: "saying", ...own, text: "hello", once: "once-1" }]);
  const echo = hear(conversation, "@msgid=1;+chat/once=once-1 :ann!a@h PRIVMSG #lobby :hello");
  assert.deepEqual(told(echo.events), [{ kind: "said", ...own, text: "hello", once: "once-1" }]);
});

Deno.test("Conversation names what was said also where echoes carry no names, and where there are none", () => {
  const echoing = faceInLobby({ capabilities: "echo-message" });
  say(echoing, "hello");
  assert.deepEqual(told(hear(echoing, ":ann!a@h PRIVMSG #lobby :hello").events), [
    { kind: "said", ...own, text: "hello", once: "once-1" },
  ]);
  const blind = say(faceInLobby({ capabilities: "server-time" }), "hello").events;
  assert.deepEqual(told(blind).map((event) => Object(event).kind), ["saying", "said"]);
});

Deno.test("Conversation tells what is on its way no more, with the reason beside it", () => {
  const conversation = faceInLobby();
  say(conversation, "hello");
  const { events } = hear(conversation, ":s 404 ann #lobby :Not now");
  assert.deepEqual(told(events, "unsaid"), [{ kind: "unsaid", once: "once-1" }]);
  assert.deepEqual(shown(events), ["[server] #lobby: Not now"]);
  const blind = faceInLobby({ capabilities: "echo-message" });
  say(blind, "hello");
  assert.deepEqual(told(blind.lose(nowMs).events), [
    { kind: "unsaid", once: "once-1" },
    { kind: "sayLost", texts: ["hello"] },
  ]);
});

Deno.test("Conversation says several lines as one message where the server takes them", () => {
  const conversation = faceInLobby();
  const { send, events } = sayLines(conversation, "one", "", "two ", "");
  assert.deepEqual(send, [
    "@+chat/once=once-1 BATCH +m1 draft/multiline #lobby",
    "@batch=m1 PRIVMSG #lobby :one",
    "@batch=m1 PRIVMSG #lobby :",
    "@batch=m1 PRIVMSG #lobby :two ",
    "BATCH -m1",
  ]);
  assert.deepEqual(told(events), [
    { kind: "saying", ...own, text: "one\n\ntwo ", once: "once-1" },
  ]);
  const echo = hear(
    conversation,
    "@msgid=1;+chat/once=once-1 :ann!a@h BATCH +x draft/multiline #lobby",
    "@batch=x :ann!a@h PRIVMSG #lobby :one",
    "@batch=x :ann!a@h PRIVMSG #lobby :",
    "@batch=x :ann!a@h PRIVMSG #lobby :two ",
    ":ann!a@h BATCH -x",
  );
  assert.deepEqual(told(echo.events), [
    { kind: "said", ...own, text: "one\n\ntwo ", once: "once-1" },
  ]);
  assert.ok(conversation.saying.isSettled);
});

Deno.test("Conversation says lines one by one where the server knows no messages of several", () => {
  const { send } = sayLines(faceInLobby({ capabilities: "echo-message" }), "one", "", "two");
  assert.deepEqual(send, ["PRIVMSG #lobby :one", "PRIVMSG #lobby :two"]);
});

Deno.test("Conversation says a long line as one message, which is put together again", () => {
  const conversation = faceInLobby();
  const text = "word ".repeat(200).trim();
  const { send } = say(conversation, text);
  assert.ok(send.length > 4 && send.every((line) => utf8Length(line) < 600));
  const lines = send.slice(1, -1).map((line) => line.replace(/ PRIVMSG/, " :bob!b@h PRIVMSG"));
  const start = ":bob!b@h BATCH +m1 draft/multiline #lobby";
  const { events } = hear(conversation, start, ...lines, ":bob!b@h BATCH -m1");
  assert.deepEqual(events.map((event) => event.kind === "said" && event.text), [text]);
});

Deno.test("Conversation sends a message of several lines again under its name when a connection broke", () => {
  const conversation = faceInLobby();
  const { send } = sayLines(conversation, "one", "two");
  conversation.lose(nowMs);
  conversation.start();
  faceComesIn(conversation);
  const again = hear(conversation, ":s BATCH +h chathistory #lobby", ":s BATCH -h").send;
  const renamed = send.map((line) => line.replaceAll(/([=+-])m1\b/g, "$1m2"));
  assert.deepEqual(again, renamed);
});

Deno.test("Conversation breaks up what waits where the next server knows no messages of several lines", () => {
  const conversation = faceInLobby();
  say(conversation, "warm up");
  hear(conversation, "@+chat/once=once-1;msgid=1 :ann!a@h PRIVMSG #lobby :warm up");
  conversation.lose(nowMs);
  assert.equal(told(sayLines(conversation, "one", "two").events).length, 1);
  conversation.start();
  const { send, events } = hear(
    conversation,
    ":s CAP * ACK :echo-message",
    ":s 001 ann :Hi",
    ":s 376 ann :End",
    ":ann!a@h JOIN #lobby",
  );
  assert.deepEqual(send.slice(-2), ["PRIVMSG #lobby :one", "PRIVMSG #lobby :two"]);
  assert.deepEqual(told(events, "unsaid", "saying"), [
    { kind: "unsaid", once: "once-2" },
    { kind: "saying", ...own, text: "one", once: "once-3" },
    { kind: "saying", ...own, text: "two", once: "once-4" },
  ]);
});

Deno.test("Conversation settles the message of several lines that a refusal of a batch is about", () => {
  const conversation = faceInLobby();
  say(conversation, "plain");
  sayLines(conversation, "one", "two");
  const refusal = ":s FAIL BATCH MULTILINE_MAX_BYTES 10 :Too long";
  assert.deepEqual(told(hear(conversation, refusal).events, "unsaid"), [
    { kind: "unsaid", once: "once-2" },
  ]);
  assert.deepEqual(conversation.saying.unsettled.map(({ text }) => text), ["plain"]);
});

Deno.test("Conversation names the message that is answered, both ways", () => {
  const conversation = faceInLobby();
  const speech = { to: "#lobby", text: "yes", manner: "message", nowMs, replyTo: "m1" } as const;
  assert.deepEqual(conversation.say(speech).send, [
    "@+chat/once=once-1;+draft/reply=m1;+reply=m1 PRIVMSG #lobby :yes",
  ]);
  for (const tags of ["+draft/reply=m1", "+reply=m1", "+reply=m1;account=bobby"]) {
    const [said] = hear(conversation, `@${tags} :bob!b@h PRIVMSG #lobby :no`).events;
    assert.equal(said?.kind === "said" && said.replyTo, "m1", tags);
  }
  const [said] = hear(conversation, "@account=bobby;+reply= :bob!b@h PRIVMSG #lobby :x").events;
  assert.equal(said?.kind === "said" && said.account, "bobby");
  assert.ok(said !== undefined && !("replyTo" in said));
});

Deno.test("Conversation makes nothing but lines of whatever is typed", () => {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"] });
  faceComesIn(conversation, { capabilities: "echo-message" });
  assert.deepEqual(say(conversation, "a\r\nQUIT\nb\0c\r").send, [
    "PRIVMSG #lobby :a",
    "PRIVMSG #lobby :QUIT",
    "PRIVMSG #lobby :b\u2400c",
  ]);
});

Deno.test("cutToMessages loses nothing but blank ends, and keeps to the limits", () => {
  const random = seededRandom(5);
  const words = ["", " ", "word", "漢字", "👩‍👩‍👧", "x".repeat(90), "a b  c "];
  for (let round = 0; round < 300; round++) {
    const lines = Array.from(
      { length: 1 + randomBelow(random, 30) },
      () => Array.from({ length: randomBelow(random, 12) }, () => randomOf(random, words)).join(""),
    );
    const limits = { room: 40 + randomBelow(random, 60), maxBytes: 600, maxLines: 20 };
    const messages = cutToMessages(lines, limits);
    for (const parts of messages) {
      assert.ok(parts.length <= limits.maxLines);
      assert.ok(parts.every(({ text }) => utf8Length(text) <= limits.room));
      assert.ok(utf8Length(textOfLines(parts)) <= limits.maxBytes);
      assert.ok(parts[0]?.text !== "" && parts[0]?.isJoined === false);
      assert.ok(parts.every(({ text, isJoined }) => !isJoined || text !== ""));
    }
    const squeeze = (text: string) => text.replaceAll("\n", "");
    assert.equal(squeeze(messages.map(textOfLines).join("")), squeeze(lines.join("\n")));
  }
});

Deno.test("Conversation asks for all capabilities of a face, in lines that fit", () => {
  const conversation = conversationOf({ nick: "ann", channels: [], isFace: true });
  conversation.start();
  const padding = Array.from({ length: 20 }, (_, at) => `vendor.test/some-capability-${at}`);
  const { send } = hear(
    conversation,
    `:s CAP * LS * :${allCapabilities} ${padding.join(" ")}`,
    ":s CAP * LS :sasl=PLAIN userhost-in-names extended-monitor standard-replies " +
      "draft/metadata-2=max-keys=5 draft/account-registration",
  );
  assert.equal(send.length, 2);
  assert.ok(send.every((line) => line.length < 510));
  const asked = send.flatMap((line) => line.slice("CAP REQ :".length).split(" "));
  assert.equal(asked.length, allCapabilities.split(" ").length + 6);
  assert.deepEqual(hear(conversation, `:s CAP * ACK :${asked.slice(0, 5).join(" ")}`).send, []);
  assert.deepEqual(
    hear(conversation, ":s CAP * NAK :draft/multiline chghost other").send,
    [
      "CAP REQ draft/multiline",
      "CAP REQ chghost",
    ].map((line) => line.replace("REQ ", "REQ :")),
  );
  assert.deepEqual(hear(conversation, ":s CAP * NAK :chghost").send, []);
  assert.deepEqual(hear(conversation, ":s CAP * ACK :draft/multiline").send, ["CAP END"]);
});
