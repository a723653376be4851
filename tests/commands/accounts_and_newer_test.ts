import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const renaming = "draft/channel-rename";

function tableOf(...accounts: readonly string[]): Table {
  const table = createTable();
  for (const name of accounts) table.account(name, "sesame");
  return table;
}

/** Comes with the account of that name, with nothing left to see. */
function comes(
  table: Table,
  account: string,
  nick = account,
  ...capabilities: readonly Capability[]
): Seat {
  const seat = table.connect();
  seat.sends(`CAP REQ :sasl ${capabilities.join(" ")}`, `NICK ${nick}`, `USER ${nick} 0 * :x`);
  seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa(`\0${account}\0sesame`)}`, "CAP END");
  assert.equal(seat.session.user?.account, account);
  forget(seat);
  return seat;
}

function operator(table: Table): Seat {
  const root = table.user("boss");
  root.sends("OPER root secret");
  forget(root);
  return root;
}

/** The markers in the file, by target. */
function markers(table: Table, account: string): Readonly<Record<string, number>> {
  const kept = table.archive.state().accounts.find(({ state }) => state.name === account);
  return Object.fromEntries(kept?.readUpToMs ?? []);
}

Deno.test("another host is told once to each connection of a user, and its lines bear its account", () => {
  const table = tableOf("ann");
  const root = operator(table);
  const desk = comes(table, "ann", "ann", "chghost");
  const bob = table.user("bob", "account-tag", "extended-join");
  gather("#x", desk, bob);
  const phone = comes(table, "ann");
  forget(desk);
  root.sends("CHGHOST ann tea.example");
  const shown = ":chat.local 396 ann tea.example :is shown as your host";
  desk.sees([":ann!~ann@localhost CHGHOST ~ann tea.example", shown]);
  phone.sees([shown]);
  bob.sees([
    "@account=ann :ann!~ann@localhost QUIT :Changing host",
    "@account=ann :ann!~ann@tea.example JOIN #x ann :x",
    ":chat.local MODE #x +o ann",
  ]);
  desk.sends("QUIT");
  bob.sees([]);
  phone.sends("PRIVMSG #x :hi");
  bob.sees(["@account=ann :ann!~ann@tea.example PRIVMSG #x :hi"]);
});

Deno.test("each connection of a user sees a RENAME in the form that it knows", () => {
  const table = tableOf("ann");
  const desk = comes(table, "ann", "ann", renaming, "labeled-response", "batch");
  gather("#a", desk);
  const [phone, pad] = [comes(table, "ann"), comes(table, "ann", "ann", renaming, "account-tag")];
  forget(desk);
  desk.sends("@label=1 RENAME #a #b");
  desk.sees(["@label=1 :ann!~ann@localhost RENAME #a #b :"]);
  assert.deepEqual(phone.lines().slice(0, 2), [
    ":ann!~ann@localhost PART #a",
    ":ann!~ann@localhost JOIN #b",
  ]);
  pad.sees(["@account=ann :ann!~ann@localhost RENAME #a #b :"]);
});

Deno.test("a channel that belongs to an account is renamed by that alone, and stays its own", () => {
  const table = tableOf("ann");
  const ann = comes(table, "ann");
  const bob = table.user("bob", renaming);
  gather("#a", ann, bob);
  ann.sends("CS REGISTER #a", "MODE #a +o bob");
  forget(ann, bob);
  bob.sends("RENAME #a #mine");
  bob.sees([
    ":chat.local FAIL RENAME CANNOT_RENAME #a * :That channel belongs to an account, which alone may rename it",
  ]);
  ann.sends("RENAME #a #b", "PART #b");
  bob.sends("PART #b", "JOIN #a");
  assert.equal(table.world.channel("#b")?.owner, "ann");
  assert.equal(table.world.channel("#a")?.owner, undefined);
  const kept = table.archive.state().channels.find(({ state }) => state.name === "#b");
  assert.equal(kept?.state.owner, "ann");
  forget(ann);
  ann.sends("JOIN #b");
  assert.match(ann.looks(), /:chat\.local MODE #b \+o ann/);
});

Deno.test("whose channel it is no longer when its wish is due does not rename it", () => {
  const table = tableOf("ann");
  const ann = comes(table, "ann");
  const bob = table.user("bob", renaming);
  gather("#a", ann, bob);
  ann.sends("MODE #a +o bob");
  forget(bob);
  table.bus.holds = true;
  ann.sends("CS REGISTER #a");
  bob.sends("RENAME #a #mine");
  table.releases();
  assert.match(bob.looks(), /FAIL RENAME CANNOT_RENAME #a /);
  assert.equal(table.world.channel("#a")?.owner, "ann");
});

Deno.test("who reads a restricted channel on after a lost connection does so under its new name, and nobody else", () => {
  const table = tableOf("ann", "eve");
  const ann = comes(table, "ann");
  const bob = table.user("bob", renaming);
  bob.sends("JOIN #a", "MODE #a +s");
  ann.sends("JOIN #a");
  bob.sends("PRIVMSG #a :one");
  ann.drops("Connection lost");
  bob.sends("RENAME #a #b", "PRIVMSG #b :two");
  const [again, eve] = [comes(table, "ann"), comes(table, "eve")];
  gather("#b", again, eve);
  again.sends("HISTORY #b");
  eve.sends("HISTORY #b");
  assert.match(again.looks(), /one\r\n.*two\r\n/);
  assert.doesNotMatch(eve.looks(), /one|two/);
  eve.sends("JOIN #a", "HISTORY #a");
  assert.doesNotMatch(eve.looks(), /one|two/);
});

Deno.test("how far accounts have read goes along with a RENAME, here or not, and is kept", () => {
  const table = tableOf("ann", "bob", "eve");
  const at = (second: number) => `timestamp=2026-01-01T00:00:0${second}.000Z`;
  const ms = (second: number) => Date.UTC(2026, 0, 1, 0, 0, second);
  for (const name of ["ann", "bob"]) {
    const state = table.world.accounts.find(name) ?? assert.fail();
    const { madeAtMs, credential } = state;
    table.archive.append(1, 1, [{ kind: "account", state: { name, madeAtMs, credential } }]);
  }
  const reading = ["draft/read-marker", renaming] as const;
  const desk = comes(table, "ann", "ann", ...reading);
  // Two users of one account.
  const pad = comes(table, "ann", "pad", ...reading);
  const bob = comes(table, "bob", "bob", ...reading);
  gather("#a", desk, pad, bob);
  desk.sends(`MARKREAD #a ${at(1)}`, `MARKREAD #b ${at(3)}`);
  bob.sends(`MARKREAD #a ${at(2)}`, "QUIT");
  desk.sends("RENAME #a #b");
  forget(desk, pad);
  pad.sends("MARKREAD #b", "MARKREAD #a");
  pad.sees([`:chat.local MARKREAD #b ${at(1)}`, ":chat.local MARKREAD #a *"]);
  const again = comes(table, "bob", "bob", ...reading);
  gather("#b", again);
  again.sends("MARKREAD #b");
  again.sees([`:chat.local MARKREAD #b ${at(2)}`]);
  assert.deepEqual(markers(table, "ann"), { "#b": ms(1) });
  assert.deepEqual(markers(table, "bob"), { "#b": ms(2) });
});

