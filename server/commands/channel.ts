/** Commands about channels: https://modern.ircdocs.horse/#channel-operations */

import { channelNameFault } from "../../wire/casemap.ts";
import { textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { isForsaken } from "../core/places.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { endOfNames, namesLines, numericLine, topicLines } from "../core/replies.ts";
import {
  mayEnter,
  mayEnterMore,
  mayInvite,
  mayKick,
  maySee,
  maySetTopic,
  mustBeMember,
  mustLead,
} from "../core/rights.ts";
import { maxTargets, maxTopicBytes } from "../core/welcome.ts";
import {
  command,
  eachOf,
  type Family,
  keepingObstacle,
  needMoreParams,
  shown,
  type UserContext,
} from "./command.ts";
import { noSuchChannel, noSuchNick, seenChannel } from "./found.ts";
import { heardReason } from "./muted.ts";

/** JOIN, PART, TOPIC, NAMES, KICK and INVITE. */
export const channelFamily: Family = {
  JOIN: command({
    min: 1,
    isPerItem: true,
    cost: 2,
    help: ["JOIN <channel>{,<channel>} [<key>{,<key>}]", "Enters channels; JOIN 0 leaves all."],
    run(context, [channels, keys = ""]) {
      if (channels === "0") return leaveAll(context);
      const rest = keys.split(",");
      return eachOf(context, channels, (name) => join(context, name, rest.shift() || undefined));
    },
  }),
  PART: command({
    min: 1,
    isPerItem: true,
    help: ["PART <channel>{,<channel>} [:<reason>]", "Leaves channels."],
    run(context, [channels, reason = ""]) {
      return eachOf(context, channels, (name) => part(context, name, reason));
    },
  }),
  TOPIC: command({
    min: 1,
    isHeard: (params) => params.length > 1,
    help: ["TOPIC <channel> [:<topic>]", "Shows or sets what a channel is about."],
    run: topic,
  }),
  NAMES: command({
    min: 0,
    isPerItem: true,
    cost: 2,
    help: ["NAMES <channel>{,<channel>}", "Lists who is in channels."],
    run(context, [channels = "*"]) {
      return eachOf(context, channels, (name) => names(context, name));
    },
  }),
  KICK: command({
    min: 2,
    isHeard: () => true,
    help: ["KICK <channel> <nick>{,<nick>} [:<reason>]", "Throws members out of a channel."],
    run(context, [name, nicks, reason = ""]) {
      if (nicks.split(",").length > maxTargets) {
        const sentence = `Give at most ${maxTargets} nicks at a time`;
        return refuse(numeric.ERR_TOOMANYTARGETS, shown(nicks), sentence);
      }
      return eachOf(context, nicks, (nick) => kick(context, { name, nick, reason }));
    },
  }),
  INVITE: command({
    min: 0,
    isHeard: (params) => params.length > 1,
    help: ["INVITE [<nick> <channel>]", "Lets someone in, or lists where you are invited."],
    run: invite,
  }),
};

/** Refuses to let a session's user enter a channel that it has the key for or not. */
export function mayJoin(
  { user, world, nowMs }: UserContext,
  name: string,
  key: string | undefined,
): Refusal | undefined {
  const fault = channelNameFault(name);
  if (fault !== undefined) {
    return refuse(numeric.ERR_NOSUCHCHANNEL, shown(name), `Channel name ${fault}`);
  }
  const excess = mayEnterMore(user, name);
  const channel = world.channel(name);
  if (excess !== undefined || channel === undefined || isForsaken(channel, nowMs)) return excess;
  return mayEnter(channel, user, { key, nowMs });
}

function join(context: UserContext, name: string, key: string | undefined): Refusal | undefined {
  const { user, world } = context;
  if (world.channel(name)?.members.has(user)) return undefined;
  const refusal = mayJoin(context, name, key);
  if (refusal === undefined) context.emit({ kind: "joined", user: user.id, channel: name });
  return refusal;
}

function names({ world, session, sink, user }: UserContext, name: string): undefined {
  const channel = world.channel(name);
  if (channel === undefined || !maySee(channel, user)) {
    sink.reply(session, endOfNames(world, session, shown(name)));
  } else {
    sink.answer(session, namesLines(world, session, channel));
  }
}

function kick(
  context: UserContext,
  { name, nick, reason }: Readonly<Record<"name" | "nick" | "reason", string>>,
): Refusal | undefined {
  const { world, user } = context;
  const channel = seenChannel(context, name);
  if (channel === undefined) return noSuchChannel(name);
  const victim = world.userByNick(nick);
  if (victim === undefined) {
    return mustBeMember(channel, user) ?? mustLead(channel, user) ?? noSuchNick(nick);
  }
  const refusal = mayKick(channel, user, victim);
  if (refusal === undefined) {
    const room = textRoom(user.source, "KICK", channel.name, victim.nick);
    const cut = cutUtf8(reason || user.nick, Math.min(maxTopicBytes, room));
    const fact = { user: user.id, channel: channel.name, victim: victim.id, reason: cut };
    context.emit({ kind: "kicked", ...fact });
  }
  return refusal;
}

function invite(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, user } = context;
  const [nick, name] = params;
  if (nick === undefined) return invitations(context);
  if (name === undefined) return needMoreParams("INVITE");
  const channel = seenChannel(context, name);
  if (channel === undefined) return noSuchChannel(name);
  const guest = world.userByNick(nick);
  if (guest === undefined) return noSuchNick(nick);
  const refusal = mayInvite(channel, user, guest);
  if (refusal === undefined) {
    context.emit({ kind: "invited", user: user.id, channel: channel.name, guest: guest.id });
  }
  return refusal;
}

/** https://modern.ircdocs.horse/#rplinvitelist-336 */
function invitations({ world, session, sink, user }: UserContext): undefined {
  for (const channel of world.channels.values()) {
    if (!channel.invited.has(user.id)) continue;
    sink.reply(session, numericLine(world, session, numeric.RPL_INVITELIST, channel.name));
  }
  sink.reply(
    session,
    numericLine(world, session, numeric.RPL_ENDOFINVITELIST, "End of /INVITE list"),
  );
}

function part(context: UserContext, name: string, reason: string): Refusal | undefined {
  const { user } = context;
  const channel = seenChannel(context, name);
  if (channel === undefined) return noSuchChannel(name);
  const refusal = mustBeMember(channel, user);
  if (refusal === undefined) {
    const heard = heardReason(context, channel, cutUtf8(reason, maxTopicBytes));
    context.emit({ kind: "left", user: user.id, channel: channel.name, reason: heard });
  }
  return refusal;
}

function leaveAll(context: UserContext): undefined {
  for (const channel of [...context.user.channels.values()]) part(context, channel.name, "");
}

function topic(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, session, sink, user } = context;
  const [name = "", text] = params;
  const channel = seenChannel(context, name);
  if (channel === undefined) return noSuchChannel(name);
  if (text === undefined) {
    sink.answer(session, topicLines(world, session, channel));
    return undefined;
  }
  const refusal = maySetTopic(channel, user) ?? keepingObstacle(context, "TOPIC", name);
  if (refusal === undefined) {
    const cut = cutUtf8(text, maxTopicBytes);
    context.emit({ kind: "topicSet", user: user.id, channel: channel.name, text: cut });
  }
  return refusal;
}
