/** What `apply` leaves to be kept of what it does. */

import { foldName } from "../../wire/casemap.ts";
import { formatMessage } from "../../wire/format.ts";
import { formatTags, type Tags } from "../../wire/tags.ts";
import type { AccountState } from "./account.ts";
import type { Account } from "./accounts.ts";
import {
  type ChannelState,
  type KeptLine,
  type LineClass,
  lineClass,
  type LogName,
} from "./archive.ts";
import { type Channel, lobbyName } from "./channel.ts";
import type { ListLetter } from "./modes.ts";
import { packLines } from "./multiline.ts";
import { witnesses } from "./ranked_sessions.ts";
import type { Scene } from "./scene.ts";
import type { Relay } from "./sink.ts";
import { accountOwner, ownerOf, type User } from "./user.ts";

/** What says something, and what tells of something else. */
export type LineKind = "said" | "event";

/** Says whether only some may enter or know of a channel, so that what is said there is for them. */
export function isRestricted({ flags, key }: Channel): boolean {
  return key !== undefined || flags.has("i") || flags.has("s") || flags.has("R");
}

/** The log of a channel. */
export function channelLog(name: string): LogName {
  return { owner: "", name: foldName(name) };
}

/**
 * The log of what `owner` and someone called `name` say to each other, as `owner` may read it. Who has an account is called
 * by that, whatever its nick is: see `talkName`.
 */
export function privateLog(owner: User, name: string): LogName {
  return { owner: ownerOf(owner), name: foldName(name) };
}

/** The same of an account, whoever is logged in to it. */
export function accountLog(account: string, name: string): LogName {
  return { owner: accountOwner(account), name: foldName(name) };
}

/** What someone is called in the logs of those who talk to it. */
export function talkName({ account, nick }: User): string {
  return account ?? nick;
}

/**
 * Has a message kept in its channel's log, unless the channel is not to be kept. Gives the relay to show: what the origin
 * sees of it waits until it is kept.
 */
export function keepInChannel(
  scene: Scene,
  channel: Channel,
  relay: Relay,
  { kind, part = 0, wasRestricted = false }: {
    readonly kind: LineKind;
    readonly part?: number;
    readonly wasRestricted?: boolean;
  },
): Relay {
  if (channel.flags.has("E")) return relay;
  const isSaid = kind === "said";
  const openClass = isSaid ? lineClass.openSaid : lineClass.openEvent;
  const restrictedClass = isSaid ? lineClass.restrictedSaid : lineClass.restrictedEvent;
  const log = channelLog(channel.name);
  const kept = keptRelay(scene, relay);
  keepLine(scene, log, {
    relay: kept,
    class: wasRestricted || isRestricted(channel) ? restrictedClass : openClass,
    copy: 0,
    part,
  });
  return kept;
}

/** Has kept what those are told who may see a member; what an auditorium hides from some, all could read later. */
export function keepPresence(
  scene: Scene,
  channel: Channel,
  user: User,
  relay: Relay,
  part = 0,
): Relay {
  const isForAll = witnesses(channel, user) === channel.sessions;
  return isForAll ? keepInChannel(scene, channel, relay, { kind: "event", part }) : relay;
}

/** Has a message of one to another kept for each of them. Gives the relay to show, as `keepInChannel` does. */
export function keepPrivately(
  scene: Scene,
  { sender, receiver }: { readonly sender: User; readonly receiver: User },
  relay: Relay,
  kind: LineKind,
): Relay {
  const kept = keptRelay(scene, relay);
  const common = {
    relay: kept,
    class: kind === "said" ? lineClass.openSaid : lineClass.openEvent,
    part: 0,
  };
  keepLine(scene, privateLog(sender, talkName(receiver)), { ...common, copy: 0 });
  if (receiver !== sender) {
    keepLine(scene, privateLog(receiver, talkName(sender)), { ...common, copy: 1 });
  }
  return kept;
}

/** Has kept what someone tells an account that nobody is logged in to, for each of the two. Gives the relay to show. */
export function keepForAccount(
  scene: Scene,
  { sender, account }: { readonly sender: User; readonly account: string },
  relay: Relay,
): Relay {
  const kept = keptRelay(scene, relay);
  const common = { relay: kept, class: lineClass.openSaid, part: 0 };
  keepLine(scene, privateLog(sender, account), { ...common, copy: 0 });
  if (sender.account !== account) {
    keepLine(scene, accountLog(account, talkName(sender)), { ...common, copy: 1 });
  }
  return kept;
}

