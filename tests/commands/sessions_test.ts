import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

/** One more connection of ann, who has an account. */
function comes(table: Table, ...capabilities: readonly Capability[]): Seat {
  return logsIn(table.connect(), ...capabilities);
}

function logsIn(seat: Seat, ...capabilities: readonly Capability[]): Seat {
  seat.sends(`CAP REQ :sasl ${capabilities.join(" ")}`, "NICK ann", "USER ann 0 * :Ann");
  seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa("\0ann\0sesame")}`, "CAP END");
  assert.equal(seat.session.user?.nick, "ann");
  return seat;
}

/** A channel with ann, who has two connections there, and bob. */
function scene() {
  const table = createTable();
  table.account("ann", "sesame");
  const desk = comes(table);
  const bob = table.user("bob", "away-notify");
  gather("#a", desk, bob);
  desk.sends("TOPIC #a :Tea");
  forget(desk, bob);
  const phone = comes(table);
  return { table, desk, phone, bob };
}

Deno.test("another connection of an account is the same user: it is told where that is, others see nothing", () => {
  const { table, desk, phone, bob } = scene();
  const text = phone.looks();
  assert.match(text, / 001 ann /);
  assert.match(
    text,
    /:ann!~ann@localhost JOIN #a\r\n.* 332 ann #a :Tea\r\n[^]* 353 ann = #a :@ann bob\r\n/,
  );
  bob.sees([]);
  desk.sees([]);
  assert.equal(desk.session.user, phone.session.user);
  assert.equal(table.world.users.size, 2);
});

Deno.test("each connection sees what is said to the user, and what the other one says", () => {
  const { desk, phone, bob } = scene();
  forget(phone);
  bob.sends("PRIVMSG #a :hi", "PRIVMSG ann :psst");
  const said = [":bob!~bob@localhost PRIVMSG #a :hi", ":bob!~bob@localhost PRIVMSG ann :psst"];
  desk.sees(said);
  phone.sees(said);
  phone.sends("PRIVMSG #a :hello", "PRIVMSG bob :psst too", "NICK anna", "JOIN #b");
  const done = desk.lines();
  assert.deepEqual(done.slice(0, 4), [
    ":ann!~ann@localhost PRIVMSG #a :hello",
    ":ann!~ann@localhost PRIVMSG bob :psst too",
    ":ann!~ann@localhost NICK anna",
    ":anna!~ann@localhost JOIN #b",
  ]);
  bob.sees(done.slice(0, 3));
});

Deno.test("others are told that somebody has left when the last connection has gone", () => {
  const { table, desk, phone, bob } = scene();
  desk.sends("QUIT :desk");
  bob.sees([]);
  forget(phone);
  bob.sends("PRIVMSG #a :still there?");
  phone.sees([":bob!~bob@localhost PRIVMSG #a :still there?"]);
  desk.leaves(["ERROR :Closing link: Quit: desk"]);
  phone.drops("Connection lost");
  bob.sees([":ann!~ann@localhost QUIT :Connection lost"]);
  assert.equal(table.world.users.size, 1);
});

Deno.test("both connections may go at once", () => {
  const { table, desk, phone, bob } = scene();
  table.bus.holds = true;
  desk.drops("one");
  phone.drops("two");
  table.releases();
  bob.sees([":ann!~ann@localhost QUIT :two"]);
});

Deno.test("somebody is away when all connections are, and back when one comes", () => {
  const { table, desk, phone, bob } = scene();
  forget(phone);
  desk.sends("AWAY :desk");
  desk.sees([":chat.local 306 ann :You are marked as away"]);
  bob.sees([]);
  phone.sends("AWAY :phone");
  bob.sees([":ann!~ann@localhost AWAY :phone"]);
  const third = comes(table);
  bob.sees([":ann!~ann@localhost AWAY"]);
  third.sends("QUIT");
  bob.sees([":ann!~ann@localhost AWAY :phone"]);
  desk.sends("AWAY");
  bob.sees([":ann!~ann@localhost AWAY"]);
});

Deno.test("who does not log in is not the same one, and is told that the nick is taken", () => {
  const { table } = scene();
  const eve = table.connect();
  eve.sends("NICK ann", "USER eve 0 * :Eve");
  assert.match(eve.looks(), / 433 \* ann :That nick belongs to an account/);
  eve.sends("NICK eve");
  assert.match(eve.looks(), / 001 eve /);
});

Deno.test("a user has no more connections than 16", () => {
  const { table } = scene();
  for (let count = 3; count <= 16; count++) comes(table);
  const excess = table.connect();
  excess.sends("CAP REQ sasl", "NICK ann", "USER ann 0 * :Ann", "AUTHENTICATE PLAIN");
  excess.sends(`AUTHENTICATE ${btoa("\0ann\0sesame")}`, "CAP END");
  assert.match(excess.looks(), / 433 \* ann :You have 16 connections; end one first/);
  excess.sends("NICK other");
  assert.match(excess.looks(), / 001 other /);
});

Deno.test("somebody is told to be secure when all connections are: the weakest counts", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const desk = logsIn(table.connect("127.0.0.1", { isSecure: true }));
  forget(desk);
  desk.sends("WHOIS ann");
  assert.match(desk.looks(), / 671 /);
  comes(table);
  desk.sends("WHOIS ann");
  assert.doesNotMatch(desk.looks(), / 671 /);
});
