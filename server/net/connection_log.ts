/** What the log tells of connections. */

import type { Log } from "../core/log.ts";
import type { Session } from "../core/session.ts";
import { loggedReason } from "./logged_reason.ts";
import { formatPeer, type Peer } from "./peer.ts";

/** One was let in. */
export function logAccepted(log: Log, from: Peer): void {
  const peer = formatPeer(from);
  log.info(`Accepted connection from ${peer}`, { event: "connection_accepted", peer });
}

/** One has ended before its handshake had. */
export function logNoTls(log: Log, from: Peer, why: string): void {
  const peer = formatPeer(from);
  const reason = `no TLS came of it: ${why}`;
  log.info(`Closed connection from ${peer}: ${reason}`, {
    ...{ event: "connection_closed", peer, reason },
  });
}

/** One speaks TLS where nobody does. */
export function logTlsHello(log: Log, session: Session): void {
  const peer = formatPeer(session);
  log.warn(`Client ${peer} speaks TLS, but this port does not`, {
    ...{ event: "tls_on_plain_port", peer },
  });
}

/** One has ended. */
export function logClosed(log: Log, session: Session, reasonGiven: string): void {
  const peer = formatPeer(session);
  const reason = loggedReason(reasonGiven);
  const nick = session.user?.nick;
  if (nick === undefined) {
    log.info(`Closed connection from ${peer}: ${reason}`, {
      ...{ event: "connection_closed", peer, reason },
    });
  } else {
    log.info(`Closed connection from ${peer} (${nick}): ${reason}`, {
      ...{ event: "connection_closed", peer, nick, reason },
    });
  }
}

/** Why a connection that was not closed by anybody has ended. */
export function lostReason(error: unknown): string {
  return error instanceof Error ? `Connection lost: ${error.name}` : "Connection lost";
}
