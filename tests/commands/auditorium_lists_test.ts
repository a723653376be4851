import assert from "node:assert/strict";
import { isMessage, type Message, parseMessage } from "../../wire/message.ts";
import { parseSource } from "../../wire/source.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable } from "../helpers/table.ts";

/** A client's list of who is in `#x`, kept by what it is told. */
class NickList {
  readonly nicks = new Set<string>();
  /** It has lost its last rank: whom it saw until then it still has. */
  isStale = false;
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  get nick(): string {
    return this.#seat.session.user?.nick ?? "";
  }

  /** Takes in all that has come. */
  reads(): void {
    for (const line of this.#seat.lines()) {
      const message = parseMessage(line);
      assert.ok(isMessage(message), line);
      this.#take(message);
    }
  }

  /** What NAMES tells it. */
  asks(): ReadonlySet<string> {
    this.#seat.sends("NAMES #x");
    const words = this.#seat.lines().filter((line) => / 353 /.test(line))
      .flatMap((line) => line.split(" :")[1]?.split(" ") ?? []);
    return new Set(words.map((word) => word.replace(/^[@%+]/, "")));
  }

  #take({ source, command, params }: Message): void {
    const { nick } = parseSource(source);
    const [first = "", second = "", ...rest] = params;
    const own = nick === this.nick;
    if (command === "JOIN" && own) this.#forget();
    if (command === "JOIN") this.nicks.add(nick);
    if (command === "353") {
      for (const word of rest.at(-1)?.split(" ") ?? []) this.nicks.add(word.replace(/^[@%+]/, ""));
    }
    if (command === "QUIT" || command === "PART") this.nicks.delete(nick);
    if (command === "KICK") this.nicks.delete(second);
    if (command === "NICK" && this.nicks.delete(nick)) this.nicks.add(first);
    if (command === "MODE" && first === "#x") {
      for (const param of rest) assert.ok(this.nicks.has(param), `${this.nick} knows no ${param}`);
      if (second.startsWith("-") && rest.includes(this.nick)) this.isStale = true;
    }
  }

  #forget(): void {
    this.nicks.clear();
    this.isStale = false;
  }
}

Deno.test("+u: lists kept by what is told are those of NAMES, whatever happens", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const table = createTable();
    const op = table.user("op");
    op.sends("JOIN #x", "MODE #x +u");
    const seats = ["a", "b", "c", "d", "e"].map((nick) => table.user(nick));
    const lists = seats.map((seat) => new NickList(seat));
    for (let step = 0; step < 120; step++) {
      const seat = randomOf(random, seats);
      const nick = seat.session.user?.nick ?? "";
      const sign = randomOf(random, ["+", "-"]);
      const letter = randomOf(random, ["v", "h", "o"]);
      const other = randomOf(random, seats).session.user?.nick ?? "";
      const deeds: readonly (() => void)[] = [
        () => seat.sends("JOIN #x"),
        () => seat.sends("JOIN #x"),
        () => seat.sends("PART #x"),
        () => seat.sends(`NICK ${nick.charAt(0)}${step}`),
        () => op.sends(`KICK #x ${nick}`),
        () => op.sends(`MODE #x ${sign}${letter} ${nick}`),
        () => op.sends(`MODE #x ${sign}${letter}${letter} ${nick} ${other}`),
        () => op.sends(`MODE #x -ovh+v ${nick} ${nick} ${nick} ${other}`),
        () => seat.sends(`MODE #x -${letter} ${nick}`),
      ];
      deeds[randomBelow(random, deeds.length)]?.();
      for (const list of lists) list.reads();
      for (const [at, list] of lists.entries()) {
        if (!seats[at]?.session.user?.channels.has("#x")) continue;
        const told = list.asks();
        for (const each of told) assert.ok(list.nicks.has(each), `${list.nick} misses ${each}`);
        if (!list.isStale) assert.deepEqual([...list.nicks].sort(), [...told].sort(), list.nick);
      }
    }
  }
});
