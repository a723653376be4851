/** Facts of channels: who is in them, and how they are set. */

import { awayNotifyReceive, inviteNotifyReceive } from "../../wire/capabilities.ts";
import { foldName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { tellNewcomer } from "./apply_metadata.ts";
import { Channel } from "./channel.ts";
import type { FactOf } from "./facts.ts";
import { takeFirstJoin } from "./first_joins.ts";
import { keepChannel, keepDeparture, keepInChannel, keepMember, keepPresence } from "./keeping.ts";
import { metadataGreeting } from "./metadata.ts";
import { fitsList } from "./mask_list.ts";
import { rankModes } from "./modes.ts";
import { ownText } from "../../wire/own_text.ts";
import { endPlaces, isForsaken, takePlace } from "./places.ts";
import { leaders, witnesses } from "./ranked_sessions.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { awayLine, channelGreeting, numericLine } from "./replies.ts";
import {
  isLeading,
  isOwner,
  mayEnterMore,
  mayInvite,
  mayKick,
  maySetTopic,
  mustBeMember,
} from "./rights.ts";
import { followUpOf, noSuchChannel, relayOf, type Scene, show, tellOwn } from "./scene.ts";
import type { Relay } from "./sink.ts";
import type { User } from "./user.ts";

/** Someone has entered, and made the channel if it was not there. */
export function applyJoined(scene: Scene, user: User, fact: FactOf<"joined">): Refusal | undefined {
  const { world, sink, keeper, placed } = scene;
  if (user.channels.has(foldName(fact.channel))) return undefined;
  const excess = mayEnterMore(user, fact.channel);
  if (excess !== undefined) return excess;
  const found = world.channel(fact.channel);
  const isNew = found === undefined || isForsaken(found, placed.timeMs);
  const channel = isNew
    ? new Channel({ name: fact.channel, life: placed.key, createdAtMs: placed.timeMs })
    : found;
  const { lists, invited } = channel;
  const isBanned = fitsList(lists.b, user) && !fitsList(lists.e, user);
  if (isBanned && !invited.has(user.id) && !isOwner(channel, user)) {
    return refuse(
      numeric.ERR_BANNEDFROMCHAN,
      channel.name,
      "You are banned from that channel (+b)",
    );
  }
  invited.delete(user.id);
  // Of a channel of that name that nobody came back to, no place is kept.
  if (found !== undefined && isNew) {
    keeper.keep({ kind: "channelEnded", channel: foldName(found.name) });
  }
  if (isNew) world.addChannel(channel);
  // Another start would keep them anew.
  for (const source of endPlaces(channel, placed.timeMs)) {
    keeper.keep({ kind: "memberGone", channel: foldName(channel.name), source });
  }
  const others = witnesses(channel, user);
  // Who makes a channel leads it; nobody makes the lobby, which is always there.
  const own = isNew || isOwner(channel, user) ? rankModes.o.bit : 0;
  const ranks = own | (isNew ? 0 : takePlace(channel, user, placed.timeMs));
  channel.add(user, ranks, takeFirstJoin(channel, user, placed.key));
  user.channels.set(foldName(channel.name), channel);
  if (isNew) keepChannel(scene, channel);
  keepMember(scene, channel, user);
  const relay = relayOf(scene, createMessage(user.source, "JOIN", channel.name));
  const joined = { ...keepPresence(scene, channel, user, relay), realname: user.realname };
  sink.relay(joined, others, undefined);
  // https://ircv3.net/specs/extensions/away-notify
  if (user.away !== undefined) {
    const away = createMessage(user.source, "AWAY", user.away);
    sink.relay(followUpOf(scene, away, awayNotifyReceive), others, undefined);
  }
  for (const session of user.sessions) {
    sink.tell(session, joined);
    sink.answer(session, channelGreeting(world, session, channel));
    sink.answer(session, metadataGreeting(world, session, channel));
  }
  tellNewcomer(scene, user, others);
  tellRanks(scene, channel, user);
  return undefined;
}

/** Ranks that were kept for someone through a restart are told as given by the server. */
function tellRanks(scene: Scene, channel: Channel, user: User): void {
  const ranks = channel.members.get(user) ?? 0;
  if (ranks === 0 || channel.life === scene.placed.key) return;
  const letters = (["o", "h", "v"] as const).filter((letter) => ranks & rankModes[letter].bit);
  const nicks = letters.map(() => user.nick);
  const { serverName } = scene.world;
  const line = createMessage(serverName, "MODE", channel.name, `+${letters.join("")}`, ...nicks);
  const relay = { ...relayOf(scene, line), epoch: "" };
  scene.sink.relay(relay, witnesses(channel, user), undefined);
}

/** Someone has left. */
export function applyLeft(scene: Scene, user: User, fact: FactOf<"left">): Refusal | undefined {
  const channel = scene.world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const refusal = mustBeMember(channel, user);
  if (refusal !== undefined) return refusal;
  const params = fact.reason === "" ? [channel.name] : [channel.name, fact.reason];
  remove(scene, { channel, user }, relayOf(scene, createMessage(user.source, "PART", ...params)));
  return undefined;
}

/** Someone was thrown out. */
export function applyKicked(scene: Scene, user: User, fact: FactOf<"kicked">): Refusal | undefined {
  const { world } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const victim = world.users.get(fact.victim);
  if (victim === undefined) return undefined;
  const refusal = mayKick(channel, user, victim);
  if (refusal !== undefined) return refusal;
  const message = createMessage(user.source, "KICK", channel.name, victim.nick, fact.reason);
  remove(scene, { channel, user: victim }, relayOf(scene, message));
  return undefined;
}

/** Ends a membership: who leaves is told, then those who could see it there. */
function remove(
  scene: Scene,
  { channel, user }: { channel: Channel; user: User },
  relay: Relay,
): void {
  const seen = witnesses(channel, user);
  const others = seen === channel.sessions ? undefined : seen;
  const kept = keepPresence(scene, channel, user, relay);
  if (user.account !== undefined) channel.firstJoins.delete(user.account);
  scene.world.part(user, channel, scene.placed.timeMs);
  keepDeparture(scene, channel, user.source);
  tellOwn(scene, user, kept);
  show(scene, kept, others ?? channel.sessions);
}

/** Someone was invited: https://modern.ircdocs.horse/#invite-message */
export function applyInvited(
  scene: Scene,
  user: User,
  fact: FactOf<"invited">,
): Refusal | undefined {
  const { world, sink, origin } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const guest = world.users.get(fact.guest);
  if (guest === undefined) return undefined;
  const refusal = mayInvite(channel, user, guest);
  if (refusal !== undefined) return refusal;
  // Only who leads opens the door: else any member could let in whom those who lead keep out.
  if (isLeading(channel.members.get(user) ?? 0)) openDoor(scene, channel, guest);
  const message = createMessage(user.source, "INVITE", guest.nick, channel.name);
  if (origin !== undefined) {
    sink.reply(
      origin,
      numericLine(world, origin, numeric.RPL_INVITING, guest.nick, channel.name),
    );
    if (guest.away !== undefined) sink.reply(origin, awayLine(world, origin, guest));
  }
  sink.relay(relayOf(scene, message), guest.sessions, undefined);
  // https://ircv3.net/specs/extensions/invite-notify
  sink.relay(relayOf(scene, message, inviteNotifyReceive), leaders(channel), origin);
  return undefined;
}

/** Lets a guest in once. Those who have gone meanwhile are forgotten here, so that there are never more than users. */
function openDoor({ world }: Scene, { invited }: Channel, guest: User): void {
  for (const id of invited) if (!world.users.has(id)) invited.delete(id);
  invited.add(guest.id);
}

/** The topic was set or removed, by a user or by the server itself. */
export function applyTopicSet(
  scene: Scene,
  user: User | undefined,
  fact: FactOf<"topicSet">,
): Refusal | undefined {
  const { world, placed } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const refusal = user === undefined ? undefined : maySetTopic(channel, user);
  if (refusal !== undefined) return refusal;
  const source = user?.source ?? world.serverName;
  channel.topic = fact.text === ""
    ? undefined
    : { text: ownText(fact.text), setBy: source, setAtMs: placed.timeMs };
  const relay = relayOf(scene, createMessage(source, "TOPIC", channel.name, fact.text));
  show(scene, keepInChannel(scene, channel, relay, { kind: "event" }), channel.sessions);
  keepChannel(scene, channel);
  return undefined;
}
