/** Who is in a channel that was just joined, as far as it will be shown. */

import { foldName } from "../wire/casemap.ts";
import type { ChannelTold, Stamp } from "./event.ts";

const maxNames = 20;
const maxOpen = 50;

/** A roll that is being told, in several messages. */
interface OpenRoll {
  readonly channel: string;
  readonly names: string[];
  total: number;
}

/** What comes out when a roll is closed. */
export type RollCalled = Omit<Extract<ChannelTold, { kind: "names" }>, keyof Stamp>;

/** Collects the answers of NAMES that follow a join; the first names are kept, the others only counted. */
export class Roll {
  readonly #open = new Map<string, OpenRoll>();

  /** We have joined `channel`: names for it are expected. */
  open(channel: string): void {
    if (this.#open.size < maxOpen) {
      this.#open.set(foldName(channel), { channel, names: [], total: 0 });
    }
  }

  /** Takes one answer: nicks with the marks of their rank, apart by spaces. */
  add(channel: string, nicks: string): void {
    const roll = this.#open.get(foldName(channel));
    if (roll === undefined) return;
    for (const nick of nicks.split(" ")) {
      const name = nick.replace(/^[~&@%+!.]+/, "");
      if (name === "") continue;
      roll.total++;
      if (roll.names.length < maxNames) roll.names.push(name);
    }
  }

  /** The last answer has come; gives the roll if it was expected. */
  close(channel: string): RollCalled | undefined {
    const roll = this.#open.get(foldName(channel));
    if (roll === undefined) return undefined;
    this.#open.delete(foldName(channel));
    return { kind: "names", channel: roll.channel, names: roll.names, total: roll.total };
  }
}
