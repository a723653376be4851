/** What the order of facts over a stream is made of. */

import type { Refused, Subscriber } from "../core/bus.ts";
import type { PlacedFact } from "../core/facts.ts";
import type { Log } from "../core/log.ts";
import type { World } from "../core/world.ts";
import type { StreamThread } from "./stream_thread.ts";

/** What a bus over a stream works with. */
export interface StreamBusOptions {
  /** Who speaks to NATS. */
  readonly thread: StreamThread;
  /** What the facts make. */
  readonly world: World;
  /** What this server is called among the others. */
  readonly node: string;
  /** Makes a name that no other server has, for a lease. */
  readonly createLease: () => string;
  /** The fact that the world is as of; no time may be given before its. */
  readonly last: Pick<PlacedFact, "key" | "timeMs">;
  /** The last one that there was when the stream was opened. */
  readonly targetKey: number;
  /** Applies facts. */
  readonly subscriber: Subscriber;
  /** Told of facts that will not take effect. */
  readonly refused: Refused;
  /** So much waits to be kept of what was applied that no more may come. */
  readonly isFull: () => boolean;
  /** Some facts were applied, in one turn. */
  readonly onTurn: () => void;
  /** NATS is there again, or not any more. */
  readonly onLink: (isUp: boolean) => void;
  /** Something for all nodes that is no fact has come. */
  readonly onPassed: (text: string) => void;
  /** A server has come, or this one has another lease. */
  readonly onCame: (lease: string) => void;
  /** The server can't go on. */
  readonly onFatal: (text: string) => void;
  /** Where events go. */
  readonly log: Log;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
}