Deno.test("no place is kept in a channel for those of an earlier one of its name", () => {
  const hourMs = 3_600_001;
  for (const way of ["JOIN #b", "RENAME #a #b"]) {
    const table = createTable();
    const bob = table.user("bob", renaming);
    gather("#a", bob);
    const old = { name: "#b", life: 1, createdAtMs: 1, flags: "nt", lists: {} };
    table.archive.append(1, 1, [
      { kind: "channel", state: old },
      { kind: "member", channel: "#b", source: "eve!~eve@localhost", ranks: 4 },
    ]);
    table.restores("#b", [["eve!~eve@localhost", 4]]);
    table.nowMs += hourMs;
    bob.sends(way);
    const kept = table.archive.state().channels.find(({ state }) => state.name === "#b");
    assert.deepEqual(kept?.members.map(([source]) => source), ["bob!~bob@localhost"]);
  }
});

Deno.test("a place that nobody came back to is not kept once more by the next start", () => {
  const table = createTable();
  const [ann, bob, zoe] = table.users("ann", "bob", "zoe");
  const sources = ["ann!~ann@localhost", "eve!~eve@localhost"] as const;
  const state = { name: "#b", life: 1, createdAtMs: 1, flags: "nt", lists: {} };
  table.archive.append(1, 1, [
    { kind: "channel", state },
    ...sources.map((source) => ({ kind: "member", channel: "#b", source, ranks: 4 }) as const),
  ]);
  table.restores("#b", sources.map((source) => [source, 4]));
  const kept = () => {
    const found = table.archive.state().channels.find(({ state }) => state.name === "#b");
    return found?.members.map(([source]) => source);
  };
  gather("#b", ann, bob);
  assert.deepEqual(kept(), ["ann!~ann@localhost", "bob!~bob@localhost", "eve!~eve@localhost"]);
  table.nowMs += 3_600_001;
  zoe.sends("JOIN #b");
  assert.deepEqual(kept(), ["ann!~ann@localhost", "bob!~bob@localhost", "zoe!~zoe@localhost"]);
});

