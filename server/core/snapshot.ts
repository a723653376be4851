/** All that every server of one chat knows alike, at one place of the order, to go on from there without what was before. */

import { foldName } from "../../wire/casemap.ts";
import type { Ban } from "./ban.ts";
import type { Channel, Places, Ranks } from "./channel.ts";
import type { ChannelState } from "./archive.ts";
import { accountState, channelState } from "./keeping.ts";
import { createChannel, type KeptAccount, restoreAccounts } from "./restore.ts";
import type { SessionRef } from "./session.ts";
import type { Series } from "./window_counter.ts";
import { createUser, type Identity, type User, type UserId } from "./user.ts";
import { isUserMode } from "./user_modes.ts";
import type { Node, World } from "./world.ts";

/** A map as JSON takes it. */
export type Entries<Value> = readonly (readonly [key: string, value: Value])[];

/** A user. What it has by its account is there. */
export interface UserSnapshot {
  /** Who it is now. */
  readonly identity: Identity;
  /** See `User`. */
  readonly arrivedAtMs: number;
  /** See `User`. */
  readonly lastSpokeMs: number;
  /** Letters of its modes. */
  readonly modes: string;
  /** See `User`. */
  readonly links: readonly (readonly [ref: SessionRef, away?: string])[];
  /** See `User`. */
  readonly operators: readonly SessionRef[];
  /** By their places in `WorldSnapshot.channels`, in the order in which it came. */
  readonly channels: readonly number[];
  /** See `User`. */
  readonly readUpToMs?: Entries<number>;
  /** See `User`. */
  readonly metadata?: Entries<string>;
}

/** A channel. */
export interface ChannelSnapshot {
  /** What is kept of it too. */
  readonly state: ChannelState;
  /** See `Channel`. */
  readonly renamedAtMs?: number;
  /** Of each its place in `WorldSnapshot.users`, its ranks and its join's key, in one list: there are many. */
  readonly members: readonly number[];
  /** See `Channel`. */
  readonly invited: readonly UserId[];
  /** See `Channel`. */
  readonly firstJoins: Entries<number>;
  /** See `Channel`. */
  readonly places?: { readonly ranks: Entries<Ranks>; readonly untilMs: number };
  /** What slow mode has counted. */
  readonly said?: Entries<Series>;
}

/** Messages that are relayed once only: many of them, so as text, and numbers as their distance from the one before. */
export interface OnceSnapshot {
  /** One a line. */
  readonly ids: string;
  /** See `FirstSending`. */
  readonly keys: readonly number[];
  /** See `FirstSending`. */
  readonly timesMs: readonly number[];
}

/** Plain data, which JSON takes as it is. */
export interface WorldSnapshot {
  /** Of this form. */
  readonly version: 1;
  /** See `World.maxUsers`. */
  readonly maxUsers: number;
  /** See `World.nodes`. */
  readonly nodes: Entries<Node>;
  /** In the order in which they were made. */
  readonly accounts: readonly KeptAccount[];
  /** In the order in which those of a kind were set. */
  readonly bans: readonly (Omit<Ban, "untilMs"> & { readonly untilMs?: number })[];
  /** In the order in which they came. */
  readonly users: readonly UserSnapshot[];
  /** In the order in which they were made. */
  readonly channels: readonly ChannelSnapshot[];
  /** From the oldest on. */
  readonly onces: OnceSnapshot;
}

/** The version that `takeSnapshot` makes, and the only one that can be read. */
const snapshotVersion = 1;

/** Takes one. What is this server's own is left out: its connections, WHOWAS and MONITOR. */
export function takeSnapshot(world: World): WorldSnapshot {
  const users = [...world.users.values()];
  const channels = [...world.channels.values()];
  const placeOf = { user: placesOf(users), channel: placesOf(channels) };
  return {
    version: snapshotVersion,
    maxUsers: world.maxUsers,
    nodes: [...world.nodes],
    accounts: [...world.accounts.all].map((account) => ({
      state: accountState(account),
      readUpToMs: [...account.readUpToMs],
    })),
    bans: world.bans.listed.map(({ untilMs, ...ban }) =>
      untilMs === undefined ? ban : { ...ban, untilMs }
    ),
    users: users.map((user) => takeUser(user, placeOf.channel)),
    channels: channels.map((channel) => takeChannel(channel, placeOf.user)),
    onces: takeOnces(world),
  };
}

/** Places of things in a list. */
type PlaceOf<Thing> = ReadonlyMap<Thing, number>;

function placesOf<Thing>(things: readonly Thing[]): PlaceOf<Thing> {
  return new Map(things.map((thing, place) => [thing, place]));
}

function takeUser(user: User, placeOf: PlaceOf<Channel>): UserSnapshot {
  const { id, nick, username, host, realname, away, account, readUpToMs, metadata } = user;
  return {
    identity: {
      ...{ id, nick, username, host, realname },
      ...(away === undefined ? {} : { away }),
      ...(account === undefined ? {} : { account }),
    },
    arrivedAtMs: user.arrivedAtMs,
    lastSpokeMs: user.lastSpokeMs,
    modes: [...user.modes].join(""),
    links: [...user.links].map(([ref, why]) => why === undefined ? [ref] : [ref, why]),
    operators: user.operators,
    channels: Array.from(user.channels.values(), (channel) => placeOf.get(channel) ?? 0),
    ...(account !== undefined || readUpToMs.size === 0 ? {} : { readUpToMs: [...readUpToMs] }),
    ...(account !== undefined || metadata.size === 0 ? {} : { metadata: [...metadata] }),
  };
}

