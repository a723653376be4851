import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable, type Table } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;
const banned = (nick: string) =>
  `:chat.local 474 ${nick} #x :You are banned from that channel (+b)`;
const silenced = (nick: string) =>
  `:chat.local 404 ${nick} #x :You are banned from that channel (+b)`;

Deno.test("a ban keeps out who fits, and its mask is made whole", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann);
  ann.sends("MODE #x +b BOB", "MODE #x +b bob!*@*", "MODE #x +bb ~eve@ @nowhere");
  ann.sees([`${by("ann")} MODE #x +b BOB!*@*`, `${by("ann")} MODE #x +bb *!~eve@* *!*@nowhere`]);
  for (const seat of [bob, eve]) {
    seat.sends("JOIN #x");
    seat.sees([banned(seat.session.user?.nick ?? "")]);
  }
  ann.sends("MODE #x -b bob", "MODE #x -b nobody");
  ann.sees([`${by("ann")} MODE #x -b BOB!*@*`]);
  bob.sends("JOIN #x");
  assert.match(bob.looks(), /JOIN #x\r\n/);
});

Deno.test("an exception lets in whom a ban fits", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann);
  ann.sends("MODE #x +be *!*@localhost bob");
  eve.sends("JOIN #x");
  eve.sees([banned("eve")]);
  bob.sends("JOIN #x", "PRIVMSG #x :hi");
  assert.equal(ann.lines().at(-1), `${by("bob")} PRIVMSG #x :hi`);
});

Deno.test("I lets in without an invitation", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann);
  ann.sends("MODE #x +iI b?b!*@*");
  eve.sends("JOIN #x");
  eve.sees([":chat.local 473 eve #x :That channel is by invitation (+i)"]);
  bob.sends("JOIN #x");
  assert.match(bob.looks(), /JOIN #x\r\n/);
});

Deno.test("members whom a ban fits are silent, but for those with a voice", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  const silence = (...lines: readonly string[]) => {
    ann.sends(...lines);
    forget(ann, bob);
    bob.sends("PRIVMSG #x :hi", "NOTICE #x :hi");
  };
  for (const mask of ["bob", "m:bob"]) {
    silence(`MODE #x +b ${mask}`);
    bob.sees([silenced("bob")]);
    ann.sees([]);
    for (
      const [on, off] of [["+v bob", "-v bob"], ["+e bob", "-e bob"], ["+e m:bob", "-e m:bob"]]
    ) {
      silence(`MODE #x ${on}`);
      bob.sees([]);
      assert.equal(ann.lines().length, 2, on);
      ann.sends(`MODE #x ${off}`);
    }
    silence(`MODE #x -b ${mask}`);
    assert.equal(ann.lines().length, 2);
  }
});

Deno.test("a mute silences but lets in, and silences outsiders under -n too", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann);
  ann.sends("MODE #x -n+b m:bob");
  assert.equal(ann.lines().at(-1), `${by("ann")} MODE #x -n+b m:bob!*@*`);
  bob.sends("PRIVMSG #x :hi");
  bob.sees([silenced("bob")]);
  bob.sends("JOIN #x", "PRIVMSG #x :hi");
  assert.equal(bob.lines().at(-1), silenced("bob"));
  ann.sees([`${by("bob")} JOIN #x`]);
});

Deno.test("lists are told by numerics: bans to all, the others to those who lead", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  const at = `${Math.floor(table.nowMs / 1000)}`;
  gather("#x", ann, bob);
  ann.sends("MODE #x +beIb eve zoe joe m:kim");
  table.nowMs += 60_000;
  forget(ann, bob);
  const bans = (nick: string) => [
    `:chat.local 367 ${nick} #x eve!*@* ann!~ann@localhost ${at}`,
    `:chat.local 367 ${nick} #x m:kim!*@* ann!~ann@localhost ${at}`,
    `:chat.local 368 ${nick} #x :End of channel ban list`,
  ];
  ann.sends("MODE #x +beI", "MODE #x bbbb");
  ann.sees([
    ...bans("ann"),
    `:chat.local 348 ann #x zoe!*@* ann!~ann@localhost ${at}`,
    ":chat.local 349 ann #x :End of channel exception list",
    `:chat.local 346 ann #x joe!*@* ann!~ann@localhost ${at}`,
    ":chat.local 347 ann #x :End of channel invite exception list",
    ...bans("ann"),
  ]);
  bob.sends("MODE #x beI");
  bob.sees([
    ...bans("bob"),
    ":chat.local 482 bob #x :You are not an operator of that channel",
  ]);
});

Deno.test("a full list is told by 478, once for each letter; what is there may be set again", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  for (let at = 0; at < 95; at++) ann.sends(`MODE #x +b n${at}`);
  ann.looks();
  ann.sends("MODE #x +bbbbbbb a b c d e f g", "MODE #x +bebI a h i j", "MODE #x -b+e a h");
  const full = (letter: string) =>
    `:chat.local 478 ann #x ${letter} :The channel's lists are full: 100 masks`;
  ann.sees([
    `${by("ann")} MODE #x +bbbbb a!*@* b!*@* c!*@* d!*@* e!*@*`,
    full("b"),
    ...[full("e"), full("b"), full("I")],
    full("e"),
    `${by("ann")} MODE #x -b a!*@*`,
  ]);
});

Deno.test("what is no mask is refused by 696", () => {
  const ann = createTable().user("ann");
  gather("#x", ann);
  const why = "That is no mask; one looks like nick!user@host";
  ann.sends("MODE #x +b a,b", `MODE #x +b ${"x".repeat(300)}`, "MODE #x +b ::", "MODE #x +e m:");
  ann.sees([
    `:chat.local 696 ann #x b a,b :${why}`,
    `:chat.local 696 ann #x b ${"x".repeat(200)} :${why}`,
    `:chat.local 696 ann #x b * :${why}`,
    `:chat.local 696 ann #x e m: :${why}`,
  ]);
});

Deno.test("a line with the longest mask, names and hosts fits", () => {
  const table = createTable();
  const nick = "n".repeat(32);
  const ann = longUser(table, nick);
  const channel = `#${"c".repeat(63)}`;
  ann.sends(`JOIN ${channel}`, `MODE ${channel} +b ${"漢".repeat(48)}`, `MODE ${channel} b`);
  assert.match(ann.looks(), / 367 n{32} #c{63} 漢{48}!\*@\* n{32}!\S+ \d+\r\n/);
});

function longUser(table: Table, nick: string) {
  const seat = table.connect();
  seat.sends(`NICK ${nick}`, `USER ${"u".repeat(50)} 0 * :x`);
  seat.looks();
  return seat;
}
