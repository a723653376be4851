/** All that a server counts and measures of itself, at one moment. */

import process from "node:process";
import type { LatencyFigures } from "./core/latency_histogram.ts";
import type { Cluster, ClusterFigures } from "./cluster.ts";
import type { World } from "./core/world.ts";
import type { Engine } from "./engine.ts";
import type { Fanout } from "./net/fanout.ts";
import type { Hub } from "./net/hub.ts";
import type { HubFigures } from "./net/hub_tally.ts";
import type { Store } from "./store/store.ts";
import type { StoreFigures } from "./store/store_tally.ts";

/** Who is counted. */
export interface FigureSources {
  /** Connections and lines. */
  readonly hub: Pick<Hub, "figures">;
  /** Deliveries. */
  readonly fanout: Pick<Fanout, "deliveries">;
  /** Messages. */
  readonly engine: Pick<Engine, "messages">;
  /** What is kept. */
  readonly store: Pick<Store, "figures">;
  /** Other servers; undefined where there are none. */
  readonly cluster?: Pick<Cluster, "figures"> | undefined;
  /** People and channels. */
  readonly world: World;
}

/** What was counted since the start, and what there is now. */
export interface ServerFigures {
  /** When, in milliseconds. */
  readonly timeMs: number;
  /** The same by a clock that never goes back, since the process began. */
  readonly upMs: number;
  /** See `HubFigures`. */
  readonly hub: HubFigures;
  /** See `StoreFigures`. */
  readonly store: StoreFigures;
  /** How late timers are: how long others wait for whatever the server does at the time. */
  readonly loopLag: LatencyFigures;
  /** Messages that were said. */
  readonly messages: number;
  /** How often one was handed to somebody. */
  readonly deliveries: number;
  /** Servers that are one chat, and the stream between them; undefined where this one stands alone. */
  readonly cluster: ClusterFigures | undefined;
  /** People who are here. */
  readonly users: number;
  /** Channels that exist. */
  readonly channels: number;
  /** Accounts that exist. */
  readonly accounts: number;
  /** Memory that the process holds. */
  readonly memoryBytes: number;
  /** What of it the program's objects have. */
  readonly heapBytes: number;
  /** Time that all threads of the process have worked. */
  readonly cpuSeconds: number;
}

/** Takes them now. */
export function takeFigures(
  { hub, fanout, engine, store, world, cluster }: FigureSources,
  loopLag: LatencyFigures,
): ServerFigures {
  const { rss, heapUsed } = Deno.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    timeMs: Date.now(),
    upMs: performance.now(),
    hub: hub.figures(),
    store: store.figures(),
    loopLag,
    messages: engine.messages,
    deliveries: fanout.deliveries,
    cluster: cluster?.figures(),
    users: world.users.size,
    channels: world.channels.size,
    accounts: world.accounts.count,
    memoryBytes: rss,
    heapBytes: heapUsed,
    cpuSeconds: (user + system) / 1e6,
  };
}
