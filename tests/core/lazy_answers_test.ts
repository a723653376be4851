import assert from "node:assert/strict";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

Deno.test("NAMES lists nobody who has gone or been renamed while it was pulled", () => {
  for (let taken = 0; taken < 4; taken++) {
    const { table, members, ann } = crowd();
    ann.outlet.isStalled = true;
    ann.sends("NAMES #x");
    ann.takes(taken);
    const roster = new Set(namesIn(ann.lines()));
    for (const [at, seat] of members.entries()) {
      const nick = seat.session.user?.nick ?? "";
      if (at % 3 === 0) seat.sends("PART #x");
      if (at % 3 === 1) seat.sends(`NICK ${nick}_`);
      if (at % 3 === 2) continue;
      roster.delete(nick);
    }
    table.user("newcomer").sends("JOIN #x");
    ann.outlet.isStalled = false;
    ann.takes(Infinity);
    const later = ann.lines();
    for (const nick of namesIn(later)) roster.add(nick);
    const there = [...table.world.channel("#x")?.members.keys() ?? []].map(({ nick }) => nick);
    for (const nick of roster) assert.ok(there.includes(nick), `${nick} is a ghost`);
    assert.equal(later.at(-1), ":chat.local 366 ann #x :End of /NAMES list");
  }
});

Deno.test("WHO and LIST go on while people and channels come and go", () => {
  for (let taken = 0; taken < 8; taken++) {
    const { table, members, ann } = crowd();
    ann.outlet.isStalled = true;
    ann.sends("WHO #x", "WHO *", "LIST");
    ann.takes(taken);
    for (const [at, seat] of members.entries()) {
      if (at % 2 === 0) seat.sends("QUIT");
      else seat.sends("NICK n" + at, "JOIN #y" + at, "PART #x");
    }
    ann.looks();
    ann.outlet.isStalled = false;
    ann.takes(Infinity);
    const lines = ann.lines();
    for (const line of lines) {
      const nick = / 352 ann \S+ \S+ \S+ \S+ (\S+) /.exec(line)?.[1];
      if (nick !== undefined) assert.ok(table.world.userByNick(nick), line);
    }
    const ends = lines.filter((line) => / 315 | 323 /.test(line));
    assert.deepEqual(ends, [
      ":chat.local 315 ann #x :End of WHO list",
      ":chat.local 315 ann * :End of WHO list",
      ":chat.local 323 ann :End of /LIST",
    ]);
  }
});

Deno.test("an answer goes on when its channel ends, and ends with its reader", () => {
  const { members, ann } = crowd();
  ann.outlet.isStalled = true;
  ann.sends("WHO #x", "NAMES #x", "PING x");
  ann.takes(2);
  for (const seat of members) seat.sends("QUIT");
  ann.outlet.isStalled = false;
  ann.takes(Infinity);
  assert.deepEqual(ann.lines().slice(-3), [
    ":chat.local 315 ann #x :End of WHO list",
    ":chat.local 366 ann #x :End of /NAMES list",
    ":chat.local PONG chat.local :x",
  ]);
  ann.outlet.isStalled = true;
  ann.sends("WHO *");
  ann.drops("Connection lost");
  ann.takes(Infinity);
});

Deno.test("lines wait while an answer is pulled, and a reply comes after it", () => {
  const { ann } = crowd();
  ann.outlet.isStalled = true;
  ann.sends("LIST", "PING x");
  assert.equal(ann.heldLines, 1);
  ann.takes(Infinity);
  ann.takes(1);
  assert.equal(ann.lines().at(-1), ":chat.local PONG chat.local :x");
});

/** Thirty long nicks in a channel, and one who looks on. */
function crowd(): { readonly table: Table; readonly members: readonly Seat[]; readonly ann: Seat } {
  const table = createTable();
  const members = Array.from({ length: 30 }, (_, at) => table.user(`${"m".repeat(29)}${at + 10}`));
  for (const seat of members) seat.sends("JOIN #x");
  return { table, members, ann: table.user("ann") };
}

function namesIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => / 353 \S+ = \S+ :(.*)$/.exec(line)?.[1]?.split(" ") ?? [])
    .map((name) => name.replace("@", ""));
}
