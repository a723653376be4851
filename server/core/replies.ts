/** Answers that more than one place gives. Each is a list or a stream of the server's own lines. */

import { packTokens } from "../../wire/pack_tokens.ts";
import { formatMessage, message as createMessage } from "../../wire/format.ts";
import { maxMessageBytes, type Message } from "../../wire/message.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { type Channel, memberSigns } from "./channel.ts";
import type { Refusal } from "./refusal.ts";
import { maySeeMember } from "./rights.ts";
import type { User } from "./user.ts";
import type { Session } from "./session.ts";
import type { World } from "./world.ts";

/** Makes one numeric line for `session`. */
export function numericLine(
  world: World,
  session: Session,
  command: Numeric,
  ...params: readonly string[]
): Message {
  return createMessage(world.serverName, command, addressee(session), ...params);
}

/** What numerics call a session: its nick, or `*` while it has none. */
export function addressee(session: Session): string {
  return session.user?.nick ?? session.registration.nick ?? "*";
}

/** Makes the line that tells a refusal. FAIL has no nick: https://ircv3.net/specs/extensions/standard-replies */
export function refusalLine(world: World, session: Session, { command, params }: Refusal): Message {
  return command === "FAIL"
    ? createMessage(world.serverName, command, ...params)
    : numericLine(world, session, command, ...params);
}

/** What one is told of a channel on entering it: its topic, if any, and who is there. */
export function* channelGreeting(
  world: World,
  session: Session,
  channel: Channel,
): Generator<Message> {
  if (channel.topic !== undefined) yield* topicLines(world, session, channel);
  if (!session.capabilities.has("no-implicit-names")) yield* namesLines(world, session, channel);
}

/** The topic, or that there is none. */
export function* topicLines(world: World, session: Session, channel: Channel): Generator<Message> {
  const { topic, name } = channel;
  if (topic === undefined) {
    yield numericLine(world, session, numeric.RPL_NOTOPIC, name, "No topic is set");
    return;
  }
  yield numericLine(world, session, numeric.RPL_TOPIC, name, topic.text);
  const setAt = `${Math.floor(topic.setAtMs / 1000)}`;
  yield numericLine(world, session, numeric.RPL_TOPICWHOTIME, name, topic.setBy, setAt);
}

/** Who is in a channel, as far as the asker may know. */
export function* namesLines(world: World, session: Session, channel: Channel): Generator<Message> {
  const { name, flags } = channel;
  const kind = flags.has("s") ? "@" : "=";
  const line = (names: string) =>
    numericLine(world, session, numeric.RPL_NAMREPLY, kind, name, names);
  const room = maxMessageBytes - 2 - utf8Length(formatMessage(line("")));
  for (const names of packTokens(memberNames(session, channel), room)) yield line(names);
  yield endOfNames(world, session, name);
}

/** The line that ends an answer to NAMES. */
export function endOfNames(world: World, session: Session, name: string): Message {
  return numericLine(world, session, numeric.RPL_ENDOFNAMES, name, "End of /NAMES list");
}

/** The line that says that someone one wrote to is away. */
export function awayLine(world: World, session: Session, user: User): Message {
  return numericLine(world, session, numeric.RPL_AWAY, user.nick, user.away ?? "");
}

function* memberNames({ user, capabilities }: Session, channel: Channel): Generator<string> {
  const showsAll = capabilities.has("multi-prefix");
  const showsHost = capabilities.has("userhost-in-names");
  for (const [member, ranks] of channel.members) {
    if (user !== undefined && !maySeeMember(channel, user, member)) continue;
    yield memberSigns(ranks, showsAll) + (showsHost ? member.source : member.nick);
  }
}
