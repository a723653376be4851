/** A channel: its members, its modes and its lists. The rules of what one may do in it are in `rights`. */

import type { MaskEntry } from "./mask_list.ts";
import { type FlagLetter, type ListLetter, type RankLetter, rankModes } from "./modes.ts";
import { ownText } from "./own_text.ts";
import type { Session } from "./session.ts";
import type { User, UserId } from "./user.ts";

/** What a member is in a channel: the bits of its ranks. See `rankModes`. */
export type Ranks = number;

/** A channel's topic with who set it and when. */
export interface Topic {
  /** Never empty. */
  readonly text: string;
  /** Source of who set it. */
  readonly setBy: string;
  /** Time it was set, in milliseconds. */
  readonly setAtMs: number;
}

/** Most channels one user may be in. ISUPPORT CHANLIMIT. */
export const maxChannelsPerUser = 100;

/** The channel that always exists and that plain clients meet in. */
export const lobbyName = "#lobby";

/** A channel. Only `apply` changes one. */
export class Channel {
  /** Name as its first member spelt it. */
  readonly name: string;
  /** When it was made, in milliseconds. */
  readonly createdAtMs: number;
  /** Its topic, if it has one. */
  topic: Topic | undefined = undefined;
  /** Modes that are on. */
  readonly flags: Set<FlagLetter> = new Set(["n", "t"]);
  /** What must be given to enter, if anything. */
  key: string | undefined = undefined;
  /** Most members, if there is a most. */
  limit: number | undefined = undefined;
  /** Masks by folded mask. */
  readonly lists: Readonly<Record<ListLetter, Map<string, MaskEntry>>> = {
    b: new Map(),
    e: new Map(),
    I: new Map(),
  };
  /** Who may enter once, whatever the modes say. */
  readonly invited = new Set<UserId>();
  readonly #members = new Map<User, Ranks>();
  readonly #watchers: Session[] = [];
  #sessions: readonly Session[] | undefined;

  /** Makes a channel without members. */
  constructor(name: string, createdAtMs: number) {
    this.name = ownText(name);
    this.createdAtMs = createdAtMs;
  }

  /** Members with their ranks, in the order they came. */
  get members(): ReadonlyMap<User, Ranks> {
    return this.#members;
  }

  /** Sessions of all members, and of those who watch, dense, made anew only after a change: fan-out walks this. */
  get sessions(): readonly Session[] {
    return this.#sessions ??= [...this.#members.keys()]
      .flatMap((user) => user.sessions)
      .concat(this.#watchers);
  }

  /** Makes `user` a member, or gives it other ranks. */
  setRanks(user: User, ranks: Ranks): void {
    if (!this.#members.has(user)) this.#sessions = undefined;
    this.#members.set(user, ranks);
  }

  /** Ends a membership. */
  remove(user: User): void {
    this.#members.delete(user);
    this.#sessions = undefined;
  }

  /** Lets a session see all without being there: the operator's console. */
  watch(session: Session): void {
    this.#watchers.push(session);
    this.#sessions = undefined;
  }
}

/** Modes as MODE shows them; the key only to those who are in. */
export function formatModes(channel: Channel, showsKey: boolean): readonly string[] {
  const { key, limit, flags } = channel;
  const letters = [...flags].sort().join("") + (key === undefined ? "" : "k") +
    (limit === undefined ? "" : "l");
  const params = [
    ...(key === undefined ? [] : [showsKey ? key : "*"]),
    ...(limit === undefined ? [] : [`${limit}`]),
  ];
  return [`+${letters}`, ...params];
}

/** What goes before a member's nick in NAMES and WHO: the sign of its highest rank, or of all. */
export function memberSigns(ranks: Ranks, showsAll: boolean): string {
  const letters: readonly RankLetter[] = ["o", "h", "v"];
  const signs = letters.filter((letter) => (ranks & rankModes[letter].bit) !== 0)
    .map((letter) => rankModes[letter].sign).join("");
  return showsAll ? signs : signs.slice(0, 1);
}
