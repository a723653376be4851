/** Facts of channels: who is in them, and how they are set. */

import { inviteNotifyReceive } from "../../wire/capabilities.ts";
import { foldName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { Channel } from "./channel.ts";
import type { FactOf, ModeChange } from "./facts.ts";
import { fitsList } from "./mask_list.ts";
import { rankModes } from "./modes.ts";
import { ownText } from "./own_text.ts";
import { witnesses } from "./ranked_sessions.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { channelGreeting, numericLine } from "./replies.ts";
import { mayEnterMore, mayInvite, mayKick, maySetTopic, mustBeMember, mustLead } from "./rights.ts";
import { noSuchChannel, relayOf, type Scene, tellOwn } from "./scene.ts";
import type { Session } from "./session.ts";
import type { Relay } from "./sink.ts";
import type { User } from "./user.ts";

/** Someone has entered, and made the channel if it was not there. */
export function applyJoined(scene: Scene, user: User, fact: FactOf<"joined">): Refusal | undefined {
  const { world, sink, placed } = scene;
  if (user.channels.has(foldName(fact.channel))) return undefined;
  const excess = mayEnterMore(user, fact.channel);
  if (excess !== undefined) return excess;
  const found = world.channel(fact.channel);
  const channel = found ?? new Channel(fact.channel, placed.timeMs);
  const { lists, invited } = channel;
  if (fitsList(lists.b, user) && !fitsList(lists.e, user) && !invited.has(user.id)) {
    return refuse(
      numeric.ERR_BANNEDFROMCHAN,
      channel.name,
      "You are banned from that channel (+b)",
    );
  }
  invited.delete(user.id);
  if (found === undefined) world.addChannel(channel);
  const others = witnesses(channel, user);
  channel.setRanks(user, found === undefined ? rankModes.o.bit : 0);
  user.channels.set(foldName(channel.name), channel);
  const relay = relayOf(scene, createMessage(user.source, "JOIN", channel.name));
  const joined = { ...relay, realname: user.realname };
  sink.relay(joined, others, undefined);
  for (const session of user.sessions) {
    sink.tell(session, joined);
    sink.answer(session, channelGreeting(world, session, channel));
  }
  return undefined;
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
  const others = seen === channel.sessions
    ? undefined
    : seen.filter((session) => session.user !== user);
  scene.world.part(user, channel);
  tellOwn(scene, user, relay);
  scene.sink.relay(relay, others ?? channel.sessions, undefined);
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
  const refusal = mayInvite(channel, user);
  if (refusal !== undefined) return refusal;
  channel.invited.add(guest.id);
  const message = createMessage(user.source, "INVITE", guest.nick, channel.name);
  if (origin !== undefined) {
    sink.reply(
      origin,
      numericLine(world, origin, numeric.RPL_INVITING, guest.nick, channel.name),
    );
  }
  sink.relay(relayOf(scene, message), guest.sessions, undefined);
  sink.relay(relayOf(scene, message, inviteNotifyReceive), leaders(channel), origin);
  return undefined;
}

/** Who may invite is told of invitations: https://ircv3.net/specs/extensions/invite-notify */
function leaders(channel: Channel): readonly Session[] {
  return [...channel.members.keys()]
    .filter((member) => mustLead(channel, member) === undefined)
    .flatMap((member) => member.sessions);
}

/** The topic was set or removed. */
export function applyTopicSet(
  scene: Scene,
  user: User,
  fact: FactOf<"topicSet">,
): Refusal | undefined {
  const { world, sink, placed } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const refusal = maySetTopic(channel, user);
  if (refusal !== undefined) return refusal;
  channel.topic = fact.text === ""
    ? undefined
    : { text: ownText(fact.text), setBy: user.source, setAtMs: placed.timeMs };
  const relay = relayOf(scene, createMessage(user.source, "TOPIC", channel.name, fact.text));
  sink.relay(relay, channel.sessions, undefined);
  return undefined;
}

/** Modes were changed; those that were so before are not told. */
export function applyModesSet(
  scene: Scene,
  user: User,
  fact: FactOf<"modesSet">,
): Refusal | undefined {
  const channel = scene.world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const refusal = mustLead(channel, user);
  if (refusal !== undefined) return refusal;
  const told = fact.changes.map((change) => changeMode(scene, { channel, user }, change))
    .filter((change) => change !== undefined);
  if (told.length === 0) return undefined;
  let letters = "";
  let sign = "";
  for (const change of told) {
    if (change.sign !== sign) letters += change.sign;
    sign = change.sign;
    letters += change.letter;
  }
  const params = told.flatMap(({ param }) => param === undefined ? [] : [param]);
  const message = createMessage(user.source, "MODE", channel.name, letters, ...params);
  scene.sink.relay(relayOf(scene, message), channel.sessions, undefined);
  return undefined;
}

interface ToldChange {
  readonly sign: "+" | "-";
  readonly letter: string;
  readonly param?: string;
}

/** Makes one change and says how it is told; undefined where nothing changed. */
function changeMode(
  { world, placed }: Scene,
  { channel, user }: { channel: Channel; user: User },
  change: ModeChange,
): ToldChange | undefined {
  const sign = change.isSet ? "+" : "-";
  switch (change.kind) {
    case "flag": {
      const { flags } = channel;
      if (flags.has(change.letter) === change.isSet) return undefined;
      if (change.isSet) flags.add(change.letter);
      else flags.delete(change.letter);
      return { sign, letter: change.letter };
    }
    case "rank": {
      const member = world.users.get(change.user);
      const ranks = member === undefined ? undefined : channel.members.get(member);
      if (member === undefined || ranks === undefined) return undefined;
      const { bit } = rankModes[change.letter];
      const changed = change.isSet ? ranks | bit : ranks & ~bit;
      if (changed === ranks) return undefined;
      channel.setRanks(member, changed);
      return { sign, letter: change.letter, param: member.nick };
    }
    case "list": {
      const list = channel.lists[change.letter];
      const key = foldName(change.mask);
      if (list.has(key) === change.isSet) return undefined;
      const mask = ownText(change.mask);
      if (change.isSet) list.set(key, { mask, setBy: user.source, setAtMs: placed.timeMs });
      else list.delete(key);
      return { sign, letter: change.letter, param: mask };
    }
    case "key": {
      const key = change.isSet ? ownText(change.key) : undefined;
      if (channel.key === key) return undefined;
      const param = channel.key ?? change.key;
      channel.key = key;
      return { sign, letter: "k", param: change.isSet ? change.key : param };
    }
    case "limit": {
      const limit = change.isSet ? change.limit : undefined;
      if (channel.limit === limit) return undefined;
      channel.limit = limit;
      return change.isSet ? { sign, letter: "l", param: `${change.limit}` } : { sign, letter: "l" };
    }
  }
}