Deno.test("an account may not take back what an earlier one of its name said", () => {
  const table = tableOf("ann");
  const talking = ["message-tags", "echo-message", "draft/message-redaction"] as const;
  const bob = table.user("bob");
  const ann = comes(table, "ann", "ann", ...talking);
  gather("#a", bob, ann);
  ann.sends("PRIVMSG #a :mine");
  const [, id = ""] = /msgid=(\w+)/.exec(ann.looks()) ?? [];
  table.nowMs += 1_000;
  ann.sends("NS DROP ann sesame", "QUIT");
  const other = table.user("ann", ...talking);
  other.sends("NS REGISTER sesame", "JOIN #a");
  forget(other);
  other.sends(`REDACT #a ${id}`);
  assert.match(other.looks(), /FAIL REDACT REDACT_FORBIDDEN #a /);
});

Deno.test("a user takes back by one connection what it said by another, and all of it see that", () => {
  const table = tableOf("ann");
  const talking = ["message-tags", "echo-message", "draft/message-redaction"] as const;
  const desk = comes(table, "ann", "ann", ...talking);
  gather("#a", desk);
  const phone = comes(table, "ann", "ann", ...talking);
  desk.sends("PRIVMSG #a :oops");
  const [, id = ""] = /msgid=(\w+)/.exec(desk.looks()) ?? [];
  forget(phone);
  phone.sends(`REDACT #a ${id}`);
  assert.match(phone.looks(), new RegExp(`:ann!~ann@localhost REDACT #a :?${id}\r\n`));
  assert.match(desk.looks(), new RegExp(`:ann!~ann@localhost REDACT #a :?${id}\r\n`));
});

Deno.test("a message of several lines bears the account on its batch, and on each line where lines are all there is", () => {
  const table = tableOf("ann");
  const several = ["batch", "draft/multiline"] as const;
  const ann = comes(table, "ann", "ann", ...several);
  const bob = table.user("bob", ...several, "account-tag");
  const old = table.user("old", "account-tag");
  gather("#a", ann, bob, old);
  const phone = comes(table, "ann", "ann", ...several);
  forget(ann);
  ann.sends("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two");
  ann.sends("BATCH -1");
  const lines = [
    "@batch=m :ann!~ann@localhost PRIVMSG #a :one",
    "@batch=m :ann!~ann@localhost PRIVMSG #a :two",
    ":ann!~ann@localhost BATCH -m",
  ];
  const start = ":ann!~ann@localhost BATCH +m draft/multiline #a";
  bob.sees([`@account=ann ${start}`, ...lines]);
  old.sees([
    "@account=ann :ann!~ann@localhost PRIVMSG #a :one",
    "@account=ann :ann!~ann@localhost PRIVMSG #a :two",
  ]);
  phone.sees([start, ...lines]);
  ann.sees([]);
});

Deno.test("what an account marks as read is told its other connections alone", () => {
  const table = tableOf("ann");
  const desk = comes(table, "ann", "ann", "draft/read-marker");
  const phone = comes(table, "ann", "ann", "draft/read-marker");
  gather("#a", desk);
  forget(phone);
  const marker = "MARKREAD #a timestamp=2026-01-01T00:00:00.000Z";
  desk.sends(marker);
  desk.sees([`:chat.local ${marker}`]);
  phone.sees([`:chat.local ${marker}`]);
});
