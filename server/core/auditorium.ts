/**
 * Auditoriums, channels under mode u: ordinary members are seen by those with a rank only.
 *
 * Whoever is given a first rank comes into sight of the ordinary members, and sees all from then on; whoever loses the last
 * one goes out of their sight. Both are told as coming and going, since that is what lists of clients go by.
 */

import { awayNotifyReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Channel, Ranks } from "./channel.ts";
import type { ModeChange } from "./facts.ts";
import { membersWho } from "./ranked_sessions.ts";
import { namesLines } from "./replies.ts";
import { followUpOf, type Scene, show } from "./scene.ts";
import type { Relay } from "./sink.ts";
import type { User } from "./user.ts";

/** Who is seen otherwise than before. */
export interface SeenOtherwise {
  /** They have a rank now. */
  readonly appeared: ReadonlySet<User>;
  /** They have none any more. */
  readonly vanished: ReadonlySet<User>;
}

/** Ranks of those whose ranks are to change; of nobody where that makes no difference. */
export function ranksOf(
  { world }: Scene,
  channel: Channel,
  changes: readonly ModeChange[],
): ReadonlyMap<User, Ranks> {
  const ranks = new Map<User, Ranks>();
  if (!channel.flags.has("u")) return ranks;
  for (const change of changes) {
    const member = change.kind === "rank" ? world.users.get(change.user) : undefined;
    const own = member === undefined ? undefined : channel.members.get(member);
    if (member !== undefined && own !== undefined) ranks.set(member, own);
  }
  return ranks;
}

/** Finds out who is seen otherwise, after changes. Setting and lifting u itself tells nothing. */
export function seenOtherwise(channel: Channel, before: ReadonlyMap<User, Ranks>): SeenOtherwise {
  const appeared = new Set<User>();
  const vanished = new Set<User>();
  for (const [member, ranks] of channel.flags.has("u") ? before : []) {
    const isRanked = channel.members.get(member) !== 0;
    if (ranks === 0 && isRanked) appeared.add(member);
    if (ranks !== 0 && !isRanked) vanished.add(member);
  }
  return { appeared, vanished };
}

/** Tells those who were ordinary members until now of one who came into their sight; the others know it already. */
export function tellAppeared(
  scene: Scene,
  channel: Channel,
  { member, seen }: { readonly member: User; readonly seen: SeenOtherwise },
): void {
  const { appeared, vanished } = seen;
  const onlookers = membersWho(
    channel,
    member,
    (user, ranks) => appeared.has(user) || (ranks === 0 && !vanished.has(user)),
  );
  const join = deedOf(scene, member, "JOIN", channel.name);
  show(scene, { ...join, realname: member.realname }, onlookers);
  if (member.away === undefined) return;
  const away = { ...deedOf(scene, member, "AWAY", member.away), needs: awayNotifyReceive };
  scene.sink.relay(away, onlookers, undefined);
}

/** Tells the ordinary members of one who went out of their sight. */
export function tellVanished(scene: Scene, channel: Channel, member: User): void {
  const part = deedOf(scene, member, "PART", channel.name);
  show(scene, part, membersWho(channel, member, (_, ranks) => ranks === 0));
}

/** What a member is told to do, though another brought it about. */
function deedOf(scene: Scene, member: User, ...deed: readonly [string, ...string[]]): Relay {
  const isBot = member.modes.has("B");
  return followUpOf({ ...scene, isBot }, createMessage(member.source, ...deed));
}

/** Tells one who has come to see all who that is. */
export function tellWhoIsThere({ world, sink }: Scene, channel: Channel, member: User): void {
  for (const session of member.sessions) {
    if (session.capabilities.has("no-implicit-names")) continue;
    sink.answer(session, namesLines(world, session, channel));
  }
}
