/** Places in channels that outlast a restart: who was there finds its ranks again, and an open door. */

import { foldName } from "../../wire/casemap.ts";
import { type Channel, lobbyName, type Ranks } from "./channel.ts";
import type { User } from "./user.ts";

/** How long a place is kept for who has not come back. */
export const placeMs: number = 60 * 60_000;

/** Says whether nobody is in a channel and nobody is waited for. The lobby never is, nor is what belongs to an account. */
export function isForsaken(channel: Channel, nowMs: number): boolean {
  if (channel.members.size > 0 || channel.name === lobbyName) return false;
  if (channel.owner !== undefined) return false;
  const { places } = channel;
  return places === undefined || places.ranks.size === 0 || places.untilMs <= nowMs;
}

/** Says whether a place is kept for `user`: the same nick from the same host, with the same user name. */
export function hasPlace({ places }: Channel, user: User, nowMs: number): boolean {
  return places !== undefined && nowMs < places.untilMs && places.ranks.has(foldName(user.source));
}

/** For `apply`: gives the ranks that were kept for `user`, once; none where nothing was. */
export function takePlace(channel: Channel, user: User, nowMs: number): Ranks {
  const { places } = channel;
  const source = foldName(user.source);
  const ranks = hasPlace(channel, user, nowMs) ? places?.ranks.get(source) ?? 0 : 0;
  places?.ranks.delete(source);
  if (places?.ranks.size === 0) channel.places = undefined;
  return ranks;
}

/** For `apply`: a member's connections are lost with their server. Says whether its place is kept: the lobby's are not. */
export function keepPlace(channel: Channel, user: User, nowMs: number): boolean {
  const own = channel.members.get(user);
  if (own === undefined || channel.name === lobbyName) return false;
  const { ranks, untilMs } = channel.places ?? { ranks: new Map<string, Ranks>(), untilMs: 0 };
  ranks.set(foldName(user.source), own);
  channel.places = { ranks, untilMs: Math.max(untilMs, nowMs + placeMs) };
  return true;
}

/** For `apply`: ends places that were kept long enough; gives whose they were, but for those who are members by now. */
export function endPlaces(channel: Channel, nowMs: number): readonly string[] {
  const { places, members } = channel;
  if (places === undefined || nowMs < places.untilMs) return [];
  channel.places = undefined;
  const inside = new Set([...members.keys()].map(({ source }) => foldName(source)));
  return [...places.ranks.keys()].filter((source) => !inside.has(source));
}
