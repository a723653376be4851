/** Who was here: https://modern.ircdocs.horse/#whowas-message */

import { foldName } from "../../wire/casemap.ts";
import type { User } from "./user.ts";

/** Someone as they were when they left or took another nick. */
export interface Former {
  /** The nick that they had. */
  readonly nick: string;
  /** User name with its `~`. */
  readonly username: string;
  /** Host as shown. */
  readonly host: string;
  /** Real name. */
  readonly realname: string;
  /** When they left it, in milliseconds. */
  readonly untilMs: number;
}

const maxEntries = 1_000;
const maxPerNick = 10;

/** The last who left, newest first for each nick; the oldest are forgotten. */
export class Whowas {
  readonly #byNick = new Map<string, readonly Former[]>();

  /** Keeps what a user is now. */
  add(user: User, nowMs: number): void {
    const key = foldName(user.nick);
    const { nick, username, host, realname } = user;
    const before = this.#byNick.get(key) ?? [];
    // Taken out and put in again, so that the map's order is that of the last use.
    this.#byNick.delete(key);
    const entry = { nick, username, host, realname, untilMs: nowMs };
    this.#byNick.set(key, [entry, ...before].slice(0, maxPerNick));
    if (this.#byNick.size <= maxEntries) return;
    for (const oldest of this.#byNick.keys()) {
      this.#byNick.delete(oldest);
      break;
    }
  }

  /** All who had a nick, newest first. */
  of(nick: string): readonly Former[] {
    return this.#byNick.get(foldName(nick)) ?? [];
  }
}
