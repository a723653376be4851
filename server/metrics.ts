/** What the server counts, as Prometheus reads it: https://prometheus.io/docs/instrumenting/exposition_formats/ */

import { Counter, Gauge, Registry } from "prom-client";
import type { World } from "./core/world.ts";
import type { Fanout } from "./net/fanout.ts";
import type { Hub } from "./net/hub.ts";

/** Who is counted. */
export interface MetricsSources {
  /** Connections and lines. */
  readonly hub: Hub;
  /** Deliveries. */
  readonly fanout: Fanout;
  /** People and channels. */
  readonly world: World;
}

/** Writes all metrics as they are now. What the library would tell of Deno by itself is partly wrong, and left out. */
export async function writeMetrics({ hub, fanout, world }: MetricsSources): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, value: number): void =>
    new Gauge({ name, help, registers }).set(value);
  const counter = (name: string, help: string, value: number): void =>
    new Counter({ name, help, registers }).inc(value);
  const figures = hub.figures();
  const open = new Gauge({
    name: "chat_connections",
    help: "Connections that are open, by what they speak",
    labelNames: ["dialect"],
    registers,
  });
  for (const [dialect, count] of figures.connections) open.set({ dialect }, count);
  const closed = new Counter({
    name: "chat_connections_closed_total",
    help: "Connections that have ended, by why",
    labelNames: ["reason"],
    registers,
  });
  for (const [reason, count] of figures.closed) closed.inc({ reason }, count);
  gauge("chat_websockets", "Connections that are open and came by WebSocket", figures.webSockets);
  gauge("chat_queued_bytes", "Bytes that wait to be written to clients", figures.queuedBytes);
  gauge("chat_users", "People who are here", world.users.size);
  gauge("chat_channels", "Channels that exist", world.channels.size);
  gauge("chat_resident_memory_bytes", "Memory of the process", Deno.memoryUsage().rss);
  counter("chat_connections_accepted_total", "Connections that were let in", figures.accepted);
  counter("chat_lines_total", "Lines that came from clients", figures.lines);
  counter("chat_deliveries_total", "Messages handed to those who see them", fanout.deliveries);
  return await registry.metrics();
}
