/** What a hub counts, for whoever watches the server. */

import type { Connection } from "./connection.ts";

/** What was counted. */
export interface HubFigures {
  /** Connections that are open, by what they speak: `irc`, `plain`, or `open` where that is not known yet. */
  readonly connections: ReadonlyMap<string, number>;
  /** How many of them came by WebSocket. */
  readonly webSockets: number;
  /** Bytes that wait to be written to all of them. */
  readonly queuedBytes: number;
  /** Connections that were let in since the start. */
  readonly accepted: number;
  /** Those of them that have ended, by why. */
  readonly closed: ReadonlyMap<string, number>;
  /** Lines that came since the start. */
  readonly lines: number;
}

/** How reasons begin, and what they are counted as. */
const kinds: readonly (readonly [start: string, kind: string])[] = [
  ["Quit", "quit"],
  ["Reads too slowly", "slow_reader"],
  ["Took nothing", "stalled"],
  ["No answer", "ping_timeout"],
  ["No name", "registration_timeout"],
  ["Connection closed", "closed"],
  ["Connection lost", "lost"],
  ["HTTP", "http"],
  ["TLS", "tls"],
  ["The server failed", "fault"],
];

/** Reasons hold what people say, so they are counted by kind. */
function closeKind(reason: string): string {
  return kinds.find(([start]) => reason.startsWith(start))?.[1] ?? "other";
}

/** Counts since the start. */
export class HubTally {
  /** Lines that came. */
  lines = 0;
  readonly #closed = new Map<string, number>();

  /** One connection has ended. */
  ended(reason: string): void {
    const kind = closeKind(reason);
    this.#closed.set(kind, (this.#closed.get(kind) ?? 0) + 1);
  }

  /** Adds what the open connections say. */
  figures(open: Iterable<Connection>, accepted: number): HubFigures {
    const connections = new Map<string, number>();
    let queuedBytes = 0;
    let webSockets = 0;
    for (const { session, outbox } of open) {
      connections.set(session.dialect, (connections.get(session.dialect) ?? 0) + 1);
      queuedBytes += outbox.queuedBytes;
      if (session.frameBit !== 0) webSockets++;
    }
    const closed: ReadonlyMap<string, number> = this.#closed;
    return { connections, webSockets, queuedBytes, accepted, closed, lines: this.lines };
  }
}
