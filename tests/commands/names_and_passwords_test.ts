import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { testAccountPolicy } from "../helpers/policy.ts";
import type { Seat } from "../helpers/seat.ts";
import { loggedIn } from "../helpers/logged_in.ts";
import { createTable, type Table } from "../helpers/table.ts";

const nickServ = (nick: string, text: string) =>
  `:NickServ!NickServ@chat.local NOTICE ${nick} :${text}`;

function comes(table: Table, nick: string): Seat {
  return loggedIn(table, { account: "ann", nick });
}

function tableOfAnn(): Table {
  const table = createTable();
  table.account("ann", "sesame");
  return table;
}

Deno.test("nobody takes a nick that looks like an account's, at the door or later, with IRC or without", () => {
  const table = createTable();
  table.account("William", "sesame");
  const alike = ["william", "VVilliam", "Wi11iam", "WlLLIAM", "wil|iarn", "vviIliarn"];
  const ann = table.user("ann");
  for (const nick of alike) {
    const eve = table.connect();
    eve.sends(`NICK ${nick}`, "USER eve 0 * :Eve");
    assert.match(eve.looks(), new RegExp(`^:chat\\.local 433 \\* ${nick.replace("|", "\\|")} :`));
    assert.equal(eve.session.user, undefined);
    ann.sends(`NICK ${nick}`);
    assert.match(ann.looks(), / 433 ann /);
    ann.sends(`REGISTER ${nick} * simsalabim`);
    assert.match(ann.looks(), /FAIL REGISTER (ACCOUNT_EXISTS|BAD_ACCOUNT_NAME) /);
    const plain = table.connect();
    plain.waits();
    plain.sends(nick);
    assert.notEqual(plain.session.user?.nick, nick);
    plain.sends(`/nick ${nick}`);
    assert.notEqual(plain.session.user?.nick, nick);
  }
  ann.sends("NICK Willie");
  assert.match(ann.looks(), /NICK Willie/);
});

Deno.test("nobody is called like the server or a service, nor like what looks like one, nor has an account of such a name", () => {
  const table = createTable();
  const ann = table.user("ann");
  for (const nick of ["NickServ", "NlckServ", "N1ckServ", "ChanServ", "[server]", "nick-serv"]) {
    ann.sends(`NICK ${nick}`, `REGISTER ${nick} * sesame`);
    const [refused = "", failed = ""] = ann.lines();
    assert.match(refused, / 432 ann .* is reserved/);
    assert.match(failed, /FAIL REGISTER BAD_ACCOUNT_NAME .* is reserved/);
    const plain = table.connect();
    plain.waits();
    plain.sends(nick);
    assert.notEqual(plain.session.user?.nick, nick);
  }
  assert.equal(table.world.accounts.count, 0);
});

Deno.test("where no more accounts are made, or none at all, all ways say so", () => {
  const full = testAccountPolicy({ makeCredential: (_, answer) => answer(undefined) });
  const closed = testAccountPolicy({ mayRegister: false });
  const tooMany = "Too many accounts were made; try again in 10 minutes";
  const none = "No accounts can be made here";
  for (
    const [accounts, code, text] of [
      [full, "TEMPORARILY_UNAVAILABLE", tooMany],
      [closed, "DISALLOWED", none],
    ] as const
  ) {
    const table = createTable({ policy: { accounts } });
    const ann = table.user("ann");
    ann.sends("REGISTER * * sesame", "NS REGISTER sesame", "PRIVMSG NickServ :REGISTER sesame");
    ann.sees([
      `:chat.local FAIL REGISTER ${code} ann :${text}`,
      nickServ("ann", text),
      nickServ("ann", text),
    ]);
    const early = table.connect();
    early.sends("CAP LS 302", "NICK eve", "USER eve 0 * :Eve", "REGISTER * * sesame");
    assert.match(early.looks(), new RegExp(`FAIL REGISTER ${code} eve :${text}`));
    const bob = table.plain("bob");
    bob.sends("/register sesame");
    assert.match(bob.looks(), new RegExp(text));
    assert.equal(table.world.accounts.count, 0);
  }
});

