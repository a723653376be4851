/** The loads, what takes part in each, and what `chat` is to reach. */

import { chat, chatWs } from "./contenders.ts";

/** A figure of a run, by its name in what `load.c` prints, or computed of that: see `statistics.ts`. */
export type Figure =
  | "deliveriesPerSecond"
  | "p99Us"
  | "connectionsPerSecond"
  | "kibEach"
  | "joinsPerSecond"
  | "serverUsPerDelivery"
  | "serverUsPerMessage"
  | "serverUsPerFurtherReceiver"
  | "seconds";

/** A bound for a ratio: ours to that of `to`, in the same round. */
export interface Goal {
  /** The figure. */
  readonly figure: Figure;
  /** Another contender of the same load, or, with `ofLoad`, ours in another load. */
  readonly to: string;
  /** Id of the load whose figure is the measure; left out: the same load. */
  readonly ofLoad?: string;
  /** Least ratio, or the most. */
  readonly atLeast?: number;
  /** Most ratio. */
  readonly atMost?: number;
}

/** One load. */
export interface Load {
  /** Its name on the command line and in goals. */
  readonly id: string;
  /** Its name in the tables. */
  readonly title: string;
  /** Who takes part; ours is first. */
  readonly contenders: readonly string[];
  /** Options of `load.c`. */
  readonly options: Readonly<Record<string, string | number>>;
  /** What is to be reached. */
  readonly goals: readonly Goal[];
  /** Id of a load with fewer receivers, earlier in the round: see `usPerFurtherReceiver`. */
  readonly fewer?: string;
}

/** Loads that share a section of the page. */
export interface LoadGroup {
  /** Its name on the command line and between the marks of the page. */
  readonly id: string;
  /** The figures that are shown, in order. */
  readonly figures: readonly Figure[];
  /** Loads whose runs are interleaved. */
  readonly loads: readonly Load[];
  /** More rounds than this are not worth their time. */
  readonly mostRounds: number;
}

// What the machine can do, and what the runtime that we are written for can.
const limits = ["C program", "Deno alone"];
const quick = ["InspIRCd", "NATS", "Redis"];
// It lets in a few clients a second, so it is left out where there are many.
const servers = [...quick, "ngIRCd"];
const faster = (figure: Figure, to: string, atLeast: number): Goal => ({ figure, to, atLeast });
const throughput: readonly Goal[] = [
  faster("deliveriesPerSecond", "InspIRCd", 2.5),
  faster("deliveriesPerSecond", "NATS", 1.5),
  faster("deliveriesPerSecond", "Redis", 1.2),
];
const relayFigures = ["deliveriesPerSecond", "p99Us"] as const;

function fanout(receivers: number, senders: number, others: readonly string[]): Load {
  return {
    id: `fanout-${receivers}-${senders}`,
    title: `${receivers.toLocaleString("en")} receivers, window 64, ${senders} ${
      senders === 1 ? "sender" : "senders"
    }`,
    contenders: [chat, ...others],
    options: { mode: "fanout", receivers, senders, window: 64 },
    goals: throughput,
  };
}

function busy(each: number): Load {
  const [count, receivers] = [100, 9];
  return {
    id: `busy-${each}`,
    title: `100 channels of 10, ${each} messages on their way in each`,
    contenders: [chat, "InspIRCd"],
    options: { mode: "fanout", receivers, channels: count, groups: count, window: each * count },
    goals: [faster("deliveriesPerSecond", "InspIRCd", 1)],
  };
}

function websocket(receivers: number): Load {
  return {
    id: `websocket-${receivers}`,
    title: `${receivers.toLocaleString("en")} WebSockets, window 64`,
    contenders: [chatWs, "Node ws"],
    options: { mode: "fanout", receivers, window: 64 },
    goals: [faster("deliveriesPerSecond", "Node ws", 1.5)],
  };
}

function stuck(count: number, window: number): Load {
  const measure: Goal = { figure: "p99Us", to: chat, ofLoad: `stuck-0-${window}`, atMost: 1.25 };
  return {
    id: `stuck-${count}-${window}`,
    title: `${count === 0 ? "no" : count} stuck among 500 receivers, window ${window}`,
    contenders: [chat],
    options: { mode: "fanout", receivers: 500 - count, stuck: count, window },
    goals: count === 0 ? [] : [measure],
  };
}

/** Receivers in the plot. */
export const plottedReceivers = [10, 30, 100, 300, 1_000, 2_000, 5_000] as const;

