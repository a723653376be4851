import assert from "node:assert/strict";
import { type Piece, Sender, type Ways } from "../../talk/sender.ts";

const blind: Ways = { hasEcho: false, hasTags: false, hasHistory: false };
const echoing: Ways = { hasEcho: true, hasTags: false, hasHistory: false };
const resuming: Ways = { hasEcho: true, hasTags: true, hasHistory: true };

function piece(text: string): Piece {
  return { to: "#lobby", text, manner: "message" };
}

function offer(sender: Sender, ...texts: readonly string[]): void {
  sender.offer(texts.map((text) => ({ ...piece(text), once: `once-${text}` })));
}

/** A sender with these messages in flight. */
function inFlight(ways: Ways, ...texts: readonly string[]): Sender {
  const sender = new Sender();
  offer(sender, ...texts);
  sender.depart(ways);
  return sender;
}

function texts(pieces: readonly Piece[]): readonly string[] {
  return pieces.map(({ text }) => text);
}

Deno.test("Sender writes messages and actions", () => {
  const sender = new Sender();
  offer(sender, "hi");
  sender.offer([{ ...piece("waves"), manner: "action", once: "2" }]);
  assert.deepEqual(sender.depart(echoing).lines, [
    "PRIVMSG #lobby :hi",
    "PRIVMSG #lobby :\x01ACTION waves\x01",
  ]);
});

Deno.test("Sender names each message where the server takes tags", () => {
  const sender = new Sender();
  offer(sender, "hi");
  assert.deepEqual(sender.depart(resuming).lines, ["@+chat/once=once-hi PRIVMSG #lobby :hi"]);
});

Deno.test("Sender settles the message that an echo fits", () => {
  const sender = inFlight(echoing, "one", "two", "three");
  sender.echoed("#LOBBY", "two");
  assert.deepEqual(texts(sender.unsettled), ["one", "three"]);
});

Deno.test("Sender settles the message that a name fits, and none by a name that is not its own", () => {
  const sender = inFlight(resuming, "one", "two", "three");
  assert.equal(sender.confirmed("once-two"), true);
  assert.equal(sender.confirmed("once-two"), false);
  assert.equal(sender.confirmed("other"), false);
  assert.deepEqual(texts(sender.unsettled), ["one", "three"]);
});

Deno.test("Sender settles the oldest message by an echo that fits none, and by a refusal", () => {
  const sender = inFlight(echoing, "one", "two", "three");
  sender.echoed("#lobby", "changed");
  assert.deepEqual(texts(sender.unsettled), ["two", "three"]);
  assert.equal(sender.refused([], true)?.text, "two");
  assert.deepEqual(texts(sender.unsettled), ["three"]);
});

Deno.test("Sender takes a refusal for one of the message to whom it names", () => {
  const sender = new Sender();
  offer(sender, "one");
  sender.offer([{ to: "bob", text: "two", manner: "message", once: "2" }]);
  sender.depart(echoing);
  assert.equal(sender.refused(["BOB"], false)?.text, "two");
  assert.equal(sender.refused(["#other"], false), undefined, "nobody of those is named");
});

Deno.test("Sender settles nothing by another's PONG", () => {
  const sender = new Sender();
  offer(sender, "one");
  sender.finish();
  assert.deepEqual(sender.depart(echoing).lines, ["PRIVMSG #lobby :one", "PING sent-1"]);
  assert.deepEqual(sender.ponged("alive"), []);
  assert.deepEqual(texts(sender.unsettled), ["one"]);
  assert.deepEqual(texts(sender.ponged("sent-1")), ["one"]);
  assert.ok(sender.isSettled);
});

Deno.test("Sender has at most 4 messages in flight where nothing is echoed, until a PONG", () => {
  const sender = inFlight(blind, "0", "1", "2", "3", "4", "5");
  assert.deepEqual(texts(sender.unsettled), ["0", "1", "2", "3", "4", "5"]);
  assert.equal(sender.depart(blind).pieces.length, 0);
  assert.ok(!sender.hasRoom);
  sender.ponged("sent-1");
  assert.deepEqual(sender.depart(blind).lines, [
    "PRIVMSG #lobby :4",
    "PRIVMSG #lobby :5",
    "PING sent-2",
  ]);
  assert.ok(sender.hasRoom);
});

Deno.test("Sender asks after every message where nothing is echoed, and settles by a PONG those before its PING", () => {
  const sender = inFlight(blind, "one");
  offer(sender, "two");
  assert.deepEqual(sender.depart(blind).lines, ["PRIVMSG #lobby :two"]);
  sender.ponged("sent-1");
  assert.deepEqual(texts(sender.unsettled), ["two"]);
  assert.deepEqual(sender.depart(blind).lines, ["PING sent-2"]);
});

Deno.test("Sender sends again under the same name what was in flight, before what waits", () => {
  const sender = inFlight(resuming, "one", "two");
  assert.deepEqual(sender.lose(), []);
  offer(sender, "three");
  assert.deepEqual(sender.depart(resuming).lines, [
    "@+chat/once=once-one PRIVMSG #lobby :one",
    "@+chat/once=once-two PRIVMSG #lobby :two",
    "@+chat/once=once-three PRIVMSG #lobby :three",
  ]);
});

Deno.test("Sender does not send again what the history shows", () => {
  const sender = inFlight(resuming, "one", "two");
  sender.lose();
  assert.equal(sender.confirmed("once-one"), true);
  assert.deepEqual(texts(sender.depart(resuming).pieces), ["two"]);
});

Deno.test("Sender is not told by a name of what it never sent", () => {
  const sender = new Sender();
  offer(sender, "one");
  assert.equal(sender.confirmed("once-one"), false);
});

Deno.test("Sender gives up what was in flight where a second sending could be seen twice", () => {
  for (const ways of [blind, echoing, { ...resuming, hasHistory: false }]) {
    const sender = inFlight(ways, "one");
    assert.deepEqual(texts(sender.lose()), ["one"]);
    assert.ok(sender.isSettled);
  }
});

Deno.test("Sender gives up what the next server could relay twice, and says the rest", () => {
  const sender = inFlight(resuming, "one");
  sender.lose();
  offer(sender, "two");
  const { pieces, lost } = sender.depart(blind);
  assert.deepEqual([texts(pieces), texts(lost)], [["two"], ["one"]]);
});

Deno.test("Sender gives up what may not be sent again", () => {
  const sender = inFlight(resuming, "one", "two");
  sender.lose();
  const { pieces, lost } = sender.depart(resuming, ({ text }) => text === "two");
  assert.deepEqual([texts(pieces), texts(lost)], [["two"], ["one"]]);
});

Deno.test("Sender believes no PONG of a connection that broke", () => {
  const sender = inFlight(blind, "one");
  sender.lose();
  offer(sender, "two");
  assert.equal(sender.depart(blind).lines.at(-1), "PING sent-2");
  assert.deepEqual(sender.ponged("sent-1"), []);
  assert.deepEqual(texts(sender.unsettled), ["two"]);
});
