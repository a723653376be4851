import assert from "node:assert/strict";
import { type Random, randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const nicks = ["ann", "Ann", "bob", "eve", "zoe"];
const channels = ["#a", "#A", "#b", "#lobby", "#a,#b"];

Deno.test("whatever people do, all who are in a channel see the same of it, in the same order", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seededRandom(seed);
    const table = createTable();
    const seats = sitDown(table);
    for (let step = 0; step < 60; step++) {
      const actor = randomOf(random, seats);
      const staying = seats.filter((seat) => seat !== actor && seat.session.dialect === "irc");
      actor.sends(...Array.from({ length: randomBelow(random, 5) }, () => randomLine(random)));
      for (const channel of table.world.channels.values()) {
        const views = staying.filter(({ session }) =>
          session.user && channel.members.has(session.user)
        )
          .map((seat) => told(seat.outlet.text, channel.name));
        for (const view of views) assert.deepEqual(view, views[0], `Seed ${seed}, step ${step}`);
      }
      for (const seat of seats) seat.looks();
      comeBack(table, seats);
    }
  }
});

Deno.test("whatever people do while facts are on their way, the world stays sound and ids only grow", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seededRandom(seed);
    const table = createTable();
    const seats = sitDown(table);
    table.bus.holds = true;
    const lastIds = new Map<Seat, string>();
    for (let step = 0; step < 80; step++) {
      randomOf(random, seats).sends(...Array.from({ length: 3 }, () => randomLine(random)));
      if (randomBelow(random, 12) === 0) randomOf(random, seats).drops("Connection lost");
      table.releases(randomBelow(random, 6));
      for (const seat of seats) {
        for (const [, id = ""] of seat.looks().matchAll(/msgid=(\w+)/g)) {
          assert.ok(id >= (lastIds.get(seat) ?? ""), `Seed ${seed}, step ${step}`);
          lastIds.set(seat, id);
        }
      }
      comeBack(table, seats);
    }
    while (table.bus.waiting > 0) table.releases();
    for (const { session, heldLines, isClosed } of seats) {
      assert.equal(session.pendingFacts, 0);
      assert.ok(isClosed || heldLines === 0);
    }
  }
});

function sitDown(table: Table): Seat[] {
  const plain = table.connect();
  plain.sends("pat");
  return [...["one", "two", "three", "four"].map((nick) => arrive(table, nick)), plain];
}

function arrive(table: Table, nick: string): Seat {
  const seat = table.connect();
  seat.sends(
    "CAP REQ :message-tags echo-message",
    `NICK ${nick}`,
    `USER ${nick} 0 * :x`,
    "CAP END",
  );
  seat.looks();
  return seat;
}

/** Whoever has gone is followed by someone new. */
function comeBack(table: Table, seats: Seat[]): void {
  for (const [at, seat] of seats.entries()) {
    if (seat.isClosed) seats[at] = arrive(table, `new${seat.session.id}`);
  }
}

function randomLine(random: Random): string {
  const channel = randomOf(random, channels);
  const nick = randomOf(random, nicks);
  return randomOf(random, [
    ...[`JOIN ${channel}`, `JOIN ${channel}`, `PART ${channel} :bye`, "JOIN 0", `NICK ${nick}`],
    ...[`PRIVMSG ${channel} :hi`, `PRIVMSG ${channel},${nick} :hi`, `NOTICE ${channel} :hi`],
    ...[`@+a=b TAGMSG ${channel}`, `TOPIC ${channel} :new`, `MODE ${nick} +i`, "QUIT :bye"],
    ...[`MODE ${channel} +o ${nick}`, `MODE ${channel} +b ${nick}`, `MODE ${channel} -b ${nick}`],
    ...[`MODE ${channel} +m-t`, `MODE ${channel} -m+v ${nick}`, `MODE ${channel} +k key`],
    ...[`KICK ${channel} ${nick}`, `INVITE ${nick} ${channel}`, `PRIVMSG @${channel} :hi`],
    ...[`NAMES ${channel}`, "WHO *", "LIST", "exit", "/join #b", "/me waves", `/nick ${nick}`],
  ]);
}

/** What a view holds of a channel, without answers. */
function told(text: string, channel: string): readonly string[] {
  const ofChannel = ` ${channel.toLowerCase()}`;
  return text.toLowerCase().split("\r\n").filter((line) => {
    const [, , command, target] = line.split(" ");
    return command !== undefined && !/^\d/.test(command) && ` ${target}` === ofChannel;
  });
}
