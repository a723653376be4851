/** Lines to a server that is all there but for its sockets, said by several people. */

import assert from "node:assert/strict";
import { commandTable } from "../../server/commands/table.ts";
import type { Capability } from "../../wire/capabilities.ts";
import { upperWord } from "../../wire/casemap.ts";
import { isMessage, parseMessage } from "../../wire/message.ts";
import { safeText } from "../../wire/safe_text.ts";
import { maxTagBytes } from "../../wire/tags.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { type Random, randomBelow } from "../helpers/random.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";
import { expand, wordsOf } from "./grammar.ts";
import { lineGrammar } from "./line_grammar.ts";
import { joined } from "./mutation.ts";
import { plainGrammar } from "./plain_grammar.ts";
import type { Notice, Piece, Target } from "./target.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const lineEnd = encoder.encode("\r\n");

/** Who sits where: a piece begins with the digit of a seat, or with `!` and something that happens. */
type Arrival = (table: Table) => Seat;

/** Somebody who has said nothing yet. */
const silent: Arrival = (table) => table.connect("192.0.2.1");

const many: readonly Capability[] = [
  ...["message-tags", "echo-message", "labeled-response", "batch", "server-time"] as const,
  ...["draft/multiline", "draft/chathistory", "draft/event-playback", "draft/metadata-2"] as const,
  ...[
    "draft/message-redaction",
    "draft/read-marker",
    "draft/channel-rename",
    "away-notify",
  ] as const,
  ...["extended-join", "account-notify", "account-tag", "chghost", "soju.im/search"] as const,
  ...["draft/account-registration", "standard-replies", "setname", "invite-notify"] as const,
];

const ircArrivals: readonly Arrival[] = [
  (table) => comes(table, "ann", many),
  (table) => comes(table, "bob", ["message-tags", "echo-message", "userhost-in-names"]),
  (table) => comes(table, "cat", []),
  (table) => comes(table, "dan", many, "OPER root secret"),
  (table) => sits(table, "pat"),
  silent,
];

const plainArrivals: readonly Arrival[] = [
  (table) => sits(table, "pat"),
  (table) => sits(table, "quinn"),
  silent,
  silent,
  (table) => comes(table, "ann", many),
];

/** See `Target`. A piece is a line of IRC, or something that happens to its sender. */
export const ircTarget: Target = talkTarget({
  name: "irc",
  share: 15,
  arrivals: ircArrivals,
  make: (random) => expand(random, lineGrammar, "line"),
  words: [...wordsOf(lineGrammar), ...commandTable.keys()],
});

/** See `Target`. A piece is a line of somebody who speaks no IRC. */
export const plainTarget: Target = talkTarget({
  name: "plain",
  share: 10,
  arrivals: plainArrivals,
  make: (random, seat) =>
    seat === plainArrivals.length - 1 || randomBelow(random, 20) === 0
      ? expand(random, lineGrammar, "line")
      : expand(random, plainGrammar, "line"),
  words: [...wordsOf(plainGrammar), ...wordsOf(lineGrammar)],
});

interface Talk extends Pick<Target, "name" | "share" | "words"> {
  readonly arrivals: readonly Arrival[];
  readonly make: (random: Random, seat: number) => string;
}

const happenings: readonly string[] = [
  ...["!drop", "!wait", "!wait", "!hold", "!release 1", "!release 9", "!keep", "!lose", "!later"],
  ...["!stall", "!take", "!ping", "!quiet"],
];

function talkTarget({ name, share, words, arrivals, make }: Talk): Target {
  return {
    name,
    share,
    words,
    scriptPieces: 150,
    changedShare: 50,
    make(random) {
      const seat = randomBelow(random, arrivals.length);
      const rare = randomBelow(random, 12 * happenings.length);
      const what = happenings[rare];
      return encoder.encode(what === undefined ? seat + make(random, seat) : `${what} ${seat}`);
    },
    run(script, notice) {
      // Short messages of both kinds of servers.
      const table = createTable({
        plain: (script[0]?.length ?? 0) % 5 === 0 ? "anonymous" : "alias",
      });
      try {
        new Room(table, arrivals).takes(script, notice);
      } finally {
        table.archive.close();
      }
      return script.length;
    },
  };
}

function comes(table: Table, nick: string, caps: readonly Capability[], ...more: string[]): Seat {
  const seat = table.connect();
  if (caps.length > 0) seat.sends(`CAP REQ :${caps.join(" ")}`);
  seat.sends(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, "CAP END", "JOIN #lobby,#a", ...more);
  return seat;
}

function sits(table: Table, alias: string): Seat {
  const seat = table.connect();
  seat.waits();
  seat.sends(alias);
  return seat;
}

/** A table and who sits at it while a script runs. */
class Room {
  readonly #table: Table;
  readonly #arrivals: readonly Arrival[];
  readonly #seats: Seat[];
  /** Those who have said nothing and were not asked their name, as everybody is once. */
  readonly #silent = new Set<Seat>();

