/** What the server goes by: its options and what only the configuration file can say. */

import { loopbackQuota, remoteQuota } from "../core/quota.ts";
import type { Network } from "../net/network.ts";
import type { ServerOptions } from "../options.ts";

/** How much anybody may do: the table `[limits]`. */
export interface Limits {
  /** Lines that may come at once, from elsewhere. */
  readonly burst: number;
  /** Lines a second after that. */
  readonly perSecond: number;
  /** Lines that may come at once, from this machine. */
  readonly loopbackBurst: number;
  /** Lines a second after that. */
  readonly loopbackPerSecond: number;
  /** See `DoorLimits`. */
  readonly connectionsPerAddress: number;
  /** See `DoorLimits`. */
  readonly newConnectionsPerAddress: number;
  /** See `DoorLimits`. */
  readonly newConnectionsMinutes: number;
  /** Who is never slowed and may have any number of connections. */
  readonly trusted: readonly Network[];
}

/** The table `[accounts]`. */
export interface AccountSettings {
  /** People may make accounts themselves. */
  readonly registration: boolean;
}

/** For how long, and how much, is kept: the table `[history]`. 0 is without limit. */
export interface History {
  /** Days after which what was said is erased. */
  readonly days: number;
  /** Megabytes that the file may have; above them the oldest is erased. */
  readonly maxMegabytes: number;
}

/** How the server presents itself: the table `[server]`. */
export interface Presentation {
  /** Where its picture is, if it has one: https://ircv3.net/specs/extensions/network-icon */
  readonly icon: string | undefined;
}

/** How the servers of one chat share a stream of NATS: the table `[nats]`. Read at the start only. */
export interface NatsSettings {
  /** Name of the stream, which is made where there is none. */
  readonly stream: string;
  /** How many NATS servers are to have each fact, where the stream is made. */
  readonly replicas: number;
  /** Days after which a fact may go from the stream, where that is made; 0: never. */
  readonly days: number;
  /** Megabytes that the stream may have, where it is made; 0: any. */
  readonly maxMegabytes: number;
  /** File of credentials. */
  readonly credentials: string | undefined;
  /** PEM file of who vouches for the NATS servers. */
  readonly tlsCa: string | undefined;
  /** PEM file of the certificate that is shown to them. */
  readonly tlsCert: string | undefined;
  /** PEM file of its key. */
  readonly tlsKey: string | undefined;
}

/** The table `[web]`. */
export interface WebSettings {
  /** Who may read `/metrics`: this machine alone, or all. */
  readonly metrics: "local" | "public";
}

/** The table `[tls]`. */
export interface TlsSettings {
  /** For how long clients are to come by TLS only; undefined: they are not told to. */
  readonly stsSeconds: number | undefined;
}

/** Everything that can be set. */
export interface Settings extends ServerOptions {
  /** See `TlsSettings`. */
  readonly transport: TlsSettings;
  /** See `WebSettings`. */
  readonly web: WebSettings;
  /** See `Limits`. */
  readonly limits: Limits;
  /** See `NatsSettings`. */
  readonly nats: NatsSettings;
  /** See `Presentation`. */
  readonly server: Presentation;
  /** See `AccountSettings`. */
  readonly accounts: AccountSettings;
  /** See `History`. */
  readonly history: History;
  /** Hashes of operators' passwords, by name. */
  readonly operators: ReadonlyMap<string, string>;
}

/** What holds where the file says nothing. */
export const defaultWeb: WebSettings = { metrics: "local" };

/** What holds where the file says nothing. */
export const defaultAccounts: AccountSettings = { registration: true };

/** What holds where the file says nothing. */
export const defaultLimits: Limits = {
  ...remoteQuota,
  loopbackBurst: loopbackQuota.burst,
  loopbackPerSecond: loopbackQuota.perSecond,
  connectionsPerAddress: 16,
  newConnectionsPerAddress: 32,
  newConnectionsMinutes: 10,
  trusted: [],
};

/** What holds where the file says nothing. */
export const defaultNats: NatsSettings = {
  stream: "chat",
  replicas: 1,
  days: 7,
  maxMegabytes: 0,
  credentials: undefined,
  tlsCa: undefined,
  tlsCert: undefined,
  tlsKey: undefined,
};

/** What holds where the file says nothing. */
export const defaultHistory: History = { days: 0, maxMegabytes: 4_096 };
