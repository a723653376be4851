import assert from "node:assert/strict";
import {
  faceComesIn,
  faceInLobby,
  hear,
  nowMs,
  shown,
  told,
} from "../helpers/client_conversation.ts";

const thumb = { talk: "#lobby", target: "m1", text: "👍", isTakenBack: false };

Deno.test("a reaction is told when the server has passed it on", () => {
  const conversation = faceInLobby();
  const { send, events } = conversation.react({ ...thumb, nowMs });
  const line = "@+chat/once=once-1;+draft/react=👍;+draft/reply=m1;+reply=m1 TAGMSG #lobby";
  assert.deepEqual([send, events], [[line], []]);
  const echo = line.replace(" TAGMSG", " :ann!a@h TAGMSG");
  const reacted = { kind: "reacted", who: "ann", ...thumb };
  assert.deepEqual(told(hear(conversation, echo).events), [reacted]);
  conversation.lose(nowMs);
  conversation.start();
  assert.ok(!faceComesIn(conversation).includes(line));
  const taken = conversation.react({ ...thumb, isTakenBack: true, nowMs }).send;
  assert.match(taken[0] ?? "", /;\+draft\/unreact=👍;/);
});

Deno.test("a reaction that never came back goes out again over the next connection, once", () => {
  const conversation = faceInLobby();
  const { send } = conversation.react({ ...thumb, nowMs });
  conversation.lose(nowMs);
  conversation.start();
  faceComesIn(conversation);
  assert.deepEqual(hear(conversation, ":s BATCH +h chathistory #lobby", ":s BATCH -h").send, send);
  assert.deepEqual(hear(conversation, ":bob!b@h PRIVMSG #lobby :hi").send, []);
});

Deno.test("a reaction is told at once where nothing is echoed, and refused where none is passed on", () => {
  const blind = faceInLobby({ capabilities: "message-tags" });
  assert.deepEqual(told(blind.react({ ...thumb, nowMs }).events), [
    { kind: "reacted", who: "ann", ...thumb },
  ]);
  const deaf = faceInLobby({ support: "CLIENTTAGDENY=draft/react" });
  assert.deepEqual(deaf.react({ ...thumb, nowMs }).send, []);
  assert.ok(!deaf.support.hasReact && deaf.support.hasTyping);
  for (const strange of [{ target: "a b" }, { target: ":x" }, { text: "" }, { talk: "#a b" }]) {
    const { send } = faceInLobby().react({ ...thumb, ...strange, nowMs });
    assert.deepEqual(send, [], JSON.stringify(strange));
  }
});

Deno.test("reactions, redactions and typing of others are told with the talk that they are of", () => {
  const { events } = hear(
    faceInLobby(),
    "@+draft/react=x;+reply=m1 :bob!b@h TAGMSG #LOBBY",
    "@+draft/unreact=x;+draft/reply=m1 :bob!b@h TAGMSG ann",
    "@+draft/react=x :bob!b@h TAGMSG #lobby",
    ":bob!b@h REDACT #lobby m1 :Oops",
    ":bob!b@h REDACT ann m2",
    "@+typing=active :bob!b@h TAGMSG #lobby",
    "@+typing=done :bob!b@h TAGMSG ann",
    "@+typing=nonsense :bob!b@h TAGMSG ann",
    "@+typing=active :ann!a@h TAGMSG #lobby",
  );
  const bob = { who: "bob", target: "m1", text: "x" };
  assert.deepEqual(told(events), [
    { kind: "reacted", talk: "#lobby", ...bob, isTakenBack: false },
    { kind: "reacted", talk: "bob", ...bob, isTakenBack: true },
    { kind: "redacted", talk: "#lobby", by: "bob", target: "m1", reason: "Oops" },
    { kind: "redacted", talk: "bob", by: "bob", target: "m2", reason: "" },
    { kind: "typing", talk: "#lobby", who: "bob", state: "active" },
    { kind: "typing", talk: "bob", who: "bob", state: "done" },
  ]);
});

Deno.test("a message is taken back where the server can", () => {
  const wish = { talk: "#lobby", target: "m1", reason: "", nowMs };
  assert.deepEqual(faceInLobby().redact(wish).send, ["REDACT #lobby :m1"]);
  assert.deepEqual(faceInLobby().redact({ ...wish, reason: "My fault" }).send, [
    "REDACT #lobby m1 :My fault",
  ]);
  const unable = faceInLobby({ capabilities: "message-tags" }).redact(wish);
  assert.deepEqual(shown(unable.events), ["[server] This server takes no message back"]);
});

Deno.test("typing is told once in 3 seconds a talk, and that it is over", () => {
  const conversation = faceInLobby();
  const at = (seconds: number, state: "active" | "paused" | "done", talk = "#lobby") =>
    conversation.typing({ talk, state, nowMs: nowMs + seconds * 1000 }).send;
  assert.deepEqual(at(0, "done"), [], "nobody was told that we type");
  assert.deepEqual(at(0, "active"), ["@+typing=active TAGMSG #lobby"]);
  assert.deepEqual(at(2.9, "active"), []);
  assert.deepEqual(at(2.9, "active", "bob"), ["@+typing=active TAGMSG bob"]);
  assert.deepEqual(at(3, "active"), ["@+typing=active TAGMSG #lobby"]);
  assert.deepEqual(at(4, "paused"), ["@+typing=paused TAGMSG #lobby"]);
  assert.deepEqual(at(4, "paused"), []);
  assert.deepEqual(at(4, "done"), ["@+typing=done TAGMSG #lobby"]);
  assert.deepEqual(at(4.1, "done"), []);
  assert.deepEqual(at(10, "active").length, 1);
  conversation.say({ to: "#lobby", text: "x", manner: "message", nowMs });
  assert.deepEqual(at(11, "done"), [], "what was said tells it");
  const unable = faceInLobby({ capabilities: "echo-message" });
  assert.deepEqual(unable.typing({ talk: "#lobby", state: "active", nowMs }).send, []);
});

