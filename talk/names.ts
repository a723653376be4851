/** Who is in a channel, as NAMES tells it: https://modern.ircdocs.horse/#rplnamreply-353 */

import { foldName } from "../wire/casemap.ts";
import type { MemberTold } from "./event.ts";
import { inOrder } from "./ranks.ts";
import type { ServerSupport } from "./server_support.ts";

/** All that was told of one channel. */
export interface Roll {
  /** As the server spells it. */
  readonly channel: string;
  /** The first of them, in the order in which they came. */
  readonly members: readonly MemberTold[];
  /** How many there are. */
  readonly total: number;
  /** Why it is told: we have come in for the first time, or again, or asked. */
  readonly cause: "entered" | "back" | "asked";
}

interface OpenRoll extends Roll {
  readonly members: MemberTold[];
  total: number;
}

const maxOpen = 50;
// Of all open rolls together.
const maxMembers = 50_000;
const maxNickLength = 100;

/** Collects the answers of NAMES; of very many members the first are kept, the others only counted. */
export class Names {
  readonly #open = new Map<string, OpenRoll>();
  #size = 0;

  /** We have joined `channel`: names for it are expected. */
  expect(channel: string, cause: "entered" | "back"): void {
    this.#drop(channel);
    if (this.#open.size < maxOpen) {
      this.#open.set(foldName(channel), { channel, cause, members: [], total: 0 });
    }
  }

  /** Why a channel is being told of; undefined where nothing is expected. */
  causeOf(channel: string): Roll["cause"] | undefined {
    return this.#open.get(foldName(channel))?.cause;
  }

  /** Takes one answer: nicks with the signs of their ranks, apart by spaces. */
  add(channel: string, nicks: string, support: ServerSupport): void {
    const roll = this.#open.get(foldName(channel)) ?? this.#openAsked(channel);
    if (roll === undefined) return;
    for (const told of nicks.split(" ")) {
      const member = memberOf(told, support);
      if (member === undefined) continue;
      roll.total++;
      if (this.#size >= maxMembers) continue;
      roll.members.push(member);
      this.#size++;
    }
  }

  /** The last answer has come; gives the roll. */
  close(channel: string): Roll | undefined {
    const roll = this.#open.get(foldName(channel));
    this.#drop(channel);
    return roll;
  }

  /** The connection is broken. */
  clear(): void {
    this.#open.clear();
    this.#size = 0;
  }

  #openAsked(channel: string): OpenRoll | undefined {
    if (channel === "" || this.#open.size >= maxOpen) return undefined;
    const roll: OpenRoll = { channel, cause: "asked", members: [], total: 0 };
    this.#open.set(foldName(channel), roll);
    return roll;
  }

  #drop(channel: string): void {
    this.#size -= this.#open.get(foldName(channel))?.members.length ?? 0;
    this.#open.delete(foldName(channel));
  }
}

/** With userhost-in-names the nick has its mask behind it: https://ircv3.net/specs/extensions/userhost-in-names */
function memberOf(told: string, support: ServerSupport): MemberTold | undefined {
  let start = 0;
  while (start < told.length && support.possiblePrefixes.includes(told.charAt(start))) start++;
  const nick = told.slice(start).split("!", 1)[0] ?? "";
  if (nick === "" || nick.length > maxNickLength) return undefined;
  return { nick, prefixes: inOrder(told.slice(0, start), support.prefixes) };
}
