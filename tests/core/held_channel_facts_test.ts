import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

/** Lets one line go first in order, and another one of someone who has not seen it yet. */
function cross(
  table: Table,
  first: readonly [Seat, string],
  second: readonly [Seat, string],
): void {
  table.bus.holds = true;
  first[0].sends(first[1]);
  second[0].sends(second[1]);
  table.releases();
  table.bus.holds = false;
}

/** In `#x` ann leads and bob does not; eve is not there. */
function room() {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  ann.sends("MODE #x -t");
  forget(ann, bob);
  return { table, ann, bob, eve };
}

Deno.test("what is said after a kick, a moderation or a ban came first is void, and refused by 404", () => {
  const vectors = [
    ["KICK #x bob :out", "KICK #x bob :out", "You are not in that channel (+n)"],
    ["MODE #x +m", "MODE #x +m", "Only members with a voice speak in that channel (+m)"],
    ["MODE #x +b bob", "MODE #x +b bob!*@*", "You are banned from that channel (+b)"],
  ] as const;
  for (const [line, told, why] of vectors) {
    const { table, ann, bob } = room();
    cross(table, [ann, line], [bob, "PRIVMSG #x :hi"]);
    bob.sees([`${by("ann")} ${told}`, `:chat.local 404 bob #x :${why}`]);
    ann.sees([`${by("ann")} ${told}`]);
  }
});

Deno.test("a topic after +t came first is void, and refused by 482", () => {
  const { table, ann, bob } = room();
  cross(table, [ann, "MODE #x +t"], [bob, "TOPIC #x :mine"]);
  bob.sees([`${by("ann")} MODE #x +t`, refused("bob")]);
  assert.equal(table.world.channel("#x")?.topic, undefined);
});

Deno.test("a JOIN after a ban came first is void, and refused by 474; who is invited enters", () => {
  const { table, ann, eve } = room();
  cross(table, [ann, "MODE #x +b eve"], [eve, "JOIN #x"]);
  eve.sees([":chat.local 474 eve #x :You are banned from that channel (+b)"]);
  ann.sends("INVITE eve #x");
  cross(table, [ann, "MODE #x +b *!*@*"], [eve, "JOIN #x"]);
  assert.match(eve.looks(), /INVITE eve #x\r\n\S+ JOIN #x\r\n/);
});

Deno.test("an INVITE of who has come meanwhile is void, and refused by 443", () => {
  const { table, ann, eve } = room();
  cross(table, [eve, "JOIN #x"], [ann, "INVITE eve #x"]);
  assert.match(ann.looks(), / JOIN #x\r\n:chat\.local 443 ann eve #x :/);
  assert.equal(table.world.channel("#x")?.invited.size, 0);
});

Deno.test("KICK, INVITE and MODE after one has lost one's rank are void, and refused by 482", () => {
  for (const line of ["KICK #x ann :out", "INVITE eve #x", "MODE #x +m", "MODE #x +o eve"]) {
    const { table, ann, bob, eve } = room();
    gather("#x", eve);
    if (line.startsWith("INVITE")) eve.sends("PART #x");
    ann.sends("MODE #x +oi bob");
    forget(ann, bob, eve);
    cross(table, [ann, "MODE #x -o bob"], [bob, line]);
    bob.sees([`${by("ann")} MODE #x -o bob`, refused("bob")]);
    ann.sees([`${by("ann")} MODE #x -o bob`]);
    assert.equal(table.world.channel("#x")?.flags.has("m"), false);
  }
});

Deno.test("KICK of who has left, or stands higher now, is void", () => {
  const { table, ann, bob, eve } = room();
  gather("#x", eve);
  ann.sends("MODE #x +h bob");
  forget(ann, bob, eve);
  cross(table, [ann, "MODE #x +o eve"], [bob, "KICK #x eve"]);
  bob.sees([`${by("ann")} MODE #x +o eve`, refused("bob")]);
  cross(table, [eve, "PART #x"], [ann, "KICK #x eve"]);
  assert.equal(ann.lines().at(-1), ":chat.local 441 ann eve #x :They are not in that channel");
  cross(table, [eve, "QUIT"], [ann, "INVITE eve #x"]);
  ann.sees([]);
});

Deno.test("a rank for who has left is left out, and the rest is told", () => {
  const { table, ann, bob } = room();
  cross(table, [bob, "PART #x"], [ann, "MODE #x +ovm bob bob"]);
  ann.sees([`${by("bob")} PART #x`, `${by("ann")} MODE #x +m`]);
});

Deno.test("two that set the same: the second changes nothing, and nothing is told of it", () => {
  const { table, ann, bob } = room();
  ann.sends("MODE #x +o bob");
  forget(ann, bob);
  cross(table, [ann, "MODE #x +mk key"], [bob, "MODE #x +mks key"]);
  const told = [`${by("ann")} MODE #x +mk key`, `${by("bob")} MODE #x +s`];
  ann.sees(told);
  bob.sees(told);
});

Deno.test("two that fill a list: it never holds more than there may be", () => {
  const { table, ann, bob } = room();
  ann.sends("MODE #x +o bob");
  for (let at = 0; at < 99; at++) ann.sends(`MODE #x +b n${at}`);
  forget(ann, bob);
  cross(table, [ann, "MODE #x +b one"], [bob, "MODE #x +b two"]);
  bob.sees([
    `${by("ann")} MODE #x +b one!*@*`,
    ":chat.local 478 bob #x b :The channel's lists are full: 100 masks",
  ]);
  assert.equal(table.world.channel("#x")?.lists.b.size, 100);
});

function refused(nick: string): string {
  return `:chat.local 482 ${nick} #x :You are not an operator of that channel`;
}
