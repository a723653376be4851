/** A channel, and the rules of what one may do in it, each written once. */

import { numeric } from "../../wire/numerics.ts";
import { ownText } from "./own_text.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import type { User } from "./user.ts";

/** What a member is in a channel. */
export interface Membership {
  /** Channel operator, shown as `@`. */
  readonly isOperator: boolean;
}

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
  readonly #members = new Map<User, Membership>();
  readonly #watchers: Session[] = [];
  #sessions: readonly Session[] | undefined;

  /** Makes a channel without members. */
  constructor(name: string, createdAtMs: number) {
    this.name = ownText(name);
    this.createdAtMs = createdAtMs;
  }

  /** Members in the order they came. */
  get members(): ReadonlyMap<User, Membership> {
    return this.#members;
  }

  /** Sessions of all members, and of those who watch, dense, made anew only after a change: fan-out walks this. */
  get sessions(): readonly Session[] {
    return this.#sessions ??= [...this.#members.keys()]
      .flatMap((user) => user.sessions)
      .concat(this.#watchers);
  }

  /** Modes as MODE shows them. */
  get modes(): string {
    return "+nt";
  }

  /** Makes `user` a member. */
  add(user: User, membership: Membership): void {
    this.#members.set(user, membership);
    this.#sessions = undefined;
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

/** What goes before a member's nick in NAMES and WHO. */
export function memberPrefix(membership: Membership): string {
  return membership.isOperator ? "@" : "";
}

/** Says whether `viewer` may see `member` in the channel: the invisible are seen by those who are in it too. */
export function isSeenIn(channel: Channel, member: User, viewer: User | undefined): boolean {
  return !member.isInvisible || (viewer !== undefined && channel.members.has(viewer));
}

/** Refuses to let `user` enter one more channel than anyone may be in. */
export function mayEnter(user: User, name: string): Refusal | undefined {
  if (user.channels.size < maxChannelsPerUser) return undefined;
  const text = `You are in ${maxChannelsPerUser} channels; leave one first`;
  return refuse(numeric.ERR_TOOMANYCHANNELS, name, text);
}

/** Refuses to let `user` speak: outsiders may not (mode n). */
export function maySpeak(channel: Channel, user: User): Refusal | undefined {
  if (channel.members.has(user)) return undefined;
  return refuse(numeric.ERR_CANNOTSENDTOCHAN, channel.name, "You are not in that channel");
}

/** Refuses to let `user` set the topic: operators may (mode t). */
export function maySetTopic(channel: Channel, user: User): Refusal | undefined {
  const membership = channel.members.get(user);
  if (membership === undefined) return notOnChannel(channel.name);
  if (membership.isOperator) return undefined;
  return refuse(numeric.ERR_CHANOPRIVSNEEDED, channel.name, "Only channel operators set the topic");
}

/** Refuses what only members may do. */
export function mustBeMember(channel: Channel, user: User): Refusal | undefined {
  return channel.members.has(user) ? undefined : notOnChannel(channel.name);
}

function notOnChannel(name: string): Refusal {
  return refuse(numeric.ERR_NOTONCHANNEL, name, "You are not in that channel");
}
