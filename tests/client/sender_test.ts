import assert from "node:assert/strict";
import { type Piece, Sender } from "../../client/sender.ts";

function piece(text: string): Piece {
  return { to: "#lobby", text, manner: "message" };
}

/** A sender with these messages in flight. */
function inFlight(...texts: readonly string[]): Sender {
  const sender = new Sender();
  sender.offer(texts.map(piece));
  sender.depart(true);
  return sender;
}

function unsettled(sender: Sender): readonly string[] {
  return sender.unsettled.map(({ text }) => text);
}

Deno.test("Sender writes messages and actions", () => {
  const sender = new Sender();
  sender.offer([piece("hi"), { ...piece("waves"), manner: "action" }]);
  assert.deepEqual(sender.depart(true).lines, [
    "PRIVMSG #lobby :hi",
    "PRIVMSG #lobby :\x01ACTION waves\x01",
  ]);
});

Deno.test("Sender settles the message that an echo fits", () => {
  const sender = inFlight("one", "two", "three");
  sender.echoed("#LOBBY", "two");
  assert.deepEqual(unsettled(sender), ["one", "three"]);
});

Deno.test("Sender settles the oldest message by an echo that fits none, and by a refusal", () => {
  const sender = inFlight("one", "two", "three");
  sender.echoed("#lobby", "changed");
  assert.deepEqual(unsettled(sender), ["two", "three"]);
  assert.equal(sender.refused()?.text, "two");
  assert.deepEqual(unsettled(sender), ["three"]);
});

Deno.test("Sender settles nothing by another's PONG", () => {
  const sender = inFlight("one");
  sender.finish();
  assert.deepEqual(sender.depart(true).lines, ["PING sent-1"]);
  assert.deepEqual(sender.ponged("alive", true), []);
  assert.deepEqual(unsettled(sender), ["one"]);
  assert.deepEqual(sender.ponged("sent-1", true), [piece("one")]);
  assert.ok(sender.isSettled);
});

Deno.test("Sender waits with the rest until its PONG has come", () => {
  const sender = new Sender();
  sender.offer(Array.from({ length: 6 }, (_, at) => piece(String(at))));
  assert.equal(sender.depart(false).pieces.length, 4);
  sender.echoed("#lobby", "0");
  assert.equal(sender.depart(false).pieces.length, 0);
  assert.ok(!sender.hasRoom);
  sender.ponged("sent-1", false);
  assert.equal(sender.depart(false).pieces.length, 2);
  assert.ok(sender.hasRoom);
});
