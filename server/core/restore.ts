/** Brings back what a server knew before it was started again. */

import { foldName } from "../../wire/casemap.ts";
import type { AccountState } from "./account.ts";
import type { ChannelState } from "./archive.ts";
import type { Ban } from "./ban.ts";
import { Channel, lobbyName, type Ranks } from "./channel.ts";
import { isFlag } from "./modes.ts";
import { placeMs } from "./places.ts";
import { SlowMode } from "./slow_mode.ts";
import type { World } from "./world.ts";

/** A channel as it is kept, with those who were in it. */
export interface KeptChannel {
  /** All but its members. */
  readonly state: ChannelState;
  /** Folded sources of those who were in it, with their ranks. */
  readonly members: readonly (readonly [source: string, ranks: Ranks])[];
}

/** An account as it is kept, with how far it has read. */
export interface KeptAccount {
  /** All but its markers. */
  readonly state: AccountState;
  /** Folded targets with times in milliseconds, from the oldest on. */
  readonly readUpToMs: readonly (readonly [target: string, timeMs: number])[];
}

/** Puts accounts into a world that nobody is in yet. */
export function restoreAccounts({ accounts }: World, kept: readonly KeptAccount[]): void {
  for (const { state, readUpToMs } of kept) {
    const account = accounts.add(state);
    for (const [target, timeMs] of readUpToMs) account.readUpToMs.set(target, timeMs);
  }
}

/** Puts bans into a world that nobody is in yet, in the order in which they were set. */
export function restoreBans({ bans }: World, kept: readonly Ban[]): void {
  for (const ban of kept) bans.restore(ban);
}

/** Puts channels into a world that nobody is in yet. A restart is not a new life. */
export function restoreChannels(
  world: World,
  channels: readonly KeptChannel[],
  nowMs: number,
): void {
  for (const { state, members } of channels) {
    const channel = createChannel(state);
    const isLobby = foldName(state.name) === lobbyName;
    if (members.length > 0 && !isLobby) {
      channel.places = { ranks: new Map(members), untilMs: nowMs + placeMs };
    }
    world.addChannel(channel);
  }
}

/** Makes a channel of what is kept of it, without members. */
export function createChannel(state: ChannelState): Channel {
  const channel = new Channel(state);
  const { topic, flags, key, limit, slow, owner, lists, metadata = {} } = state;
  channel.topic = topic;
  channel.key = key;
  channel.limit = limit;
  channel.slow = slow === undefined ? undefined : new SlowMode(slow);
  channel.owner = owner;
  for (const [name, value] of Object.entries(metadata)) channel.metadata.set(name, value);
  channel.flags.clear();
  for (const letter of flags) if (isFlag(letter)) channel.flags.add(letter);
  for (const letter of ["b", "e", "I", "g"] as const) {
    for (const entry of lists[letter] ?? []) {
      channel.lists[letter].set(foldName(entry.mask), entry);
    }
  }
  return channel;
}
