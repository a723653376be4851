/** The fact of a channel's other name: https://ircv3.net/specs/extensions/channel-rename */

import { foldName, isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Channel } from "./channel.ts";
import type { FactOf } from "./facts.ts";
import { keepChannel, keepMember } from "./keeping.ts";
import { isForsaken } from "./places.ts";
import type { Refusal } from "./refusal.ts";
import { fail } from "./refusal.ts";
import { channelGreeting } from "./replies.ts";
import { isOwner, mustBeOperator } from "./rights.ts";
import { followUpOf, noSuchChannel, relayOf, type Scene, show } from "./scene.ts";
import type { Session } from "./session.ts";
import { accountOwner, type User } from "./user.ts";

/** A channel has another name. It stays what it is: its members, modes, lists, and what was said in it, go along. */
export function applyChannelRenamed(
  scene: Scene,
  user: User,
  { channel: oldName, name, reason }: FactOf<"channelRenamed">,
): Refusal | undefined {
  const { world, keeper, placed } = scene;
  const channel = world.channel(oldName);
  if (channel === undefined) return noSuchChannel(oldName);
  const refusal = mayRename(channel, user);
  if (refusal !== undefined) return refusal;
  const holder = world.channel(name);
  if (holder !== undefined && holder !== channel && !isForsaken(holder, placed.timeMs)) {
    return nameInUse(channel.name, name);
  }
  const from = channel.name;
  const isMoved = !isSameName(from, name);
  world.renameChannel(channel, name);
  channel.renamedAtMs = placed.timeMs;
  if (isMoved) {
    keeper.keep({ kind: "channelEnded", channel: foldName(from) });
    const [oldLog, newLog] = [foldName(from), foldName(name)];
    keeper.keep({ kind: "logRenamed", from: oldLog, to: newLog, key: placed.key });
    // Of a channel of that name that nobody came back to, no place is kept.
    keeper.keep({ kind: "channelEnded", channel: newLog });
    moveMarkers(scene, channel, from);
  }
  keepChannel(scene, channel);
  for (const member of channel.members.keys()) keepMember(scene, channel, member);
  for (const [source, ranks] of channel.places?.ranks ?? []) {
    keeper.keep({ kind: "member", channel: foldName(channel.name), source, ranks });
  }
  const knows = (session: Session) =>
    session.dialect !== "irc" || session.capabilities.has("draft/channel-rename");
  const told = relayOf(scene, createMessage(user.source, "RENAME", from, channel.name, reason));
  show(scene, told, channel.sessions.filter(knows));
  if (!isMoved) return undefined;
  for (const session of channel.sessions) {
    if (!knows(session)) simulateMove(scene, session, { channel, from, reason });
  }
  return undefined;
}

/** Refuses to let `user` rename: the name of a channel that belongs to an account is that account's. */
export function mayRename(channel: Channel, user: User): Refusal | undefined {
  const refusal = mustBeOperator(channel, user);
  if (refusal !== undefined || channel.owner === undefined || isOwner(channel, user)) {
    return refusal;
  }
  const text = "That channel belongs to an account, which alone may rename it";
  return fail("RENAME", "CANNOT_RENAME", channel.name, "*", text);
}

/** Refuses a name that another channel has. */
export function nameInUse(from: string, name: string): Refusal {
  const text = "Another channel has that name";
  return fail("RENAME", "CHANNEL_NAME_IN_USE", from, name, text);
}

/** Who does not know RENAME leaves the one and enters the other, as far as it sees. */
function simulateMove(
  scene: Scene,
  session: Session,
  { channel, from, reason }: {
    readonly channel: Channel;
    readonly from: string;
    readonly reason: string;
  },
): void {
  const { world, sink } = scene;
  const { user } = session;
  if (user === undefined) return;
  const params = reason === "" ? [from] : [from, reason];
  // It is its own deed, as far as it sees.
  const own = { ...scene, account: user.account, isBot: user.modes.has("B") };
  sink.tell(session, followUpOf(own, createMessage(user.source, "PART", ...params)));
  const join = followUpOf(own, createMessage(user.source, "JOIN", channel.name));
  sink.tell(session, { ...join, realname: user.realname });
  sink.answer(session, channelGreeting(world, session, channel));
}

/** How far people have read goes along with what there is to read: accounts that are not here find it when they come. */
function moveMarkers({ world, keeper }: Scene, { members, name }: Channel, from: string): void {
  const [oldKey, newKey] = [foldName(from), foldName(name)];
  for (const { name: account, readUpToMs } of world.accounts.all) {
    if (!readUpToMs.has(oldKey) && !readUpToMs.has(newKey)) continue;
    const owner = accountOwner(account);
    const upToMs = moveMarker(readUpToMs, oldKey, newKey);
    keeper.keep({ kind: "markerGone", owner, target: oldKey });
    keeper.keep(
      upToMs === undefined
        ? { kind: "markerGone", owner, target: newKey }
        : { kind: "marker", owner, target: newKey, timeMs: upToMs },
    );
  }
  for (const { account, readUpToMs } of members.keys()) {
    if (account === undefined) moveMarker(readUpToMs, oldKey, newKey);
  }
}

function moveMarker(
  readUpToMs: Map<string, number>,
  from: string,
  to: string,
): number | undefined {
  const upToMs = readUpToMs.get(from);
  readUpToMs.delete(from);
  readUpToMs.delete(to);
  if (upToMs !== undefined) readUpToMs.set(to, upToMs);
  return upToMs;
}
