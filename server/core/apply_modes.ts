/** Facts of channel modes. */

import { foldName } from "../../wire/casemap.ts";
import type { Channel } from "./channel.ts";
import type { FactOf, ModeChange } from "./facts.ts";
import { isRestricted, keepChannel, keepInChannel, keepMember } from "./keeping.ts";
import { modeLines, type ToldChange } from "./mode_lines.ts";
import { rankModes } from "./modes.ts";
import { ownText } from "../../wire/own_text.ts";
import type { Refusal } from "./refusal.ts";
import { mayChange } from "./rights.ts";
import {
  ranksOf,
  seenOtherwise,
  tellAppeared,
  tellVanished,
  tellWhoIsThere,
} from "./auditorium.ts";
import { followUpOf, noSuchChannel, relayOf, type Scene, show } from "./scene.ts";
import { formatPace, SlowMode } from "./slow_mode.ts";
import type { User } from "./user.ts";

/**
 * Modes were changed, by a user or by the server itself. What was so before is not told.
 *
 * Each change stands for itself: those that are no longer allowed are left out, and the first of them is refused.
 */
export function applyModesSet(
  scene: Scene,
  user: User | undefined,
  fact: FactOf<"modesSet">,
): Refusal | undefined {
  const { world } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const source = user?.source ?? world.serverName;
  const before = ranksOf(scene, channel, fact.changes);
  const wasRestricted = isRestricted(channel);
  const told: ToldChange[] = [];
  let refused: Refusal | undefined;
  for (const change of fact.changes) {
    const refusal = mayChange(channel, user, change);
    refused ??= refusal;
    const done = refusal === undefined ? makeChange(scene, channel, { change, source }) : undefined;
    if (done !== undefined) told.push(done);
  }
  const seen = seenOtherwise(channel, before);
  for (const member of seen.appeared) tellAppeared(scene, channel, { member, seen });
  for (const [part, line] of modeLines(source, channel.name, told).entries()) {
    const relay = (part === 0 ? relayOf : followUpOf)(scene, line);
    // A key that is taken off is told as it was: not to those who could not have been here.
    const kept = keepInChannel(scene, channel, relay, { kind: "event", part, wasRestricted });
    show(scene, kept, channel.sessions);
  }
  for (const member of seen.vanished) tellVanished(scene, channel, member);
  for (const member of seen.appeared) tellWhoIsThere(scene, channel, member);
  if (told.length > 0) keepChannel(scene, channel);
  // Whoever is kept out from now on has no claim to what is said meanwhile.
  if (told.some(({ sign, letter }) => sign === "+" && "bikRs".includes(letter))) {
    channel.firstJoins.clear();
  }
  return refused;
}

/** Makes one change and says how it is told; undefined where nothing changed. */
function makeChange(
  scene: Scene,
  channel: Channel,
  { change, source }: { readonly change: ModeChange; readonly source: string },
): ToldChange | undefined {
  const { world, placed } = scene;
  const sign = change.isSet ? "+" : "-";
  switch (change.kind) {
    case "flag": {
      const { flags } = channel;
      const { letter } = change;
      if (flags.has(letter) === change.isSet) return undefined;
      if (change.isSet) flags.add(letter);
      else flags.delete(letter);
      return { sign, letter };
    }
    case "rank": {
      const member = world.users.get(change.user);
      const ranks = member === undefined ? undefined : channel.members.get(member);
      if (member === undefined || ranks === undefined) return undefined;
      const { bit } = rankModes[change.letter];
      const changed = change.isSet ? ranks | bit : ranks & ~bit;
      if (changed === ranks) return undefined;
      channel.setRanks(member, changed);
      keepMember(scene, channel, member);
      return { sign, letter: change.letter, param: member.nick };
    }
    case "list": {
      const list = channel.lists[change.letter];
      const key = foldName(change.mask);
      const old = list.get(key);
      if ((old !== undefined) === change.isSet) return undefined;
      const mask = old?.mask ?? ownText(change.mask);
      if (change.isSet) list.set(ownText(key), { mask, setBy: source, setAtMs: placed.timeMs });
      else list.delete(key);
      return { sign, letter: change.letter, param: mask };
    }
    case "key": {
      const old = channel.key;
      channel.key = change.isSet ? ownText(change.key) : undefined;
      // Taken off, it is told as it was, whatever was given as it.
      return old === channel.key
        ? undefined
        : { sign, letter: "k", param: channel.key ?? old ?? "*" };
    }
    case "limit": {
      const limit = change.isSet ? change.limit : undefined;
      if (channel.limit === limit) return undefined;
      channel.limit = limit;
      return limit === undefined ? { sign, letter: "l" } : { sign, letter: "l", param: `${limit}` };
    }
    case "slow": {
      const pace = change.isSet ? formatPace(change.pace) : undefined;
      const old = channel.slow === undefined ? undefined : formatPace(channel.slow.pace);
      if (pace === old) return undefined;
      channel.slow = change.isSet ? new SlowMode(change.pace) : undefined;
      return pace === undefined ? { sign, letter: "f" } : { sign, letter: "f", param: pace };
    }
  }
}
