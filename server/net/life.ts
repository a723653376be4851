/** Who is still there: what silence leads to. */

import type { Connection } from "./connection.ts";

/** Time to register in. */
export const registrationMs = 60_000;
/** After so long a silence an IRC client is asked for a sign of life. */
export const pingAfterMs = 90_000;
/** After so long a silence, though asked, it is gone. */
export const dropAfterMs = 150_000;

/** What is to be done about a connection. */
export type LifeVerdict = "alive" | "ping" | {
  /** Why it is to be closed. */
  readonly reason: string;
};

/**
 * Judges a connection by how long it has been silent; one that was pinged and has lived since is forgiven.
 *
 * Only IRC knows a sign of life to ask for. A plain client that has died is noticed when it takes nothing any more.
 */
export function judgeLife(connection: Connection, nowMs: number): LifeVerdict {
  const { session, ping, outbox } = connection;
  if (session.user === undefined) {
    const isLate = nowMs - session.registeringSinceMs >= registrationMs;
    return isLate ? { reason: `No name was given within ${registrationMs / 1000} s` } : "alive";
  }
  if (session.dialect !== "irc") return "alive";
  // Who is asked has been silent for long: life in the millisecond of the ping came after it.
  const hasLived = ping !== undefined &&
    (connection.lastLifeMs >= ping.sentAtMs || outbox.takenLateBytes > ping.takenLateBytes);
  if (hasLived) {
    connection.ping = undefined;
    connection.lastLifeMs = Math.max(connection.lastLifeMs, ping.sentAtMs);
  }
  const silentMs = nowMs - connection.lastLifeMs;
  if (connection.ping === undefined) return silentMs >= pingAfterMs ? "ping" : "alive";
  return silentMs >= dropAfterMs ? { reason: `No answer for ${dropAfterMs / 1000} s` } : "alive";
}
