/** Who is told of what somebody is, not of what it says. */

import { peerSessions } from "./ranked_sessions.ts";
import type { Scene } from "./scene.ts";
import type { Session } from "./session.ts";
import type { User } from "./user.ts";

/** Those in a channel with `user`, and those who monitor it and have asked for more than its coming and going. */
export function onlookers({ world }: Scene, user: User): readonly Session[] {
  const extended = world.monitors.watchersOf(user.nick)
    .filter((session) => session.capabilities.has("extended-monitor") && session.user !== user);
  const peers = peerSessions(user);
  return extended.length === 0 ? peers : [...new Set([...peers, ...extended])];
}
