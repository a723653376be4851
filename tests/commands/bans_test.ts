import assert from "node:assert/strict";
import { restoreBans } from "../../server/core/restore.ts";
import { testBan } from "../helpers/ban.ts";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const until = "Fri, 02 Jan 2026 03:09:05 GMT";
const now = "Fri, 02 Jan 2026 03:04:05 GMT";
const told = (text: string) => `:chat.local NOTICE ann :${text}`;
const setByAnn = `(set by ann!~ann@localhost, ${now})`;

/** An operator, with nothing left to see. */
function operator(table: Table): Seat {
  const seat = table.user("ann");
  seat.sends("OPER root secret");
  seat.looks();
  return seat;
}

function comes(table: Table, nick: string, address = "192.0.2.7"): Seat {
  const seat = table.connect(address, { isSecure: true });
  seat.sends(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
  return seat;
}

const turnedOut = (nick: string, terms: string) => [
  `:chat.local 465 ${nick} :You are banned from this server${terms}`,
  `ERROR :Closing link: Banned${terms}`,
];

Deno.test("DLINE ends the sessions that it fits, with its reason, and no others", () => {
  const table = createTable();
  const ann = operator(table);
  const bob = comes(table, "bob");
  bob.sends("JOIN #x");
  const late = table.connect("192.0.2.8");
  late.sends("NICK late");
  const silent = table.connect("192.0.2.9");
  const eve = table.user("eve");
  gather("#x", eve);
  forget(bob, late);
  ann.sends("DLINE 192.0.2.0/24 :open proxy");
  bob.leaves(turnedOut("bob", ": open proxy"));
  late.leaves(turnedOut("late", ": open proxy"));
  silent.leaves([]);
  eve.sees([":bob!~bob@localhost QUIT :Banned: open proxy"]);
  ann.sees([told("192.0.2.0/24 is banned for good: open proxy")]);
});

Deno.test("DLINE alone lists with who set it, when and until when; UNDLINE takes off what is there", () => {
  const table = createTable();
  const ann = operator(table);
  ann.sends("DLINE");
  ann.sees([told("There are none")]);
  ann.sends("DLINE 192.0.2.1", "DLINE 5 192.0.2.2 out for lunch", "DLINE nonsense", "DLINE 5");
  const no = "is no address or network like 192.0.2.0/24, nobody here";
  ann.sees([
    told("192.0.2.1 is banned for good"),
    told(`192.0.2.2 is banned until ${until}: out for lunch`),
    told(`"nonsense" ${no}`),
    told(`"5" ${no}`),
  ]);
  ann.sends("DLINE");
  ann.sees([
    told(`192.0.2.1 is banned for good ${setByAnn}`),
    told(`192.0.2.2 is banned until ${until}: out for lunch ${setByAnn}`),
  ]);
  table.nowMs += 5 * 60_000;
  ann.sends("DLINE", "UNDLINE 192.0.2.1/32", "UNDLINE 192.0.2.1", "UNDLINE :a b", "DLINE");
  ann.sees([
    told(`192.0.2.1 is banned for good ${setByAnn}`),
    told("192.0.2.1 may come again"),
    told("192.0.2.1 is not banned as such"),
    told(`"a b" ${no}`),
    told("There are none"),
  ]);
});

Deno.test("a duration is of minutes or has a unit, and 0 is for good", () => {
  const table = createTable();
  const ann = operator(table);
  const day = new Date(table.nowMs + 24 * 3_600_000).toUTCString();
  ann.sends("DLINE 1d 192.0.2.1", "KLINE 5m x!*@*", "DLINE 0 192.0.2.3", "KLINE 5x x!*@*");
  ann.sees([
    told(`192.0.2.1 is banned until ${day}`),
    told(`x!*@* is banned until ${until}`),
    told("192.0.2.3 is banned for good"),
    told('"5x" is no mask like nick!*@*, no account like a:nick'),
  ]);
});

Deno.test("a nick given to DLINE stands for the address of who has it", () => {
  const table = createTable();
  const ann = operator(table);
  const bob = comes(table, "bob");
  forget(bob);
  ann.sends("DLINE BOB spam");
  ann.sees([told("192.0.2.7 is banned for good: spam")]);
  bob.leaves(turnedOut("bob", ": spam"));
});

Deno.test("nobody is banned by what fits everybody", () => {
  const ann = operator(createTable());
  ann.sends("DLINE 0.0.0.0/0", "KLINE *@*", "SHUN 1h 0::/0");
  ann.sees([
    told('"0.0.0.0/0" is everybody; name fewer'),
    told('"*@*" is everybody; name fewer'),
    told('"0::/0" is everybody; name fewer'),
  ]);
});

Deno.test("KLINE ends who fits the mask, refuses who comes, and UNKLINE lets them in", () => {
  const table = createTable();
  const ann = operator(table);
  const bob = comes(table, "Spam1");
  forget(bob);
  ann.sends("KLINE 5 spam*!*@192.0.2.* :no spam");
  ann.sees([told(`spam*!*@192.0.2.* is banned until ${until}: no spam`)]);
  bob.leaves(turnedOut("Spam1", ` until ${until}: no spam`));
  comes(table, "spam2").leaves(turnedOut("spam2", ` until ${until}: no spam`));
  assert.equal(comes(table, "spam3", "192.0.3.7").session.user?.nick, "spam3");
  assert.equal(table.world.userByNick("spam2"), undefined, "nobody saw it come");
  ann.sends("KLINE", "DLINE", "UNKLINE SPAM*!*@192.0.2.*");
  ann.sees([
    told(`spam*!*@192.0.2.* is banned until ${until}: no spam ${setByAnn}`),
    told("There are none"),
    told("spam*!*@192.0.2.* may come again"),
  ]);
  assert.equal(comes(table, "spam2").session.user?.nick, "spam2");
});

Deno.test("a banned mask is checked at a change of nick, which is refused", () => {
  const table = createTable();
  const ann = operator(table);
  const bob = table.user("bob");
  ann.sends("KLINE evil*!*@* :bad name");
  bob.sends("NICK evil1", "NICK good");
  bob.sees([
    ":chat.local 432 bob evil1 :That nick is banned from this server: bad name",
    ":bob!~bob@localhost NICK good",
  ]);
});

Deno.test("people without IRC are told of a ban in words, when they come and when they are here", () => {
  const table = createTable();
  const ann = operator(table);
  const pat = table.plain("pat");
  ann.sends("KLINE p?t!*@* :that is enough");
  pat.leaves(["[server] Banned: that is enough"]);
  const again = table.connect();
  again.waits();
  again.sends("pat");
  again.leaves(["alias?[server] Banned: that is enough"]);
});

Deno.test("a banned account is told so and closed, whoever is logged in to it", () => {
  const table = createTable();
  table.account("bob", "sesame");
  const ann = operator(table);
  const bob = comes(table, "bobby", "127.0.0.1");
  bob.sends("PRIVMSG NickServ :IDENTIFY bob sesame");
  forget(bob, ann);
  ann.sends("KLINE a:BOB :sold it");
  ann.sees([told("a:BOB is banned for good: sold it")]);
  bob.leaves(turnedOut("bobby", ": sold it"));
});

Deno.test("a banned account is told so and closed at its login, before and after registration", () => {
  const table = createTable();
  table.account("bob", "sesame");
  operator(table).sends("KLINE a:bob :sold it");
  const early = table.connect();
  early.sends("PASS bob:sesame", "NICK bobby", "USER b 0 * :b");
  assert.deepEqual(early.lines().slice(-2), turnedOut("bobby", ": sold it"));
  assert.equal(early.isClosed, true);
  const late = comes(table, "bobby", "127.0.0.1");
  forget(late);
  late.sends("PRIVMSG NickServ :IDENTIFY bob sesame");
  late.leaves(turnedOut("bobby", ": sold it"));
  const plain = table.plain("rob");
  plain.sends("/login bob sesame");
  plain.leaves(["[server] Banned: sold it"]);
});

Deno.test("nobody makes the account that is banned", () => {
  const table = createTable();
  const ann = operator(table);
  ann.sends("KLINE a:bob");
  const bob = table.user("bob");
  bob.sends("REGISTER * * sesame-street");
  bob.leaves(turnedOut("bob", ""));
  assert.equal(table.world.accounts.find("bob"), undefined);
});

Deno.test("one more connection of a user is turned out alone where the ban is for its address", () => {
  const table = createTable();
  table.account("bob", "sesame");
  const ann = operator(table);
  const home = table.connect();
  home.sends("PASS bob:sesame", "NICK bob", "USER b 0 * :b");
  const away = table.connect("192.0.2.7", { isSecure: true });
  away.sends("PASS bob:sesame", "NICK bob", "USER b 0 * :b");
  assert.equal(home.session.user?.sessions.length, 2);
  forget(home, away);
  ann.sends("KLINE *!*@192.0.2.7");
  away.leaves(turnedOut("bob", ""));
  home.sees([]);
  const again = table.connect("192.0.2.7", { isSecure: true });
  again.sends("PASS bob:sesame", "NICK bob", "USER b 0 * :b");
  assert.equal(again.isClosed, true);
  assert.equal(home.session.user?.sessions.length, 1);
});

Deno.test("bans and mutes are kept, and are there at the next start", () => {
  const table = createTable();
  const ann = operator(table);
  ann.sends("DLINE 5 192.0.2.1 :x", "KLINE a:bob", "SHUN s!*@*", "SHUN t!*@*", "UNSHUN T!*@*");
  const { bans } = table.archive.state();
  assert.deepEqual(bans, table.world.bans.all(table.nowMs));
  const found = bans.map(({ kind, of, target, untilMs }) => `${kind} ${of} ${target} ${untilMs}`);
  assert.deepEqual(found.sort(), [
    "ban account a:bob undefined",
    `ban address 192.0.2.1 ${table.nowMs + 300_000}`,
    "mute mask s!*@* undefined",
  ]);
  const next = createTable();
  restoreBans(next.world, bans);
  assert.deepEqual(next.world.bans.all(table.nowMs), bans);
  table.nowMs += 300_001;
  ann.sends("DLINE 192.0.2.9");
  const left = table.archive.state().bans.map(({ target }) => target);
  assert.equal(left.includes("192.0.2.1"), false, "what is over leaves the file");
});

Deno.test("a ban that comes between a registration and its arrival turns out whom it fits", () => {
  const table = createTable();
  const ann = operator(table);
  table.bus.holds = true;
  const bob = table.connect();
  bob.sends("NICK bob", "USER bob 0 * :bob");
  ann.sends("KLINE bob!*@*");
  table.releases();
  assert.equal(bob.isClosed || table.world.userByNick("bob") === undefined, true);
});

Deno.test("a long reason is cut so that every line of it fits", () => {
  const table = createTable();
  const ann = operator(table);
  const bob = comes(table, "bob");
  forget(bob);
  ann.sends(`DLINE 7d 192.0.2.7 :${"é".repeat(200)}`, "DLINE");
  assert.equal(bob.isClosed, true);
  assert.match(bob.looks(), /: é{100}\r\n/);
});

Deno.test("a ban of very many masks costs no more than their number", () => {
  const table = createTable();
  const evil = `${"*a".repeat(70)}*b!*@*`;
  table.world.bans.set(testBan(evil));
  const bob = comes(table, "a".repeat(32));
  assert.equal(bob.session.user?.nick, "a".repeat(32));
});
