/** A channel: its members, its modes and its lists. The rules of what one may do in it are in `rights`. */

import type { MaskEntry } from "./mask_list.ts";
import { type FlagLetter, type ListLetter, type RankLetter, rankModes } from "./modes.ts";
import { ownText } from "../../wire/own_text.ts";
import type { Session } from "./session.ts";
import { formatPace, type SlowMode } from "./slow_mode.ts";
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

/** What a channel is made of. */
export interface ChannelStart {
  /** See `Channel.name`. */
  readonly name: string;
  /** See `Channel.life`. */
  readonly life: number;
  /** See `Channel.createdAtMs`. */
  readonly createdAtMs: number;
}

/** Places that are kept after a restart for those who were in a channel: their ranks by their folded sources. */
export interface Places {
  /** Who is looked for. */
  readonly ranks: Map<string, Ranks>;
  /** When they are given up, in milliseconds. */
  readonly untilMs: number;
}

/** A channel. Only `apply` changes one. */
export class Channel {
  /** When it was last given another name, in milliseconds. */
  renamedAtMs: number | undefined = undefined;
  /**
   * Key of the fact that made it. A channel whose last member has left has ended; one of that name made later is another,
   * and what was said before its life is not its members' to read unless it was said to all.
   */
  readonly life: number;
  /** When it was made, in milliseconds. */
  createdAtMs: number;
  /** Its topic, if it has one. */
  topic: Topic | undefined = undefined;
  /** Modes that are on. */
  readonly flags: Set<FlagLetter> = new Set(["n", "t"]);
  /** What must be given to enter, if anything. */
  key: string | undefined = undefined;
  /** The account whose channel it is, if it is one's: it leads whenever it comes, and the channel never ends. */
  owner: string | undefined = undefined;
  /** Most members, if there is a most. */
  limit: number | undefined = undefined;
  /** How much each may say, if that is bounded. */
  slow: SlowMode | undefined = undefined;
  /** Masks by folded mask. */
  readonly lists: Readonly<Record<ListLetter, Map<string, MaskEntry>>> = {
    b: new Map(),
    e: new Map(),
    I: new Map(),
    g: new Map(),
  };
  /** How its operators describe it. */
  readonly metadata = new Map<string, string>();
  /** Who may enter once, whatever the modes say. */
  readonly invited = new Set<UserId>();
  /** Since when accounts may read that are not here, by key; see `keepFirstJoin`. */
  readonly firstJoins = new Map<string, number>();
  /** Who has not come back yet since the server was started again. */
  places: Places | undefined = undefined;
  #name: string;
  readonly #members = new Map<User, Ranks>();
  readonly #joinKeys = new Map<User, number>();
  readonly #watchers: Session[] = [];
  #sessions: readonly Session[] | undefined;

  /** Makes a channel without members. */
  constructor({ name, life, createdAtMs }: ChannelStart) {
    this.#name = ownText(name);
    this.life = life;
    this.createdAtMs = createdAtMs;
  }

  /** Name as its first member spelt it, or who has renamed it. */
  get name(): string {
    return this.#name;
  }

  /** Gives it another name; the world's index of names is its caller's duty. */
  rename(name: string): void {
    this.#name = ownText(name);
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

  /** Makes `user` a member by the fact of `key`. */
  add(user: User, ranks: Ranks, key: number): void {
    if (user.sessions.length > 0) this.#sessions = undefined;
    this.#members.set(user, ranks);
    this.#joinKeys.set(user, key);
  }

  /** A member has other sessions than before. */
  renewSessions(): void {
    this.#sessions = undefined;
  }

  /** Gives a member other ranks. */
  setRanks(user: User, ranks: Ranks): void {
    this.#members.set(user, ranks);
  }

  /** Key of the fact by which a member came; undefined where `user` is none. */
  joinKey(user: User): number | undefined {
    return this.#joinKeys.get(user);
  }

  /** Ends a membership. */
  remove(user: User): void {
    this.#members.delete(user);
    this.#joinKeys.delete(user);
    // Those of other servers, of whom many may come and go at once, are not among them.
    if (user.sessions.length > 0) this.#sessions = undefined;
  }

  /** Lets a session see all without being there: the operator's console. */
  watch(session: Session): void {
    this.#watchers.push(session);
    this.#sessions = undefined;
  }

  /** Lets all see it who watch `former`, in the place of which it stands. */
  watchLike(former: Channel): void {
    for (const session of former.#watchers) this.watch(session);
  }
}

/** Modes as MODE shows them; the key only to those who are in. */
export function formatModes(channel: Channel, showsKey: boolean): readonly string[] {
  const { key, limit, slow, flags } = channel;
  const letters = [...flags].sort().join("") + (key === undefined ? "" : "k") +
    (limit === undefined ? "" : "l") + (slow === undefined ? "" : "f");
  const params = [
    ...(key === undefined ? [] : [showsKey ? key : "*"]),
    ...(limit === undefined ? [] : [`${limit}`]),
    ...(slow === undefined ? [] : [formatPace(slow.pace)]),
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
