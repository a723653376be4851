/** Who has which ranks in the channels that we are in: https://modern.ircdocs.horse/#channel-membership-prefixes */

import { foldName } from "../wire/casemap.ts";
import type { BareEvent } from "./bare_event.ts";
import type { MemberTold } from "./event.ts";
import type { ServerSupport } from "./server_support.ts";

// Most who have a rank, of all channels together.
const maxRanked = 50_000;

/** Keeps those who have one; all others have none. */
export class Ranks {
  readonly #channels = new Map<string, Map<string, string>>();
  #size = 0;

  /** All ranks of a channel are told anew. */
  set(channel: string, members: readonly MemberTold[]): void {
    this.drop(channel);
    for (const { nick, prefixes } of members) this.#put(channel, nick, prefixes);
  }

  /** Nothing is known of a channel any more. */
  drop(channel: string): void {
    const key = foldName(channel);
    this.#size -= this.#channels.get(key)?.size ?? 0;
    this.#channels.delete(key);
  }

  /** Forgets all. */
  clear(): void {
    this.#channels.clear();
    this.#size = 0;
  }

  /** Takes the words of a MODE of a channel, letters first; gives who has other ranks now. */
  change(channel: string, words: readonly string[], support: ServerSupport): readonly BareEvent[] {
    const told = new Map<string, string>();
    const params = words.slice(1);
    let isSet = true;
    for (const letter of words[0] ?? "") {
      if (letter === "+" || letter === "-") isSet = letter === "+";
      else if (support.hasParam(letter, isSet)) {
        const who = params.shift() ?? "";
        const sign = support.prefixes[support.prefixModes.indexOf(letter)] ?? "";
        if (who === "" || sign === "") continue;
        const others = this.#of(channel, who).replaceAll(sign, "");
        this.#put(channel, who, isSet ? inOrder(others + sign, support.prefixes) : others);
        told.set(foldName(who), who);
      }
    }
    return [...told.values()].map((who) => ({
      kind: "ranked",
      channel,
      who,
      prefixes: this.#of(channel, who),
    }));
  }

  /** Takes note of who goes, and who is called otherwise. */
  follow(event: BareEvent): void {
    switch (event.kind) {
      case "left":
      case "kicked":
        if (event.isOwn) this.drop(event.channel);
        else this.#put(event.channel, event.who, "");
        return;
      case "quit":
        this.#replace(event.who, undefined);
        return;
      case "renamed":
        this.#replace(event.who, event.to);
    }
  }

  /** Somebody is called otherwise in all channels, or (undefined) is in none. */
  #replace(who: string, to: string | undefined): void {
    const key = foldName(who);
    for (const ranks of this.#channels.values()) {
      const prefixes = ranks.get(key);
      if (prefixes === undefined) continue;
      const before = ranks.size;
      ranks.delete(key);
      if (to !== undefined) ranks.set(foldName(to), prefixes);
      this.#size += ranks.size - before;
    }
  }

  /** A channel has another name now. */
  rename(channel: string, to: string): void {
    const ranks = this.#channels.get(foldName(channel));
    if (ranks === undefined) return;
    this.#channels.delete(foldName(channel));
    this.drop(to);
    this.#channels.set(foldName(to), ranks);
  }

  #of(channel: string, nick: string): string {
    return this.#channels.get(foldName(channel))?.get(foldName(nick)) ?? "";
  }

  #put(channel: string, nick: string, prefixes: string): void {
    const key = foldName(channel);
    const ranks = this.#channels.get(key) ?? new Map<string, string>();
    const before = ranks.size;
    if (prefixes === "") ranks.delete(foldName(nick));
    else if (this.#size < maxRanked) ranks.set(foldName(nick), prefixes);
    this.#size += ranks.size - before;
    if (ranks.size > 0) this.#channels.set(key, ranks);
    else this.#channels.delete(key);
  }
}

/** Signs in the order of rank. */
export function inOrder(signs: string, prefixes: string): string {
  return [...prefixes].filter((sign) => signs.includes(sign)).join("");
}