/** A relay of what is kept: its line is made once, for its log and for who sees it. */
interface KeptRelay extends Relay {
  readonly line: string;
}

function keptRelay({ origin }: Scene, relay: Relay): KeptRelay {
  const { source, command, params } = relay.message;
  return { ...relay, line: formatMessage({ source, command, params }), gated: origin };
}

interface LineToKeep {
  readonly relay: KeptRelay;
  readonly class: LineClass;
  readonly copy: 0 | 1;
  readonly part: number;
}

function keepLine(
  { keeper, placed, world }: Scene,
  log: LogName,
  { relay, class: kind, copy, part }: LineToKeep,
): void {
  const { fact } = placed;
  const { message, account, line: text } = relay;
  const user = "user" in fact && fact.user !== undefined ? world.users.get(fact.user) : undefined;
  // Whoever may read who has not asked for it is not told: see `historyLines`.
  const tags = account === undefined
    ? message.tags
    : new Map([["account", account], ...message.tags]);
  const line: KeptLine = {
    key: placed.key,
    part,
    timeMs: placed.timeMs,
    author: user === undefined ? "" : ownerOf(user),
    tags: tags.size === 0 ? "" : formatTags(tags),
    line: relay.more === undefined ? text : text + packLines(relay.more),
  };
  keeper.keep({ kind: "line", log, class: kind, copy, line });
}

/** Has a channel kept as it is now, but for its members. */
export function keepChannel({ keeper }: Scene, channel: Channel): void {
  keeper.keep({ kind: "channel", state: channelState(channel) });
}

/** A channel as it is now, but for its members. */
export function channelState(channel: Channel): ChannelState {
  const { name, life, createdAtMs, topic, flags, key, limit, slow, owner, lists, metadata } =
    channel;
  const masks = (letter: ListLetter) => [...lists[letter].values()];
  return {
    name,
    life,
    createdAtMs,
    flags: [...flags].join(""),
    lists: { b: masks("b"), e: masks("e"), I: masks("I"), g: masks("g") },
    ...(topic === undefined ? {} : { topic }),
    ...(key === undefined ? {} : { key }),
    ...(limit === undefined ? {} : { limit }),
    ...(slow === undefined ? {} : { slow: slow.pace }),
    ...(metadata.size === 0 ? {} : { metadata: Object.fromEntries(metadata) }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Has an account kept as it is now, but for how far it has read. */
export function keepAccount({ keeper }: Scene, account: Account): void {
  keeper.keep({ kind: "account", state: accountState(account) });
}

/** An account as it is now, but for how far it has read. */
export function accountState(account: Account): AccountState {
  const { name, madeAtMs, credential, credentialKey, fingerprints, metadata } = account;
  const listed = fingerprints.size === 0 ? {} : { fingerprints: [...fingerprints] };
  const described = metadata.size === 0 ? {} : { metadata: Object.fromEntries(metadata) };
  return { name, madeAtMs, credential, credentialKey, ...listed, ...described };
}

/** Has a member kept with the ranks that it has now, so that it finds its place again. */
export function keepMember({ keeper }: Scene, channel: Channel, user: User): void {
  const ranks = channel.members.get(user) ?? 0;
  const { source } = user;
  keeper.keep({ kind: "member", channel: foldName(channel.name), source: foldName(source), ranks });
}

/** Has it kept that someone called `source` has no place in a channel any more, and the channel's end if that was it. */
export function keepDeparture(
  { keeper, world }: Scene,
  channel: Channel,
  source: string,
): void {
  const name = foldName(channel.name);
  if (world.channel(name) === channel || name === lobbyName) {
    keeper.keep({ kind: "memberGone", channel: name, source: foldName(source) });
  } else keeper.keep({ kind: "channelEnded", channel: name });
}

/** Client-only tags that make a TAGMSG worth keeping: it belongs to another message. */
const lastingTags: readonly string[] = ["+draft/react", "+draft/unreact", "+draft/reply", "+reply"];

/** Says whether a message is kept: typing passes, as do questions from program to program. */
export function isLasting(command: string, text: string, tags: Tags): boolean {
  if (command === "TAGMSG") return lastingTags.some((name) => tags.has(name));
  return !text.startsWith("\x01") || text.startsWith("\x01ACTION ");
}
