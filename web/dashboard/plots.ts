/** What is drawn. */

import type { ServerSample } from "../../wire/server_sample.ts";
import type { Unit } from "./scale.ts";

/** One line of a plot. */
export interface Series {
  /** What it is called. */
  readonly label: string;
  /** What it shows of a sample; undefined where there was nothing to be measured. */
  readonly value: (sample: ServerSample) => number | undefined;
}

/** One plot. */
export interface Plot {
  /** What is shown. */
  readonly title: string;
  /** What that means, in a few words. */
  readonly hint: string;
  /** What is measured. */
  readonly unit: Unit;
  /** Its lines. */
  readonly series: readonly Series[];
  /** They stand on one another, and together are the whole. */
  readonly isStacked?: boolean;
}

/** All connections. */
export function connectionsOf({ tcp = 0, tls = 0, ws = 0, wss = 0 }: ServerSample): number {
  return tcp + tls + ws + wss;
}

/** All of them, what matters most first. */
export const plots: readonly Plot[] = [
  {
    title: "Connections",
    hint: "by what they came by",
    unit: "count",
    isStacked: true,
    series: [
      { label: "TCP", value: ({ tcp }) => tcp },
      { label: "TLS", value: ({ tls }) => tls },
      { label: "WebSocket", value: ({ ws = 0, wss = 0 }) => ws + wss },
    ],
  },
  {
    title: "Deliveries",
    hint: "messages handed to those who see them",
    unit: "perSecond",
    series: [{ label: "deliveries", value: ({ deliveriesPerSecond }) => deliveriesPerSecond }],
  },
  {
    title: "Messages",
    hint: "said, and all lines that came",
    unit: "perSecond",
    series: [
      { label: "messages", value: ({ messagesPerSecond }) => messagesPerSecond },
      { label: "lines", value: ({ linesPerSecond }) => linesPerSecond },
    ],
  },
  {
    title: "Waiting to be written",
    hint: "to all, and to the client most behind; at 1 MB it is cut off",
    unit: "bytes",
    series: [
      { label: "all", value: ({ queuedBytes }) => queuedBytes },
      { label: "most behind", value: ({ mostQueuedBytes }) => mostQueuedBytes },
    ],
  },
  {
    title: "Commit",
    hint: "until a batch is on the disk",
    unit: "milliseconds",
    series: [
      { label: "p99", value: ({ commitP99Ms }) => commitP99Ms },
      { label: "half", value: ({ commitP50Ms }) => commitP50Ms },
    ],
  },
  {
    title: "Delivery",
    hint: "a round of writes; what is said leaves within two",
    unit: "milliseconds",
    series: [
      { label: "p99", value: ({ roundP99Ms }) => roundP99Ms },
      { label: "half", value: ({ roundP50Ms }) => roundP50Ms },
    ],
  },
  {
    title: "Lag of the loop",
    hint: "how long everybody waits for what is done at the time",
    unit: "milliseconds",
    series: [{ label: "p99", value: ({ loopLagP99Ms }) => loopLagP99Ms }],
  },
  {
    title: "History",
    hint: "until a question to it is answered",
    unit: "milliseconds",
    series: [{ label: "p99", value: ({ queryP99Ms }) => queryP99Ms }],
  },
  {
    title: "Questions",
    hint: "asked of history and search",
    unit: "perSecond",
    series: [{ label: "questions", value: ({ queriesPerSecond }) => queriesPerSecond }],
  },
  {
    title: "Turned away",
    hint: "connections refused, readers cut off, lines made to wait",
    unit: "count",
    series: [
      { label: "refused", value: ({ refused }) => refused },
      { label: "cut off", value: ({ cutOff }) => cutOff },
      { label: "slowed", value: ({ slowed }) => slowed },
    ],
  },
  {
    title: "Memory",
    hint: "of the process",
    unit: "bytes",
    series: [{ label: "resident", value: ({ memoryBytes }) => memoryBytes }],
  },
  {
    title: "Processor",
    hint: "100 % is one core",
    unit: "percent",
    series: [{ label: "all threads", value: ({ cpuPercent }) => cpuPercent }],
  },
];
