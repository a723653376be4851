/** Answers that more than one place gives. Each is a list or a stream of the server's own lines. */

import { foldName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { type Message, textRoom } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { type Channel, memberSigns } from "./channel.ts";
import type { Refusal } from "./refusal.ts";
import type { Session } from "./session.ts";
import { maySeeMember } from "./rights.ts";
import { maxSourceLength, type User } from "./user.ts";
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

/** The line that tells to whom a session has logged in: https://ircv3.net/specs/extensions/sasl-3.1 */
export function loggedInLine(world: World, session: Session, account: string): Message {
  const { user, host, registration: { nick = "*", username = "*" } } = session;
  const source = user?.source ?? `${nick}!${username}@${host}`;
  const text = `You are logged in as ${account}`;
  return numericLine(world, session, numeric.RPL_LOGGEDIN, source, account, text);
}

/** What one is told of a channel on entering it: its topic, if any, and who is there. */
export function* channelGreeting(
  world: World,
  session: Session,
  channel: Channel,
): Generator<Message> {
  if (channel.topic !== undefined) yield* topicLines(world, session, channel);
  const { user, capabilities } = session;
  if (user !== undefined && capabilities.has("draft/read-marker")) {
    yield markReadLine(world, user, channel.name);
  }
  if (!capabilities.has("no-implicit-names")) yield* namesLines(world, session, channel);
}

/** How far a user has read: https://ircv3.net/specs/extensions/read-marker#markread-server-command */
export function markReadLine(world: World, user: User, target: string): Message {
  const upToMs = user.readUpToMs.get(foldName(target));
  const place = upToMs === undefined ? "*" : `timestamp=${new Date(upToMs).toISOString()}`;
  return createMessage(world.serverName, "MARKREAD", target, place);
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

/** Who is in a channel, as far as the session's user may see it. */
export function* namesLines(world: World, session: Session, channel: Channel): Generator<Message> {
  const { RPL_NAMREPLY } = numeric;
  const kind = channel.flags.has("s") ? "@" : "=";
  const room = textRoom(world.serverName, RPL_NAMREPLY, addressee(session), kind, channel.name);
  for (const names of packNames(channel, session, room)) {
    yield numericLine(world, session, RPL_NAMREPLY, kind, channel.name, names);
  }
  yield endOfNames(world, session, channel.name);
}

/** The line that ends an answer to NAMES. */
export function endOfNames(world: World, session: Session, name: string): Message {
  return numericLine(world, session, numeric.RPL_ENDOFNAMES, name, "End of /NAMES list");
}

/** The line that answers AWAY: that one is away now, or back. */
export function awaySetLine(world: World, session: Session, isAway: boolean): Message {
  return isAway
    ? numericLine(world, session, numeric.RPL_NOWAWAY, "You are marked as away")
    : numericLine(world, session, numeric.RPL_UNAWAY, "You are no longer marked as away");
}

/** The line that says that someone one wrote to is away. */
export function awayLine(world: World, session: Session, user: User): Message {
  return numericLine(world, session, numeric.RPL_AWAY, user.nick, user.away ?? "");
}

/**
 * Members' names in texts of at most `maxBytes`.
 *
 * Time passes at each `yield`, and members leave and are renamed: so none is held in hand there, and a text goes out while
 * there is still room for one more.
 */
function* packNames(
  channel: Channel,
  { user, capabilities }: Session,
  maxBytes: number,
): Generator<string> {
  const showsAll = capabilities.has("multi-prefix");
  const showsHost = capabilities.has("userhost-in-names");
  const room = maxBytes - "@%+".length - maxSourceLength;
  let packed = "";
  for (const [member, ranks] of channel.members) {
    if (!maySeeMember(channel, user, member)) continue;
    packed += `${memberSigns(ranks, showsAll)}${showsHost ? member.source : member.nick} `;
    if (packed.length <= room) continue;
    yield packed.trimEnd();
    packed = "";
  }
  if (packed !== "") yield packed.trimEnd();
}