Deno.test("too many wrong passwords are told alike by all ways to log in", () => {
  const accounts = testAccountPolicy({
    checkPassword: (_, answer) => answer("tooOften"),
    beginScram: () => "tooOften",
  });
  const table = createTable({ policy: { accounts } });
  table.account("bob", "sesame");
  const text = "Too many tries; wait a minute";
  const ann = table.user("ann");
  for (const name of ["bob", "nobody"]) {
    ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa(`\0${name}\0sesame`)}`);
    ann.sends("AUTHENTICATE SCRAM-SHA-256", `AUTHENTICATE ${btoa(`n,,n=${name},r=x`)}`);
    ann.sends(`NS IDENTIFY ${name} sesame`, `NS DROP ${name} sesame`);
    ann.sees([
      "AUTHENTICATE +",
      `:chat.local 904 ann :${text}`,
      "AUTHENTICATE +",
      `:chat.local 904 ann :${text}`,
      nickServ("ann", text),
      nickServ("ann", text),
    ]);
  }
  assert.equal(table.world.accounts.count, 1);
});

Deno.test("nobody sends itself away by GHOST or REGAIN, by whichever of its connections", () => {
  const table = tableOfAnn();
  const [desk, phone] = [comes(table, "ann"), comes(table, "ann")];
  assert.equal(desk.session.user, phone.session.user);
  const text = nickServ("ann", "Nobody whom you may send away has the nick ann");
  for (const seat of [desk, phone]) {
    seat.sends("NS GHOST ann", "NS REGAIN ann");
    seat.sees([text, text]);
  }
  assert.equal(desk.session.user?.sessions.length, 2);
  assert.equal(table.world.userByNick("ann"), desk.session.user);
});

Deno.test("GHOST ends all connections of the other user, and the nick can be taken and shared at once", () => {
  const table = tableOfAnn();
  const [desk, phone, pad] = [comes(table, "ann"), comes(table, "ann"), comes(table, "pad")];
  const bob = table.user("bob");
  gather("#a", desk, bob);
  forget(phone);
  pad.sends("NS GHOST ann", "NICK ann");
  for (const seat of [desk, phone]) seat.leaves(["ERROR :Closing link: Ghosted by pad"]);
  pad.sees([nickServ("pad", "ann is sent away"), ":pad!~pad@localhost NICK ann"]);
  bob.sees([":ann!~ann@localhost QUIT :Ghosted by pad"]);
  const again = comes(table, "ann");
  assert.equal(again.session.user, pad.session.user);
});

Deno.test("who comes while it is sent away comes as itself, and what was sent away stays away", () => {
  const table = tableOfAnn();
  const [desk, pad] = [comes(table, "ann"), comes(table, "pad")];
  const phone = table.connect();
  phone.sends("CAP REQ sasl", "NICK ann", "USER ann 0 * :x", "AUTHENTICATE PLAIN");
  phone.sends(`AUTHENTICATE ${btoa("\0ann\0sesame")}`);
  table.bus.holds = true;
  pad.sends("NS GHOST ann");
  phone.sends("CAP END");
  table.releases();
  table.bus.holds = false;
  assert.equal(desk.isClosed, true);
  assert.equal(desk.session.user, undefined);
  phone.sends("NICK ann");
  table.releases();
  const holder = table.world.userByNick("ann");
  assert.equal(holder?.account, "ann");
  assert.deepEqual(holder?.sessions, [phone.session]);
});

Deno.test("no password is relayed, kept or found, by whichever way it is told, right or wrong", () => {
  const table = createTable({ plain: "alias" });
  const watcher = table.user("watcher", "echo-message", "account-notify");
  const ann = table.user("ann", "echo-message");
  const plain = table.plain("pat");
  gather("#lobby", watcher, ann);
  ann.sends("PRIVMSG #lobby :said", "REGISTER * * s3cret-1", "NS IDENTIFY ann s3cret-2");
  ann.sends("NICKSERV IDENTIFY ann s3cret-1", "PRIVMSG NickServ :SET PASSWORD s3cret-3");
  ann.sends("SQUERY NickServ :IDENTIFY s3cret-3", "NOTICE NickServ :IDENTIFY s3cret-3");
  ann.sends("TAGMSG NickServ", "OPER root s3cret-4", "NS DROP ann s3cret-5");
  ann.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa("\0ann\0s3cret-3")}`);
  plain.sends("/register s3cret-6", "/login pat s3cret-7", "/msg NickServ identify s3cret-6");
  const early = table.connect();
  early.sends("PASS ann:s3cret-3", "NICK ann", "USER ann 0 * :x");
  const secret = /s3cret|BzM2NyZXQ/;
  for (const seat of [watcher, ann, plain, early]) assert.doesNotMatch(seat.looks(), secret);
  ann.sends("HISTORY #lobby 100", "HISTORY NickServ 100", "SEARCH text=s3cret", "WHOIS ann");
  assert.doesNotMatch(ann.looks(), secret);
  const lines = table.archive.lines();
  assert.ok(lines.some((line) => line.includes("said")));
  for (const line of lines) assert.doesNotMatch(line, secret);
});
