import assert from "node:assert/strict";
import type { Policy } from "../../server/commands/command.ts";
import { testAccountPolicy } from "../helpers/policy.ts";
import { proveScram } from "../helpers/scram_client.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const elsewhere = "192.0.2.7";
const text = "Passwords are not taken without TLS: others on the way could read them. Come by TLS";

function tableOfAnn(policy: Partial<Policy> = {}): Table {
  const table = createTable({ policy });
  table.account("ann", "sesame");
  return table;
}

/** An IRC client that is in, with nothing left to see. */
function comes(seat: Seat, nick = "bob"): Seat {
  seat.sends(`NICK ${nick}`, `USER ${nick} 0 * :x`);
  assert.equal(seat.session.user?.nick, nick);
  seat.looks();
  return seat;
}

/** What each way to tell a password is answered, after registration. */
const ways: readonly (readonly [line: string, answer: string])[] = [
  ["OPER root secret", `:chat.local 491 bob :${text}`],
  ["REGISTER * * new-sesame", `:chat.local FAIL REGISTER DISALLOWED bob :${text}`],
  ["NS IDENTIFY ann sesame", text],
  ["PRIVMSG NickServ :IDENTIFY ann sesame", text],
  ["NS REGISTER new-sesame", text],
  ["NS DROP ann sesame", text],
];

Deno.test("who can be read on the way is refused each command that tells a password", () => {
  for (const [line, answer] of ways) {
    const table = tableOfAnn();
    const bob = comes(table.connect(elsewhere));
    bob.sends(line);
    const [told = "", ...more] = bob.lines();
    assert.ok(told.endsWith(answer), `${line} is answered ${told}`);
    assert.deepEqual(more, []);
    assert.equal(bob.session.isOperator, false);
    assert.equal(bob.session.user?.account, undefined);
    assert.deepEqual([...table.world.accounts.all].map(({ name }) => name), ["ann"]);
  }
});

Deno.test("TLS, this machine, or the operator's word lets each of them pass", () => {
  const seats: readonly ((line: string) => Seat)[] = [
    () => tableOfAnn().connect(elsewhere, { isSecure: true }),
    () => tableOfAnn().connect("127.0.0.1"),
    () => tableOfAnn({ allowsPlainPasswords: true }).connect(elsewhere),
  ];
  for (const [line] of ways) {
    for (const connect of seats) {
      const bob = comes(connect(line));
      bob.sends(line);
      const told = bob.looks();
      assert.doesNotMatch(told, /without TLS/);
      assert.notEqual(told, "");
    }
  }
});

Deno.test("a new password is refused too where it can be read", () => {
  const table = tableOfAnn({ allowsPlainPasswords: false });
  const ann = comes(table.connect(elsewhere), "bob");
  logsInByScram(ann);
  ann.sends("NS SET PASSWORD new-sesame");
  assert.ok(ann.looks().trimEnd().endsWith(text));
  assert.equal(table.world.accounts.find("ann")?.credential.hash, "hash of sesame");
});

Deno.test("PASS is refused by 464, and whoever needs one can't come in", () => {
  const table = createTable({ password: "open" });
  const ann = table.connect(elsewhere);
  ann.sends("PASS open");
  ann.sees([`:chat.local 464 * :${text}`]);
  ann.sends("NICK ann", "USER ann 0 * :x");
  ann.leaves([`:chat.local 464 ann :${text}`, "ERROR :Closing link: Wrong password"]);
  const bob = table.connect(elsewhere, { isSecure: true });
  bob.sends("PASS open");
  comes(bob);
});

Deno.test("PASS account:password does not log in where it can be read", () => {
  const bob = tableOfAnn().connect(elsewhere);
  bob.sends("PASS ann:sesame");
  assert.match(bob.looks(), / 464 /);
  assert.equal(comes(bob).session.user?.account, undefined);
});

Deno.test("SASL there is SCRAM alone, and is offered so", () => {
  const ann = tableOfAnn().connect(elsewhere);
  ann.sends("CAP LS 302");
  const offered = ann.looks();
  assert.match(offered, / sasl=SCRAM-SHA-256 /);
  assert.doesNotMatch(offered, /account-registration/);
  ann.sends("CAP REQ sasl");
  ann.looks();
  ann.sends("AUTHENTICATE PLAIN");
  ann.sees([
    ":chat.local 908 * SCRAM-SHA-256 :are known here",
    `:chat.local 904 * :${text}`,
  ]);
  logsInByScram(ann);
});

Deno.test("who speaks no IRC is told so, in place of being asked for a password", () => {
  const isRequired = testAccountPolicy({ isRequired: true });
  for (const table of [createTable({ password: "open" }), tableOfAnn({ accounts: isRequired })]) {
    const late = table.connect(elsewhere);
    late.waits();
    late.sees([`[server] ${text}`]);
    late.sends("open");
    late.leaves(["[server] Passwords are not taken without TLS"]);
    const slow = table.connect(elsewhere);
    slow.waits();
    slow.sends("NICK slow");
    slow.sees([`[server] ${text}`]);
    assert.equal(slow.session.dialect, "irc");
    const early = table.connect(elsewhere);
    early.sends("open");
    early.leaves(["[server] Passwords are not taken without TLS"]);
    assert.equal(early.session.registration.password, undefined);
  }
});

Deno.test("/login and /register are refused to who can be read, and talk goes on", () => {
  const table = tableOfAnn();
  const bob = table.connect(elsewhere);
  bob.sends("bob");
  bob.looks();
  bob.sends("/login ann sesame");
  bob.sees([`[server] ${text}`]);
  bob.sends("/register new-sesame");
  bob.sees([`[server] bob: ${text}`]);
  assert.equal(bob.session.user?.account, undefined);
  assert.equal(bob.isClosed, false);
});

/** Logs in as ann, whose password is sesame. */
function logsInByScram(seat: Seat): void {
  const bare = "n=ann,r=nonce";
  seat.sends("AUTHENTICATE SCRAM-SHA-256", `AUTHENTICATE ${btoa(`n,,${bare}`)}`);
  const [, challenge = ""] = /AUTHENTICATE (\w+=*)\r\n$/.exec(seat.looks()) ?? [];
  const { last } = proveScram(atob(challenge), { bare, password: "sesame" });
  seat.sends(`AUTHENTICATE ${btoa(last)}`, "AUTHENTICATE +");
  assert.match(seat.looks(), / 903 /);
}
