import assert from "node:assert/strict";
import type { Conversation } from "../../talk/conversation.ts";
import {
  conversationOf,
  faceComesIn,
  faceInLobby,
  hear,
  nowMs,
  shown,
  told,
} from "../helpers/client_conversation.ts";

function at(second: number): string {
  return `2026-01-02T03:01:${String(second).padStart(2, "0")}.000Z`;
}

function from(nick: string, second: number): string {
  return `@time=${at(second)};msgid=m${second} :${nick}!u@h PRIVMSG #lobby :text ${second}`;
}

function page(lines: readonly string[], target = "#lobby"): readonly string[] {
  const inside = lines.map((line) => line.replace("@", "@batch=h;"));
  return [`:s BATCH +h chathistory ${target}`, ...inside, ":s BATCH -h"];
}

function older(conversation: Conversation, id: string | undefined, talk = "#lobby") {
  const before = id === undefined ? undefined : { id, timeMs: Date.parse(at(30)) };
  return conversation.older({ talk, before, nowMs });
}

Deno.test("an older part of a talk is asked for by its place, and told at once in order", () => {
  const conversation = faceInLobby();
  assert.deepEqual(older(conversation, "m30").send, ["CHATHISTORY BEFORE #lobby msgid=m30 100"]);
  const { events } = hear(
    conversation,
    ...page([
      from("bob", 1),
      `@time=${at(2)};msgid=j :carl!c@h JOIN #lobby`,
      `@time=${at(3)} :carl!c@h QUIT :bye`,
      `@time=${at(4)};+draft/react=x;+reply=m1 :bob!b@h TAGMSG #lobby`,
      `@time=${at(5)};msgid=t :bob!b@h TOPIC #lobby :New`,
    ]),
  );
  const [event] = events;
  assert.ok(event?.kind === "older" && events.length === 1);
  assert.deepEqual([event.talk, event.isEnd], ["#lobby", true]);
  const bob = { from: "bob", to: "#lobby", isPrivate: false, isOwn: false, manner: "message" };
  const carl = { who: "carl", channel: "#lobby", isOld: true };
  assert.deepEqual(told(event.events), [
    { kind: "said", ...bob, text: "text 1", isOld: true },
    { kind: "joined", ...carl, isOwn: false },
    { kind: "quit", ...carl, reason: "bye" },
    {
      kind: "reacted",
      talk: "#lobby",
      who: "bob",
      target: "m1",
      text: "x",
      isTakenBack: false,
    },
    { kind: "topic", channel: "#lobby", by: "bob", text: "New", isOld: true },
  ]);
});

Deno.test("the latest of a talk is asked for where nothing is there, and a full page is not its end", () => {
  const conversation = faceInLobby();
  assert.deepEqual(older(conversation, undefined, "bob").send, [
    "CHATHISTORY LATEST bob * 100",
  ]);
  assert.deepEqual(older(conversation, undefined, "BOB"), { send: [], events: [] });
  const lines = Array.from(
    { length: 100 },
    (_, second) => from("bob", second).replace("#lobby", "ann").replace(/03:01:\d+/, "03:01:00"),
  );
  const [event] = hear(conversation, ...page(lines, "bob")).events;
  assert.ok(event?.kind === "older");
  assert.deepEqual([event.events.length, event.isEnd], [100, false]);
  assert.deepEqual(older(conversation, "m0", "bob").send, ["CHATHISTORY BEFORE bob msgid=m0 100"]);
});

Deno.test("older parts are asked for one after another, and by time where ids are not known", () => {
  const conversation = faceInLobby();
  older(conversation, "m30");
  assert.deepEqual(older(conversation, "m9", "bob").send, []);
  const { send } = hear(conversation, ":s FAIL CHATHISTORY INVALID_PARAMS BEFORE m30 :No");
  assert.deepEqual(send, ["CHATHISTORY BEFORE #lobby timestamp=2026-01-02T03:01:30.001Z 100"]);
  const refused = hear(conversation, ":s FAIL CHATHISTORY INVALID_TARGET BEFORE #lobby :No");
  assert.deepEqual(told(refused.events), [
    { kind: "older", talk: "#lobby", events: [], isEnd: true },
  ]);
  assert.deepEqual(refused.send, ["CHATHISTORY BEFORE bob msgid=m9 100"]);
  const broken = hear(conversation, ":s FAIL CHATHISTORY MESSAGE_ERROR BEFORE bob :No");
  assert.deepEqual(told(broken.events), [{ kind: "older", talk: "bob", events: [], isEnd: false }]);
});

