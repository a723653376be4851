/** Figures of a server that has only just begun. */

import { noLatencies } from "../../server/core/latency_histogram.ts";
import type { ServerFigures } from "../../server/figures.ts";

/** Nothing was counted yet. */
export const noFigures: ServerFigures = {
  cluster: undefined,
  timeMs: 0,
  upMs: 0,
  hub: {
    connections: [],
    queuedBytes: 0,
    mostQueuedBytes: 0,
    accepted: 0,
    closed: new Map(),
    refused: new Map(),
    lines: 0,
    slowed: 0,
    rounds: noLatencies,
  },
  store: { commits: noLatencies, queries: noLatencies, failures: 0, lagMs: 0 },
  loopLag: noLatencies,
  messages: 0,
  deliveries: 0,
  users: 0,
  channels: 0,
  accounts: 0,
  memoryBytes: 0,
  heapBytes: 0,
  cpuSeconds: 0,
};
