/** What the server counts, as Prometheus reads it: https://prometheus.io/docs/instrumenting/exposition_formats/ */

import { Counter, Gauge, Registry } from "prom-client";
import { latencyBoundsMs, type LatencyFigures } from "./core/latency_histogram.ts";
import type { ServerFigures } from "./figures.ts";

/** Writes all metrics. What the library would tell of Deno by itself is partly wrong, and left out. */
export async function writeMetrics(figures: ServerFigures, version: string): Promise<string> {
  const registry = new Registry();
  addConnections(registry, figures);
  addCounts(registry, figures);
  if (figures.cluster !== undefined) addCluster(registry, figures.cluster);
  addProcess(registry, figures, version);
  const { hub, store, loopLag } = figures;
  return await registry.metrics() + [
    histogram("chat_write_round_seconds", "Time that a round of writes takes", hub.rounds),
    histogram("chat_store_commit_seconds", "Time that a batch takes to be kept", store.commits),
    histogram("chat_history_query_seconds", "Time that history takes to answer", store.queries),
    histogram(
      "chat_event_loop_lag_seconds",
      "How late timers are, tried 4 times a second",
      loopLag,
    ),
  ].join("");
}

function addConnections(registry: Registry, { hub }: ServerFigures): void {
  const registers = [registry];
  const open = new Gauge({
    name: "chat_connections",
    help: "Connections that are open, by what they come by and what they speak",
    labelNames: ["transport", "dialect"],
    registers,
  });
  for (const { transport, dialect, count } of hub.connections) {
    open.set({ transport, dialect }, count);
  }
  const byReason = (name: string, help: string, counts: ReadonlyMap<string, number>): void => {
    const counter = new Counter({ name, help, labelNames: ["reason"], registers });
    for (const [reason, count] of counts) counter.inc({ reason }, count);
  };
  byReason("chat_connections_closed_total", "Connections that have ended, by why", hub.closed);
  byReason("chat_connections_refused_total", "Connections not let in, by why", hub.refused);
}

function addCounts(registry: Registry, figures: ServerFigures): void {
  const { gauge, counter } = makers(registry);
  const { hub, store } = figures;
  counter("chat_connections_accepted_total", "Connections that were let in", hub.accepted);
  counter("chat_lines_total", "Lines that came from clients", hub.lines);
  counter("chat_lines_slowed_total", "Lines that waited, as their sender said much", hub.slowed);
  counter("chat_messages_total", "Messages that were said", figures.messages);
  counter(
    "chat_deliveries_total",
    "Messages handed to those who see them",
    figures.deliveries,
  );
  gauge("chat_queued_bytes", "Bytes that wait to be written to clients", hub.queuedBytes);
  gauge(
    "chat_queued_bytes_max",
    "Bytes that wait for the client most behind",
    hub.mostQueuedBytes,
  );
  counter("chat_store_failures_total", "Batches that could not be kept", store.failures);
  gauge("chat_store_lag_seconds", "Age of the oldest that is not kept yet", store.lagMs / 1000);
  gauge("chat_users", "People who are here", figures.users);
  gauge("chat_channels", "Channels that exist", figures.channels);
  gauge("chat_accounts", "Accounts that exist", figures.accounts);
}

function addCluster(
  registry: Registry,
  { isUp, key, pending, roundTripMs, nodes, mostBehind }: NonNullable<ServerFigures["cluster"]>,
): void {
  const { gauge } = makers(registry);
  gauge("chat_cluster_up", "The other servers can be reached: 1, or 0", Number(isUp));
  gauge("chat_cluster_nodes", "Servers that are one chat", nodes);
  gauge("chat_cluster_sequence", "The last fact of the stream that was applied", key);
  gauge("chat_cluster_behind", "Facts that the server most behind has not applied", mostBehind);
  gauge("chat_cluster_pending", "Facts that were sent and have not come back", pending);
  gauge(
    "chat_cluster_round_trip_seconds",
    "How long the last fact took to come back",
    roundTripMs / 1000,
  );
}

function addProcess(registry: Registry, figures: ServerFigures, version: string): void {
  const { gauge, counter } = makers(registry);
  const { timeMs, upMs, memoryBytes, heapBytes, cpuSeconds } = figures;
  gauge("chat_start_time_seconds", "When the process began", (timeMs - upMs) / 1000);
  gauge("chat_resident_memory_bytes", "Memory of the process", memoryBytes);
  gauge("chat_heap_bytes", "Memory of the program's objects", heapBytes);
  counter("chat_cpu_seconds_total", "Time that all threads have worked", cpuSeconds);
  new Gauge({
    name: "chat_info",
    help: "The program",
    labelNames: ["version"],
    registers: [registry],
  }).set({ version }, 1);
}

function makers(registry: Registry) {
  const registers = [registry];
  return {
    gauge: (name: string, help: string, value: number): void =>
      new Gauge({ name, help, registers }).set(value),
    counter: (name: string, help: string, value: number): void =>
      new Counter({ name, help, registers }).inc(value),
  };
}

/** The library can only count by itself, one by one; these were counted where they happened. */
function histogram(name: string, help: string, { counts, count, sumMs }: LatencyFigures): string {
  let below = 0;
  const buckets = latencyBoundsMs.map((boundMs, size) => {
    below += counts[size] ?? 0;
    return `${name}_bucket{le="${boundMs / 1000}"} ${below}`;
  });
  const lines = [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} histogram`,
    ...buckets,
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sumMs / 1000}`,
    `${name}_count ${count}`,
  ];
  return `\n${lines.join("\n")}\n`;
}