Deno.test("an older part that can't be had is told to be none", () => {
  const none = (isEnd: boolean) => [{ kind: "older", talk: "#lobby", events: [], isEnd }];
  const conversation = faceInLobby();
  older(conversation, "m1");
  assert.deepEqual(told(conversation.lose(nowMs).events), none(false));
  assert.deepEqual(told(older(conversation, "m1").events), none(false), "there may be some later");
  assert.deepEqual(told(older(faceInLobby({ capabilities: "batch" }), "m1").events), none(true));
});

Deno.test("an older part is no part of what was missed", () => {
  const conversation = faceInLobby();
  hear(conversation, from("bob", 30));
  older(conversation, "m30");
  hear(conversation, ...page([from("bob", 1)]));
  conversation.lose(nowMs);
  conversation.start();
  const missed = faceComesIn(conversation).filter((line) => line.includes("AFTER"));
  assert.deepEqual(missed, ["CHATHISTORY AFTER #lobby msgid=m30 100"]);
});

Deno.test("what happened while we were away is told once and changes nothing", () => {
  const conversation = faceInLobby();
  const quit = `@time=${at(9)};msgid=q :dora!d@h QUIT :bye`;
  const join = `@time=${at(8)};msgid=j8 :carl!c@h JOIN #lobby`;
  hear(conversation, from("bob", 7), join, quit);
  conversation.lose(nowMs);
  conversation.start();
  const asked = faceComesIn(conversation).filter((line) => line.includes("AFTER"));
  assert.deepEqual(asked, ["CHATHISTORY AFTER #lobby msgid=j8 100"]);
  const left = `@time=${at(10)};msgid=p :ann!a@h PART #lobby :Ghost`;
  const nick = `@time=${at(11)};msgid=n :ann!a@h NICK evil`;
  const live = `@time=${at(12)};msgid=j12 :eve!e@h JOIN #lobby`;
  assert.deepEqual(shown(hear(conversation, live).events), []);
  const { events } = hear(conversation, ...page([join, quit, left, nick, live]));
  assert.deepEqual(told(events, "joined", "quit", "left", "renamed"), [
    { kind: "left", who: "ann", channel: "#lobby", reason: "Ghost", isOwn: true, isOld: true },
    { kind: "renamed", who: "ann", to: "evil", isOwn: true, channel: "#lobby", isOld: true },
    { kind: "joined", who: "eve", channel: "#lobby", isOwn: false, isOld: true },
  ]);
  assert.deepEqual([conversation.nick, conversation.channels], ["ann", ["#lobby"]]);
});

Deno.test("the latest before we came is told with what happened, between two marks", () => {
  const conversation = conversationOf({
    nick: "ann",
    channels: ["#lobby"],
    isFace: true,
    latest: 9,
  });
  conversation.start();
  const asked = faceComesIn(conversation).filter((line) => line.includes("LATEST"));
  assert.deepEqual(asked, ["CHATHISTORY LATEST #lobby * 9"]);
  const join = `@time=${at(2)};msgid=j :carl!c@h JOIN #lobby`;
  const { events } = hear(conversation, ...page([from("bob", 1), join]));
  assert.deepEqual(events.map(({ kind }) => kind), ["edge", "said", "joined", "edge", "names"]);
});

Deno.test("a message of several lines in a page is one, and counts as one", () => {
  const conversation = faceInLobby();
  older(conversation, "m30");
  const { events } = hear(
    conversation,
    ":s BATCH +h chathistory #lobby",
    `@batch=h;time=${at(1)};msgid=m1 :bob!b@h BATCH +l draft/multiline #lobby`,
    "@batch=l :bob!b@h PRIVMSG #lobby :one",
    "@batch=l :bob!b@h PRIVMSG #lobby :two",
    "@batch=l;draft/multiline-concat :bob!b@h PRIVMSG #lobby : and a half",
    ":bob!b@h BATCH -l",
    ":s BATCH -h",
  );
  const [event] = events;
  assert.ok(event?.kind === "older");
  const [said] = event.events;
  assert.ok(said?.kind === "said" && event.events.length === 1);
  assert.deepEqual([said.text, said.id, said.timeMs], [
    "one\ntwo and a half",
    "m1",
    Date.parse(at(1)),
  ]);
});