function takeChannel(channel: Channel, placeOf: PlaceOf<User>): ChannelSnapshot {
  const { renamedAtMs, places, slow } = channel;
  const members: number[] = [];
  for (const [user, ranks] of channel.members) {
    members.push(placeOf.get(user) ?? 0, ranks, channel.joinKey(user) ?? 0);
  }
  return {
    state: channelState(channel),
    ...(renamedAtMs === undefined ? {} : { renamedAtMs }),
    members,
    invited: [...channel.invited],
    firstJoins: [...channel.firstJoins],
    ...(places === undefined
      ? {}
      : { places: { ranks: [...places.ranks], untilMs: places.untilMs } }),
    ...(slow === undefined ? {} : { said: [...slow.said] }),
  };
}

function takeOnces({ onces }: World): OnceSnapshot {
  const ids: string[] = [];
  const keys: number[] = [];
  const timesMs: number[] = [];
  let last = { key: 0, timeMs: 0 };
  for (const [id, sending] of onces.all) {
    ids.push(id);
    keys.push(sending.key - last.key);
    timesMs.push(sending.timeMs - last.timeMs);
    last = sending;
  }
  return { ids: ids.join("\n"), keys, timesMs };
}

/**
 * Reads a snapshot that a server of this program has written.
 *
 * @throws {Error} where it is of another version.
 */
export function readSnapshot(text: string): WorldSnapshot {
  const snapshot: WorldSnapshot = JSON.parse(text);
  checkVersion(snapshot);
  return snapshot;
}

/** Says whether a snapshot is of the version that can be read. */
export function isReadable({ version }: { readonly version: number }): boolean {
  return version === snapshotVersion;
}

function checkVersion(snapshot: { readonly version: number }): void {
  if (isReadable(snapshot)) return;
  const { version } = snapshot;
  throw new Error(
    `A snapshot of version ${version} can't be read, only one of version ${snapshotVersion}; run the same version of chat on all servers`,
  );
}

/**
 * Puts all of it into a world in which nobody has been yet, with no connections.
 *
 * @throws {Error} where it is of another version.
 */
export function restoreSnapshot(world: World, snapshot: WorldSnapshot): void {
  checkVersion(snapshot);
  for (const [name, node] of snapshot.nodes) world.addNode(name, node);
  restoreAccounts(world, snapshot.accounts);
  for (const ban of snapshot.bans) world.bans.restore({ ...ban, untilMs: ban.untilMs });
  const users = snapshot.users.map((user) => restoreUser(world, user));
  const channels = snapshot.channels.map((channel) => restoreChannel(world, channel, users));
  const entries = channels.map((channel) => [foldName(channel.name), channel] as const);
  for (const [at, { channels: places }] of snapshot.users.entries()) {
    for (const place of places) {
      const [name, channel] = entries[place] ?? [];
      if (name !== undefined && channel !== undefined) users[at]?.channels.set(name, channel);
    }
  }
  restoreOnces(world, snapshot.onces);
  world.maxUsers = snapshot.maxUsers;
}

function restoreUser(world: World, taken: UserSnapshot): User {
  const { identity, arrivedAtMs, lastSpokeMs, modes, links, operators } = taken;
  const user = createUser(identity, arrivedAtMs);
  user.lastSpokeMs = lastSpokeMs;
  user.operators = operators;
  user.modes = new Set([...modes].filter(isUserMode));
  for (const [ref, away] of links) user.links.set(ref, away);
  const account = identity.account === undefined
    ? undefined
    : world.accounts.find(identity.account);
  if (account === undefined) {
    user.readUpToMs = new Map(taken.readUpToMs);
    user.metadata = new Map(taken.metadata);
  } else {
    user.account = account.name;
    user.readUpToMs = account.readUpToMs;
    user.metadata = account.metadata;
  }
  world.addUser(user);
  world.recount(user);
  return user;
}

function restoreChannel(
  world: World,
  taken: ChannelSnapshot,
  users: readonly User[],
): Channel {
  const channel = createChannel(taken.state);
  channel.renamedAtMs = taken.renamedAtMs;
  const { members } = taken;
  for (let at = 0; at < members.length; at += 3) {
    const [place = 0, ranks = 0, joinKey = 0] = members.slice(at, at + 3);
    const user = users[place];
    if (user !== undefined) channel.add(user, ranks, joinKey);
  }
  for (const id of taken.invited) channel.invited.add(id);
  for (const [account, key] of taken.firstJoins) channel.firstJoins.set(account, key);
  channel.places = restorePlaces(taken);
  channel.slow?.restore(taken.said ?? []);
  // The lobby is there already, and the operator may be watching it.
  const former = world.channel(channel.name);
  if (former !== undefined) channel.watchLike(former);
  world.addChannel(channel);
  return channel;
}

function restorePlaces({ places }: ChannelSnapshot): Places | undefined {
  return places && { ranks: new Map(places.ranks), untilMs: places.untilMs };
}

function restoreOnces({ onces }: World, { ids, keys, timesMs }: OnceSnapshot): void {
  if (keys.length === 0) return;
  let [key, timeMs] = [0, 0];
  for (const [at, id] of ids.split("\n").entries()) {
    key += keys[at] ?? 0;
    timeMs += timesMs[at] ?? 0;
    onces.add(id, { key, timeMs });
  }
}