function growing(receivers: number): Load {
  const [fewest] = plottedReceivers;
  const flat: Goal = {
    figure: "serverUsPerDelivery",
    to: chat,
    ofLoad: "receivers-100",
    atMost: 1.2,
  };
  return {
    id: `receivers-${receivers}`,
    title: `${receivers.toLocaleString("en")} receivers`,
    contenders: [chat, "C program", "InspIRCd", "NATS", "Redis"],
    options: { mode: "fanout", receivers, window: 64, seconds: 1 },
    goals: receivers === 100 ? [] : [flat],
    ...(receivers === fewest ? {} : { fewer: `receivers-${fewest}` }),
  };
}

function channels(count: number): Load {
  const flat: Goal = { figure: "serverUsPerMessage", to: chat, ofLoad: "channels-1", atMost: 1.2 };
  // Ten people in each; at most 100 such circles, each of which shares many channels.
  const groups = Math.min(count, 100);
  // One message on its way in each circle: where more come at once, they share a write, and cost less.
  const window = groups;
  return {
    id: `channels-${count}`,
    title: `${count.toLocaleString("en")} ${count === 1 ? "channel" : "channels"} of 10`,
    contenders: [chat, "InspIRCd"],
    options: { mode: "fanout", receivers: 9, channels: count, groups, window },
    goals: count === 1 ? [] : [flat],
  };
}

/** All loads, in the order of the page. */
export const loadGroups: readonly LoadGroup[] = [
  {
    id: "fanout",
    figures: relayFigures,
    mostRounds: 5,
    loads: [
      fanout(100, 1, [...limits, ...servers, "ncat --broker", "Python, threads"]),
      fanout(100, 20, [...limits, ...servers]),
      fanout(1_000, 1, [...limits, ...quick]),
      fanout(1_000, 50, [...limits, ...quick]),
    ],
  },
  {
    id: "latency",
    figures: relayFigures,
    mostRounds: 15,
    loads: [{
      id: "latency",
      title: "100 receivers, window 1",
      contenders: [chat, ...limits, ...servers, "ncat --broker", "Python, threads"],
      options: { mode: "fanout", receivers: 100, window: 1 },
      goals: [
        faster("deliveriesPerSecond", "C program", 0.8),
        { figure: "p99Us", to: "C program", atMost: 1.5 },
      ],
    }],
  },
  {
    id: "busy",
    figures: relayFigures,
    mostRounds: 5,
    loads: [2, 8, 64].map(busy),
  },
  {
    id: "websocket",
    figures: relayFigures,
    mostRounds: 5,
    loads: [websocket(100), websocket(1_000)],
  },
  {
    id: "idle",
    figures: ["connectionsPerSecond", "kibEach"],
    mostRounds: 5,
    loads: [{
      id: "idle",
      title: "10,000 connections that register and say nothing",
      contenders: [chat, ...quick],
      options: { mode: "idle", receivers: 10_000 },
      goals: [
        faster("connectionsPerSecond", "NATS", 1),
        { figure: "kibEach", to: "NATS", atMost: 1 },
      ],
    }],
  },
  {
    id: "crowd",
    figures: ["joinsPerSecond", "seconds"],
    mostRounds: 3,
    loads: [{
      id: "crowd",
      title: "5,000 come and join one channel",
      contenders: [chat, "InspIRCd"],
      options: { mode: "crowd", receivers: 5_000 },
      goals: [faster("joinsPerSecond", "InspIRCd", 1)],
    }],
  },
  {
    id: "stuck",
    figures: relayFigures,
    mostRounds: 5,
    loads: [1, 64].flatMap((window) => [0, 1, 200].map((count) => stuck(count, window))),
  },
  {
    id: "reconnect",
    figures: ["seconds", "p99Us"],
    mostRounds: 3,
    loads: [{
      id: "reconnect",
      title: "5,000 in 50 channels come back at once and read 10 messages that they missed",
      contenders: [chat],
      options: { mode: "reconnect", receivers: 100, channels: 50, groups: 50 },
      goals: [],
    }],
  },
  {
    id: "receivers",
    figures: ["deliveriesPerSecond", "p99Us", "serverUsPerDelivery", "serverUsPerFurtherReceiver"],
    mostRounds: 5,
    loads: plottedReceivers.map(growing),
  },
  {
    id: "channels",
    figures: ["deliveriesPerSecond", "serverUsPerMessage"],
    mostRounds: 5,
    loads: [1, 10, 100, 1_000, 10_000].map(channels),
  },
];
