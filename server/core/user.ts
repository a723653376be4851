/** A person (or program) that others see, apart from the connections it uses. */

import { foldName } from "../../wire/casemap.ts";
import type { Channel } from "./channel.ts";
import type { UserModeLetter } from "./facts.ts";
import { ownText } from "../../wire/own_text.ts";
import type { Session, SessionRef } from "./session.ts";

/** Longest nick of anyone, in characters. People choose shorter ones; in anonymous mode addresses stand for nicks. */
export const maxAnyNickLength = 64;

/** Longest `nick!user@host`, in characters. */
export const maxSourceLength: number = maxAnyNickLength + 20 + 63 + 2;

/** Unique over all servers of one chat; never shown. */
export type UserId = string;

/** Who someone is, as a fact tells it. */
export interface Identity {
  /** See `UserId`. */
  readonly id: UserId;
  /** Nick as it is spelt. */
  readonly nick: string;
  /** User name with its `~`. */
  readonly username: string;
  /** Host as shown. */
  readonly host: string;
  /** Real name, any text. */
  readonly realname: string;
  /** Why it is away from the start, if it is. */
  readonly away?: string;
  /** The account that it has logged in to, if any. */
  readonly account?: string;
}

/** A user of the chat. Only `apply` changes one. */
export interface User {
  /** See `UserId`. */
  readonly id: UserId;
  /** User name with its `~`. */
  readonly username: string;
  /** Host as shown. */
  host: string;
  /** When it registered, in milliseconds. */
  readonly arrivedAtMs: number;
  /** Real name, any text. */
  realname: string;
  /** When it last said something, in milliseconds. */
  lastSpokeMs: number;
  /** All its connections, to whichever server, each with why it is away: the user is where all of them are. */
  readonly links: Map<SessionRef, string | undefined>;
  /** Those of them that are server operators'. */
  operators: readonly SessionRef[];
  /**
   * Its connections to this server, to deliver to; none where they are all to others. Replaced, never changed in place,
   * since its identity tells a run.
   */
  sessions: readonly Session[];
  /** Channels it is in, by folded name. */
  readonly channels: Map<string, Channel>;
  /** Nick as it is spelt. */
  nick: string;
  /** `nick!user@host`, made anew when a part of it changes, since every message carries it. */
  source: string;
  /** Its own modes that are on. Replaced, never changed in place: most users share the empty ones. */
  modes: ReadonlySet<UserModeLetter>;
  /** The account that it has logged in to, as it is spelt. */
  account: string | undefined;
  /** How far it has read, in milliseconds, by folded target; its account's, where it has one. */
  readUpToMs: Map<string, number>;
  /** How it describes itself; its account's, where it has one, else gone with it. */
  metadata: Map<string, string>;
  /** Why it is away; undefined while it is here. */
  away: string | undefined;
}

const noModes: ReadonlySet<UserModeLetter> = new Set();

/** Makes a user that is in no channel and has no session yet. */
export function createUser(identity: Identity, arrivedAtMs: number): User {
  const { id, host } = identity;
  const nick = ownText(identity.nick);
  const username = ownText(identity.username);
  return {
    id,
    username,
    host,
    realname: ownText(identity.realname),
    arrivedAtMs,
    lastSpokeMs: arrivedAtMs,
    links: new Map(),
    operators: [],
    sessions: [],
    channels: new Map(),
    nick,
    source: formatSource(nick, username, host),
    modes: noModes,
    account: undefined,
    readUpToMs: new Map(),
    metadata: new Map(),
    away: identity.away === undefined ? undefined : ownText(identity.away),
  };
}

/** Says whether two users are one, or are logged in to the same account. */
export function isSamePerson(one: User, other: User): boolean {
  return one === other || (one.account !== undefined && one.account === other.account);
}

/** Whose a user's private logs and its messages are: its account's, or its own for as long as it is here. */
export function ownerOf({ id, account }: User): string {
  return account === undefined ? id : accountOwner(account);
}

/** Whose the private logs of an account are; no id of a user starts so. */
export function accountOwner(account: string): string {
  return `=${foldName(account)}`;
}

/** Gives a user another nick. For `apply`; the world's index of nicks is its caller's duty. */
export function renameUser(user: User, nick: string): void {
  user.nick = ownText(nick);
  user.source = formatSource(user.nick, user.username, user.host);
}

/** Shows a user with another host. For `apply`. */
export function rehostUser(user: User, host: string): void {
  user.host = ownText(host);
  user.source = formatSource(user.nick, user.username, user.host);
}

function formatSource(nick: string, username: string, host: string): string {
  return `${nick}!${username}@${host}`;
}