  constructor(table: Table, arrivals: readonly Arrival[]) {
    this.#table = table;
    this.#arrivals = arrivals;
    this.#seats = arrivals.map((arrive) => this.#arrive(arrive));
    for (const seat of this.#seats) seat.looks();
  }

  /** Runs a script to its end, at which nobody must still wait for anything. */
  takes(script: readonly Piece[], notice: Notice): void {
    for (const [at, piece] of script.entries()) {
      const said = this.#take(piece);
      for (const seat of this.#seats) this.#look(seat, (feature) => notice(at, said + feature));
      this.#comeBack();
    }
    const table = this.#table;
    table.bus.holds = false;
    while (table.bus.waiting > 0) table.releases();
    table.keeps();
    for (const seat of this.#seats) seat.outlet.isStalled = false;
    for (const seat of this.#seats) seat.takes(Infinity);
    for (const seat of this.#seats) {
      assert.ok(seat.isClosed || seat.session.pendingFacts === 0, "Somebody waits for ever");
      assert.ok(seat.isClosed || seat.heldLines === 0, "Lines are never handled");
      this.#look(seat, () => {});
    }
  }

  /** Takes a piece, and says what it was in a word. */
  #take(piece: Piece): string {
    const first = piece[0] ?? 48;
    if (first === 33) return this.#happens(decoder.decode(piece));
    const seat = this.#seatOf(first);
    this.#silent.delete(seat);
    const isPlain = seat.session.dialect === "plain";
    const line = piece.subarray(1);
    seat.sendsBytes(joined(line, lineEnd));
    return isPlain ? plainWord(line) : commandWord(line);
  }

  #seatOf(byte: number): Seat {
    const seat = this.#seats[byte % 48 % this.#seats.length];
    assert.ok(seat);
    return seat;
  }

  #happens(text: string): string {
    const [what = "", ...words] = text.split(" ");
    const table = this.#table;
    const seat = this.#seatOf(words.at(-1)?.charCodeAt(0) || 48);
    const acts: Readonly<Record<string, () => void>> = {
      "!drop": () => seat.drops("Connection lost"),
      "!wait": () => this.#waits(seat),
      "!hold": () => table.bus.holds = true,
      "!release": () => table.releases(Number(words[0]) || 1),
      "!quiet": () => table.archive.holds = true,
      "!keep": () => table.keeps(),
      "!lose": () => table.archive.holds ? table.loses() : undefined,
      "!later": () => table.nowMs += 61_000,
      "!stall": () => seat.outlet.isStalled = true,
      "!take": () => {
        seat.outlet.isStalled = false;
        seat.takes(Infinity);
      },
      "!ping": () => table.pings(seat),
    };
    if (!Object.hasOwn(acts, what)) return "!";
    acts[what]?.();
    return what;
  }

  #waits(seat: Seat): void {
    if (this.#silent.delete(seat)) seat.waits();
  }

  #arrive(arrive: Arrival): Seat {
    const seat = arrive(this.#table);
    if (arrive === silent) this.#silent.add(seat);
    return seat;
  }

  /** Whoever has gone is followed by somebody like them, so that their names are taken now and then. */
  #comeBack(): void {
    for (const [at, seat] of this.#seats.entries()) {
      const arrive = this.#arrivals[at];
      if (seat.isClosed && arrive !== undefined) this.#seats[at] = this.#arrive(arrive);
    }
  }

  #look(seat: Seat, say: (feature: string) => void): void {
    const text = seat.looks();
    if (text === "") return;
    if (seat.session.dialect === "plain") checkPlain(text, say);
    else checkIrc(text, say);
  }
}

function checkIrc(text: string, say: (feature: string) => void): void {
  for (const line of text.split("\r\n")) {
    // Who has not said yet what it speaks is asked, and told what is to be told, as people are.
    if (/^(?:alias\?|password\?)?(?:\n?\[server\] [^\n]*\n)?$/.test(line)) continue;
    const message = parseMessage(line);
    assert.ok(isMessage(message), `"${line}" is no message`);
    assert.doesNotMatch(line, /undefined|\[object /, line);
    const tagBytes = line.startsWith("@") ? utf8Length(line.slice(0, line.indexOf(" ") + 1)) : 0;
    assert.ok(tagBytes <= maxTagBytes, `Tags of ${tagBytes} bytes`);
    const isStandardReply = ["FAIL", "WARN", "NOTE"].includes(message.command);
    say(`>${message.command}${isStandardReply ? ` ${message.params[1]}` : ""}`);
  }
}

function checkPlain(text: string, say: (feature: string) => void): void {
  for (const line of text.split(/\r?\n/)) {
    assert.equal(safeText(line), line, "A plain line is not safe");
    const server = /^\[server\] ([A-Z][a-z' ]{0,20})/.exec(line)?.[1];
    say(`>${server ?? (line.startsWith("* ") ? "event" : "talk")}`);
  }
}

function commandWord(line: Piece): string {
  const message = parseMessage(decoder.decode(line));
  if (!isMessage(message)) return message.kind;
  const command = upperWord(message.command);
  if (!commandTable.has(command)) return "unknown";
  const [first = "", second = ""] = message.params;
  const isFamily = ["CAP", "CHATHISTORY", "METADATA", "NS", "NICKSERV"].includes(command);
  const word = command === "METADATA" ? second : first;
  return isFamily && /^[A-Za-z]{2,8}$/.test(word) ? `${command} ${upperWord(word)}` : command;
}

function plainWord(line: Piece): string {
  const [word = ""] = decoder.decode(line).split(" ");
  return /^\/[a-z]{1,8}$/.test(word) ? word : word.startsWith("/") ? "/?" : "talk";
}
