/** Commands about channels: https://modern.ircdocs.horse/#channel-operations */

import { channelNameFault, isChannelName } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { type Channel, mayEnter, maySetTopic, mustBeMember } from "../core/channel.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { endOfNames, namesLines, numericLine, topicLines } from "../core/replies.ts";
import { maxTopicBytes } from "../core/welcome.ts";
import { command, type Context, eachOf, type Family, shown, type UserContext } from "./command.ts";

/** JOIN, PART, TOPIC, NAMES and LIST. */
export const channelFamily: Family = {
  JOIN: command({
    min: 1,
    cost: 2,
    help: ["JOIN <channel>{,<channel>}", "Enters channels; JOIN 0 leaves all."],
    run(context, [channels]) {
      if (channels === "0") return leaveAll(context);
      return eachOf(context, channels, (name) => join(context, name));
    },
  }),
  PART: command({
    min: 1,
    help: ["PART <channel>{,<channel>} [:<reason>]", "Leaves channels."],
    run(context, [channels, reason = ""]) {
      return eachOf(context, channels, (name) => part(context, name, reason));
    },
  }),
  TOPIC: command({
    min: 1,
    help: ["TOPIC <channel> [:<topic>]", "Shows or sets what a channel is about."],
    run: topic,
  }),
  NAMES: command({
    min: 0,
    cost: 2,
    help: ["NAMES <channel>{,<channel>}", "Lists who is in channels."],
    run(context, [channels = "*"]) {
      const { sink, session, world } = context;
      return eachOf(context, channels, (name) => {
        const channel = world.channel(name);
        if (channel === undefined) sink.reply(session, endOfNames(world, session, shown(name)));
        else sink.answer(session, namesLines(world, session, channel));
        return undefined;
      });
    },
  }),
  LIST: command({
    min: 0,
    cost: 4,
    help: ["LIST [<channel>{,<channel>}]", "Lists channels with their members' number and topic."],
    run(context, [names = ""]) {
      context.sink.answer(context.session, listLines(context, names));
    },
  }),
};

/** Refuses to let a session's user enter a channel. */
export function mayJoin({ user }: UserContext, name: string): Refusal | undefined {
  const fault = channelNameFault(name);
  if (fault !== undefined) {
    return refuse(numeric.ERR_NOSUCHCHANNEL, shown(name), `Channel name ${fault}`);
  }
  return mayEnter(user, name);
}

function join(context: UserContext, name: string): Refusal | undefined {
  const { user, world } = context;
  const channel = world.channel(name);
  if (channel?.members.has(user)) return undefined;
  const refusal = mayJoin(context, name);
  if (refusal === undefined) context.emit({ kind: "joined", user: user.id, channel: name });
  return refusal;
}

function part(context: UserContext, name: string, reason: string): Refusal | undefined {
  const { user, world } = context;
  const channel = world.channel(name);
  if (channel === undefined) return noSuchChannel(name);
  const refusal = mustBeMember(channel, user);
  if (refusal === undefined) {
    const cut = cutUtf8(reason, maxTopicBytes);
    context.emit({ kind: "left", user: user.id, channel: channel.name, reason: cut });
  }
  return refusal;
}

function leaveAll(context: UserContext): undefined {
  for (const channel of [...context.user.channels.values()]) part(context, channel.name, "");
}

function topic(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, session, sink, user } = context;
  const [name = "", text] = params;
  const channel = world.channel(name);
  if (channel === undefined) return noSuchChannel(name);
  if (text === undefined) {
    sink.answer(session, topicLines(world, session, channel));
    return undefined;
  }
  const refusal = maySetTopic(channel, user);
  if (refusal === undefined) {
    const cut = cutUtf8(text, maxTopicBytes);
    context.emit({ kind: "topicSet", user: user.id, channel: channel.name, text: cut });
  }
  return refusal;
}

function* listLines({ world, session }: Context, names: string): Generator<Message> {
  yield numericLine(world, session, numeric.RPL_LISTSTART, "Channel", "Users  Name");
  const wanted = names.split(",").filter(isChannelName);
  const channels: Iterable<Channel | undefined> = wanted.length > 0
    ? wanted.map((name) => world.channel(name))
    : world.channels.values();
  for (const channel of channels) {
    if (channel === undefined) continue;
    const count = `${channel.members.size}`;
    yield numericLine(
      world,
      session,
      numeric.RPL_LIST,
      channel.name,
      count,
      channel.topic?.text ?? "",
    );
  }
  yield numericLine(world, session, numeric.RPL_LISTEND, "End of /LIST");
}

function noSuchChannel(name: string): Refusal {
  return refuse(numeric.ERR_NOSUCHCHANNEL, shown(name), "There is no such channel");
}
