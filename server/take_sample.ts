/** What was measured between two moments. */

import type { ServerSample } from "../wire/server_sample.ts";
import { latenciesSince, type LatencyFigures, latencyQuantile } from "./core/latency_histogram.ts";
import type { ServerFigures } from "./figures.ts";
import type { ConnectionFigures, HubFigures } from "./net/hub_tally.ts";

/** Ends of connections whose client did not take what it was sent. */
const cutOffReasons = ["slow_reader", "stalled"] as const;

/** Compares what was counted earlier with what is counted now. */
export function takeSample(earlier: ServerFigures, now: ServerFigures): ServerSample {
  const seconds = (now.upMs - earlier.upMs) / 1000;
  const perSecond = (count: (figures: ServerFigures) => number): number =>
    seconds > 0 ? (count(now) - count(earlier)) / seconds : 0;
  const quantile = (share: number, of: (figures: ServerFigures) => LatencyFigures) =>
    latencyQuantile(latenciesSince(of(earlier), of(now)), share);
  return {
    timeMs: now.timeMs,
    tcp: countBy("tcp", now.hub),
    tls: countBy("tls", now.hub),
    ws: countBy("ws", now.hub),
    wss: countBy("wss", now.hub),
    users: now.users,
    channels: now.channels,
    linesPerSecond: perSecond(({ hub }) => hub.lines),
    messagesPerSecond: perSecond(({ messages }) => messages),
    deliveriesPerSecond: perSecond(({ deliveries }) => deliveries),
    queuedBytes: now.hub.queuedBytes,
    mostQueuedBytes: now.hub.mostQueuedBytes,
    commitP50Ms: quantile(0.5, ({ store }) => store.commits),
    commitP99Ms: quantile(0.99, ({ store }) => store.commits),
    storeLagMs: now.store.lagMs,
    roundP50Ms: quantile(0.5, ({ hub }) => hub.rounds),
    roundP99Ms: quantile(0.99, ({ hub }) => hub.rounds),
    loopLagP99Ms: quantile(0.99, ({ loopLag }) => loopLag),
    queriesPerSecond: perSecond(({ store }) => store.queries.count),
    queryP99Ms: quantile(0.99, ({ store }) => store.queries),
    refused: sum(now.hub.refused) - sum(earlier.hub.refused),
    slowed: now.hub.slowed - earlier.hub.slowed,
    cutOff: cutOff(now.hub) - cutOff(earlier.hub),
    memoryBytes: now.memoryBytes,
    cpuPercent: 100 * perSecond(({ cpuSeconds }) => cpuSeconds),
  };
}

function countBy(transport: ConnectionFigures["transport"], { connections }: HubFigures): number {
  return connections.filter((kind) => kind.transport === transport)
    .reduce((all, { count }) => all + count, 0);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}

function cutOff({ closed }: HubFigures): number {
  return cutOffReasons.reduce((all, reason) => all + (closed.get(reason) ?? 0), 0);
}