Deno.test("how far is read is told, never goes back, and is told again over a new connection", () => {
  const conversation = faceInLobby();
  const readMs = Date.parse("2026-01-02T03:04:05.000Z");
  const line = "MARKREAD #lobby timestamp=2026-01-02T03:04:05.000Z";
  assert.deepEqual(conversation.markRead({ talk: "#lobby", readMs }).send, [line]);
  assert.deepEqual(conversation.markRead({ talk: "#lobby", readMs: readMs - 1 }).send, []);
  assert.deepEqual(conversation.markRead({ talk: "#lobby", readMs }).send, []);
  conversation.lose(nowMs);
  conversation.start();
  faceComesIn(conversation);
  const old = ":s MARKREAD #lobby timestamp=2026-01-01T00:00:00.000Z";
  const { send, events } = hear(conversation, old, old, ":s MARKREAD #lobby *");
  assert.deepEqual(send, [line], "once, whatever the server says");
  assert.deepEqual(told(events)[0], { kind: "marked", talk: "#lobby", readMs });
  const later = hear(conversation, ":s MARKREAD #lobby timestamp=2026-01-03T00:00:00.000Z");
  assert.deepEqual(told(later.events), [
    { kind: "marked", talk: "#lobby", readMs: Date.UTC(2026, 0, 3) },
  ]);
  assert.deepEqual(told(hear(conversation, ":s MARKREAD bob *").events), [
    { kind: "marked", talk: "bob", readMs: undefined },
  ]);
});

Deno.test("a search is told with what it found, newest last", () => {
  const conversation = faceInLobby();
  const wish = { words: "be; kind", talk: "#lobby", from: "bob", afterMs: 0, nowMs };
  assert.deepEqual(conversation.search(wish).send, [
    "SEARCH text=be\\:\\skind;in=#lobby;from=bob;after=1970-01-01T00:00:00.000Z;limit=100",
  ]);
  const { events } = hear(
    conversation,
    ":s BATCH +s soju.im/search",
    "@batch=s;msgid=2;time=2026-01-02T00:00:02.000Z :bob!b@h PRIVMSG #lobby :be; kind 2",
    "@batch=s;msgid=1;time=2026-01-02T00:00:01.000Z :bob!b@h PRIVMSG #lobby :be; kind 1",
    ":s BATCH -s",
  );
  const [found] = events;
  assert.ok(found?.kind === "found" && events.length === 1);
  assert.deepEqual(found.said.map(({ id }) => id), ["1", "2"]);
  assert.deepEqual([found.words, found.talk, found.isWhole], ["be; kind", "#lobby", true]);
});

Deno.test("a search that is refused, lost or can't be made is told to have found nothing", () => {
  const conversation = faceInLobby();
  const search = () => conversation.search({ words: "x", nowMs });
  search();
  const none = { kind: "found", words: "x", talk: undefined, said: [], isWhole: false };
  const refused = hear(conversation, ":s FAIL SEARCH INVALID_TARGET #x :No").events;
  assert.deepEqual(told(refused, "found"), [none]);
  assert.deepEqual(shown(refused), ["[server] No"]);
  search();
  assert.deepEqual(told(conversation.lose(nowMs).events), [none]);
  const unable = faceInLobby({ capabilities: "batch" }).search({ words: "x", nowMs });
  assert.deepEqual(shown(unable.events), ["[server] This server has no search"]);
});

Deno.test("private talks of lately are asked for and told, and how far they are read is asked", () => {
  const conversation = faceInLobby();
  conversation.lose(nowMs);
  conversation.start();
  const asked = faceComesIn(conversation).filter((line) => line.includes(" TARGETS "));
  const span = "timestamp=2026-01-03T03:04:05.000Z timestamp=2025-12-03T03:04:05.000Z";
  assert.deepEqual(asked, [`CHATHISTORY TARGETS ${span} 30`]);
  const { send, events } = hear(
    conversation,
    ":s BATCH +t draft/chathistory-targets",
    "@batch=t :s CHATHISTORY TARGETS carl 2026-01-02T00:00:00.000Z",
    "@batch=t :s CHATHISTORY TARGETS #lobby 2026-01-02T00:00:00.000Z",
    "@batch=t :s CHATHISTORY TARGETS bob 2026-01-01T00:00:00.000Z",
    "@batch=t :s CHATHISTORY TARGETS eve nonsense",
    ":s BATCH -t",
  );
  assert.deepEqual(send, ["MARKREAD bob", "MARKREAD carl"], "of all, news or not");
  assert.deepEqual(told(events), [{
    kind: "talks",
    people: [
      { nick: "bob", timeMs: Date.UTC(2026, 0, 1) },
      { nick: "carl", timeMs: Date.UTC(2026, 0, 2) },
    ],
  }]);
  assert.deepEqual(hear(conversation, ":s FAIL CHATHISTORY X TARGETS :No").events, []);
});
