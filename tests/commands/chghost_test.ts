import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const capability = "chghost";

/** An operator, with nothing left to see. */
function operator(table: Table): Seat {
  const seat = table.user("root");
  seat.sends("OPER root secret");
  seat.looks();
  return seat;
}

Deno.test("another host is told by CHGHOST to those in a channel with it and to itself", () => {
  const table = createTable();
  const root = operator(table);
  const [ann, bob] = [table.user("ann", capability), table.user("bob", capability)];
  gather("#x,#y", ann, bob);
  root.sends("CHGHOST ann tea.example");
  bob.sees([":ann!~ann@localhost CHGHOST ~ann tea.example"]);
  ann.sees([
    ":ann!~ann@localhost CHGHOST ~ann tea.example",
    ":chat.local 396 ann tea.example :is shown as your host",
  ]);
  root.sees([]);
  ann.sends("PRIVMSG #x :hi");
  bob.sees([":ann!~ann@tea.example PRIVMSG #x :hi"]);
  root.sends("WHOIS ann");
  assert.match(root.looks(), /311 root ann ~ann tea\.example /);
});

Deno.test("who does not know CHGHOST sees a QUIT, a JOIN and the ranks", () => {
  const table = createTable();
  const root = operator(table);
  const [ann, bob, eve] = [table.user("ann"), table.user("bob"), table.user("eve", "away-notify")];
  const pat = table.plain("pat");
  gather("#x", ann, bob, eve);
  ann.sends("MODE #x +v ann", "JOIN #lobby", "AWAY :lunch");
  forget(ann, bob, eve, pat);
  root.sends("CHGHOST ann tea.example");
  const seen = [
    ":ann!~ann@localhost QUIT :Changing host",
    ":ann!~ann@tea.example JOIN #x",
    ":chat.local MODE #x +ov ann ann",
  ];
  bob.sees(seen);
  eve.sees([...seen, ":ann!~ann@tea.example AWAY :lunch"]);
  ann.sees([":chat.local 396 ann tea.example :is shown as your host"]);
  pat.sees([]);
});

Deno.test("extended-join and extended-monitor hold for another host, too", () => {
  const table = createTable();
  const root = operator(table);
  const [ann, bob] = [table.user("ann"), table.user("bob", "extended-join")];
  const eve = table.user("eve", capability, "extended-monitor");
  gather("#x", bob, ann);
  eve.sends("MONITOR + ann");
  forget(bob, eve);
  root.sends("CHGHOST ann tea.example");
  bob.sees([
    ":ann!~ann@localhost QUIT :Changing host",
    ":ann!~ann@tea.example JOIN #x * :ann",
  ]);
  eve.sees([":ann!~ann@localhost CHGHOST ~ann tea.example"]);
});

Deno.test("the same host again is told nobody, and what can't be a host is refused", () => {
  const table = createTable();
  const root = operator(table);
  const ann = table.user("ann", capability);
  root.sends("CHGHOST ann localhost", "CHGHOST nobody x.example", "CHGHOST ann a@b");
  root.sends("CHGHOST ann :a b", "CHGHOST ann ::x", `CHGHOST ann ${"x".repeat(64)}`, "CHGHOST ann");
  const text =
    "Host has other characters than letters, digits and .:/- or starts with one of these";
  root.sees([
    ":chat.local 401 root nobody :There is nobody of that name",
    `:chat.local FAIL CHGHOST INVALID_HOST a@b :${text}`,
    `:chat.local FAIL CHGHOST INVALID_HOST * :${text}`,
    `:chat.local FAIL CHGHOST INVALID_HOST * :${text}`,
    `:chat.local FAIL CHGHOST INVALID_HOST ${"x".repeat(64)} :Host is longer than 63 characters`,
    ":chat.local 461 root CHGHOST :Parameters are missing",
  ]);
  ann.sees([]);
  ann.sends("CHGHOST root x.example");
  ann.sees([":chat.local 481 ann :You are no operator of this server"]);
});

Deno.test("an auditorium does not tell by another host who is there", () => {
  const table = createTable();
  const root = operator(table);
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  ann.sends("MODE #x +u");
  forget(ann, bob, eve);
  root.sends("CHGHOST bob tea.example");
  ann.sees([":bob!~bob@localhost QUIT :Changing host", ":bob!~bob@tea.example JOIN #x"]);
  eve.sees([]);
});

Deno.test("a label on CHGHOST is answered", () => {
  const table = createTable();
  const ann = table.user("ann", "labeled-response", "batch", capability);
  ann.sends("OPER root secret");
  ann.looks();
  ann.sends("@label=1 CHGHOST ann tea.example");
  ann.sees([
    ":ann!~ann@localhost CHGHOST ~ann tea.example",
    ":chat.local 396 ann tea.example :is shown as your host",
    "@label=1 :chat.local ACK",
  ]);
});
