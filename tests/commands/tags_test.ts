import assert from "node:assert/strict";
import { isMessage, type Message, parseMessage } from "../../wire/message.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("client-only tags go to those who have message-tags, server tags to nobody", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  const bob = table.user("bob", "message-tags");
  const eve = table.user("eve");
  for (const seat of [ann, bob, eve]) seat.sends("JOIN #x");
  for (const seat of [ann, bob, eve]) seat.looks();
  ann.sends("@+a=1;time=x;msgid=y;label=z;+ex.org/b=\\:\\s\\\\;c PRIVMSG #x :hi");
  const [tags] = tagsSeen(bob);
  assert.deepEqual([...tags ?? []].filter(([name]) => name !== "msgid").sort(), [
    ["+a", "1"],
    ["+ex.org/b", "; \\"],
  ]);
  assert.notEqual(tags?.get("msgid"), "y");
  eve.sees([":ann!~ann@localhost PRIVMSG #x :hi"]);
});

Deno.test("tags do not count against the text, and a sender without message-tags may use them too", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.user("bob", "message-tags");
  ann.sends(`@+a=${"x".repeat(4000)} PRIVMSG bob :${"y".repeat(450)}`);
  const [tags] = tagsSeen(bob);
  assert.equal(tags?.get("+a"), "x".repeat(4000));
});

Deno.test("tags of more than 4094 bytes are refused by 417", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.user("bob", "message-tags");
  ann.sends(`@+a=${"x".repeat(4091)} PRIVMSG bob :hi`, `@+a=${"x".repeat(4092)} PRIVMSG bob :no`);
  assert.equal(tagsSeen(bob).length, 1);
  ann.sees([":chat.local 417 ann :That line is too long"]);
});

Deno.test("TAGMSG goes to those who have message-tags alone, and is unknown to others", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  const bob = table.user("bob", "message-tags");
  const eve = table.user("eve", "server-time");
  for (const seat of [ann, bob, eve]) seat.sends("JOIN #x");
  for (const seat of [ann, bob, eve]) seat.looks();
  ann.sends("@+typing=active TAGMSG #x,bob,eve", "TAGMSG", "TAGMSG nobody", "TAGMSG a,b,c,d,e");
  assert.match(bob.looks(), /^@\S+ :ann!\S+ TAGMSG #x\r\n@\S+ :ann!\S+ TAGMSG :?bob\r\n$/);
  eve.sees([]);
  ann.sees([
    ":chat.local 411 ann :Tell TAGMSG whom",
    ":chat.local 401 ann nobody :There is nobody of that name",
    ":chat.local 407 ann a,b,c,d,e :Give at most 4 targets at a time",
  ]);
  eve.sends("@+a TAGMSG #x");
  eve.sees([":chat.local 421 eve TAGMSG :Unknown command"]);
});

Deno.test("server-time is given to those who asked for it, and never goes back", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.user("bob", "server-time");
  ann.sends("PRIVMSG bob :one");
  table.nowMs -= 5000;
  ann.sends("PRIVMSG bob :two");
  table.nowMs += 6000;
  ann.sends("PRIVMSG bob :three");
  bob.sees([
    "@time=2026-01-02T03:04:05.678Z :ann!~ann@localhost PRIVMSG bob :one",
    "@time=2026-01-02T03:04:05.678Z :ann!~ann@localhost PRIVMSG bob :two",
    "@time=2026-01-02T03:04:06.678Z :ann!~ann@localhost PRIVMSG bob :three",
  ]);
});

Deno.test("a msgid is the same to everyone, and greater than all before", () => {
  const table = createTable();
  const seats = ["ann", "bob", "eve"].map((nick) =>
    table.user(nick, "message-tags", "echo-message")
  );
  for (const seat of seats) seat.sends("JOIN #x");
  for (const seat of seats) seat.looks();
  const [ann, bob] = seats;
  for (let count = 0; count < 40; count++) {
    (count % 3 === 0 ? bob : ann)?.sends("PRIVMSG #x :hi", "NICK n1", "NICK ann", "TOPIC #x :t");
  }
  const [first = [], ...others] = seats.map((seat) =>
    messagesSeen(seat).filter(({ command }) => command === "PRIVMSG")
      .map(({ tags }) => tags.get("msgid") ?? "")
  );
  assert.equal(first.length, 40);
  for (const ids of others) assert.deepEqual(ids, first);
  assert.deepEqual(first, [...new Set(first)].sort());
});

Deno.test("no two messages share a msgid, though one command brought both", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  const bob = table.user("bob", "message-tags", "away-notify");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  const mask = "x".repeat(115);
  ann.sends(`MODE #x +bbbb ${[1, 2, 3, 4].map((at) => `${mask}${at}`).join(" ")}`);
  ann.sends("PART #x", "AWAY :lunch", "JOIN #x", "INVITE bob #y", "PRIVMSG bob :a", "NICK anna");
  const messages = messagesSeen(bob);
  const ids = messages.flatMap(({ tags }) => tags.get("msgid") ?? []);
  assert.deepEqual(ids, [...new Set(ids)]);
  const bare = messages.filter(({ tags }) => !tags.has("msgid")).map(({ command }) => command);
  assert.deepEqual(bare, ["MODE", "AWAY"]);
});

Deno.test("all that others do carries msgid and time, answers carry none", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags", "server-time");
  const bob = table.user("bob");
  ann.sends("JOIN #x", "PING x");
  bob.sends("JOIN #x", "NICK rob", "PRIVMSG #x :hi", "PART #x", "JOIN #x", "QUIT");
  const messages = messagesSeen(ann);
  for (const { source, tags, command } of messages) {
    const isRelayed = source.includes("!");
    assert.deepEqual([...tags.keys()].sort(), isRelayed ? ["msgid", "time"] : [], command);
  }
  assert.deepEqual(messages.map(({ command }) => command), [
    ...["JOIN", "353", "366", "PONG", "JOIN", "NICK", "PRIVMSG", "PART", "JOIN", "QUIT"],
  ]);
});

function messagesSeen(seat: Seat): readonly Message[] {
  return seat.lines().map(parseMessage).filter(isMessage);
}

function tagsSeen(seat: Seat): readonly ReadonlyMap<string, string>[] {
  return messagesSeen(seat).map(({ tags }) => tags);
}
