/** What a hub counts, for whoever watches the server. */

import type { LatencyFigures } from "../core/latency_histogram.ts";
import type { Session } from "../core/session.ts";
import type { Connection } from "./connection.ts";

/** Connections of one kind. */
export interface ConnectionFigures {
  /** What they came by. */
  readonly transport: "tcp" | "tls" | "ws" | "wss";
  /** What they speak: `irc`, `plain`, or `open` where that is not known yet. */
  readonly dialect: Session["dialect"];
  /** How many there are. */
  readonly count: number;
}

/** What was counted. */
export interface HubFigures {
  /** Connections that are open. */
  readonly connections: readonly ConnectionFigures[];
  /** Bytes that wait to be written to all of them. */
  readonly queuedBytes: number;
  /** Those that wait for the one that is most behind. */
  readonly mostQueuedBytes: number;
  /** Connections that were let in since the start. */
  readonly accepted: number;
  /** Those of them that have ended, by why. */
  readonly closed: ReadonlyMap<string, number>;
  /** Connections that were not let in, by why. */
  readonly refused: ReadonlyMap<string, number>;
  /** Lines that came since the start. */
  readonly lines: number;
  /** Those of them that had to wait, since their sender said too much. */
  readonly slowed: number;
  /** How long a round of writes takes: what is said leaves the server within two. */
  readonly rounds: LatencyFigures;
}

/** How reasons begin, and what they are counted as. */
type Kinds = readonly (readonly [start: string, kind: string])[];

const closeKinds: Kinds = [
  ["Quit", "quit"],
  ["Reads too slowly", "slow_reader"],
  ["Took nothing", "stalled"],
  ["No answer", "ping_timeout"],
  ["No name", "registration_timeout"],
  ["Connection closed", "closed"],
  ["Connection lost", "lost"],
  ["Kicked", "kicked"],
  ["Killed", "killed"],
  ["Banned", "banned"],
  ["HTTP", "http"],
  ["TLS", "tls"],
  ["The server failed", "fault"],
];

const refusalKinds: Kinds = [
  ["banned", "banned"],
  ["the server is full", "full"],
  ["too many connections", "too_many"],
  ["too many new", "too_many_new"],
  ["nobody new", "locked"],
];

/** Reasons hold what people say, so they are counted by kind. */
function kindOf(kinds: Kinds, reason: string): string {
  return kinds.find(([start]) => reason.startsWith(start))?.[1] ?? "other";
}

function addTo(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** What a hub knows besides what it counts. */
export interface HubState {
  /** Connections that are open. */
  readonly open: Iterable<Connection>;
  /** See `HubFigures`. */
  readonly accepted: number;
  /** See `HubFigures`. */
  readonly rounds: LatencyFigures;
}

/** Counts since the start. */
export class HubTally {
  /** Lines that came. */
  lines = 0;
  /** Lines that had to wait. */
  slowed = 0;
  readonly #closed = new Map<string, number>();
  readonly #refused = new Map<string, number>();

  /** One connection has ended. */
  ended(reason: string): void {
    addTo(this.#closed, kindOf(closeKinds, reason));
  }

  /** One was not let in. */
  refused(reason: string): void {
    addTo(this.#refused, kindOf(refusalKinds, reason));
  }

  /** Adds what the open connections say. */
  figures({ open, accepted, rounds }: HubState): HubFigures {
    const connections = new Map<string, ConnectionFigures>();
    let queuedBytes = 0;
    let mostQueuedBytes = 0;
    for (const { session, outbox } of open) {
      const { dialect } = session;
      const transport = transportOf(session);
      const name = `${transport} ${dialect}`;
      const { count = 0 } = connections.get(name) ?? {};
      connections.set(name, { transport, dialect, count: count + 1 });
      queuedBytes += outbox.queuedBytes;
      mostQueuedBytes = Math.max(mostQueuedBytes, outbox.queuedBytes);
    }
    return {
      connections: [...connections.values()],
      ...{ queuedBytes, mostQueuedBytes, accepted, rounds },
      closed: new Map(this.#closed),
      refused: new Map(this.#refused),
      lines: this.lines,
      slowed: this.slowed,
    };
  }
}

function transportOf({ isSecure, frameBit }: Session): ConnectionFigures["transport"] {
  if (frameBit !== 0) return isSecure ? "wss" : "ws";
  return isSecure ? "tls" : "tcp";
}
