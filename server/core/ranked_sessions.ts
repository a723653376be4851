/** Parts of a channel: those of a rank, and those who may see a member. */

import type { Channel } from "./channel.ts";
import { rankModes } from "./modes.ts";
import { isLeading } from "./rights.ts";
import type { Session } from "./session.ts";
import type { User } from "./user.ts";

/** Signs by which a message can be sent to a part of a channel. ISUPPORT STATUSMSG. */
export const statusSigns: string = Object.values(rankModes).map(({ sign }) => sign).join("");

/** Sessions of those whose rank is that of `sign` or above, and of `sender`. */
export function atLeast(channel: Channel, sign: string, sender: User): readonly Session[] {
  const found = Object.values(rankModes).find((rank) => rank.sign === sign);
  const lowest = found?.bit ?? 0;
  return sessionsOf(channel, (user, ranks) => user === sender || ranks >= lowest);
}

/** Sessions that are told of what `member` does: all, but in an auditorium those with a rank, unless it has one. */
export function witnesses(channel: Channel, member: User): readonly Session[] {
  if (!channel.flags.has("u") || (channel.members.get(member) ?? 0) !== 0) {
    return channel.sessions;
  }
  return sessionsOf(channel, (_, ranks) => ranks !== 0);
}

/** Sessions of members, but those of `except`, that fit. */
export function membersWho(
  channel: Channel,
  except: User,
  fits: (user: User, ranks: number) => boolean,
): readonly Session[] {
  return channel.sessions.filter(({ user }) =>
    user !== undefined && user !== except && fits(user, channel.members.get(user) ?? 0)
  );
}

/** Sessions of all who know that `user` is there by a channel that they share, each once, without its own. */
export function peerSessions(user: User): readonly Session[] {
  const [channel] = user.channels.values();
  // When a server is lost, thousands of its users leave one channel: those who see it are the same each time.
  const isRemote = user.sessions.length === 0;
  if (channel !== undefined && user.channels.size === 1 && isRemote) {
    return witnesses(channel, user);
  }
  const peers = new Set<Session>();
  for (const channel of user.channels.values()) {
    for (const session of witnesses(channel, user)) peers.add(session);
  }
  for (const session of user.sessions) peers.delete(session);
  return [...peers];
}

/** Sessions of those who lead. */
export function leaders(channel: Channel): readonly Session[] {
  return sessionsOf(channel, (_, ranks) => isLeading(ranks));
}

/** Who watches without being a user is the server's operator, who sees all. */
function sessionsOf(
  channel: Channel,
  isMeant: (user: User, ranks: number) => boolean,
): readonly Session[] {
  return channel.sessions.filter(({ user }) =>
    user === undefined || isMeant(user, channel.members.get(user) ?? 0)
  );
}
