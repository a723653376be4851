/** What the server and the thread that speaks to NATS tell each other. */

/** Where the stream is, and how it is made where there is none. */
export interface StreamPlace {
  /** Addresses of NATS servers that are one cluster, each a host and a port; the thread may connect to no other. */
  readonly servers: readonly string[];
  /** What the connection is called in what NATS shows. */
  readonly name: string;
  /** Name of the stream, first part of all subjects. */
  readonly stream: string;
  /** Who one is, in one of the ways that NATS has. */
  readonly login: StreamLogin;
  /** TLS, with its files' contents; undefined without. */
  readonly tls: StreamTls | undefined;
  /** How many NATS servers are to have each fact. */
  readonly replicas: number;
  /** After how many milliseconds a fact may be thrown away; 0: never. */
  readonly maxAgeMs: number;
  /** Above how many bytes the oldest facts are thrown away; 0: never. */
  readonly maxBytes: number;
}

/** See `StreamPlace.login`. */
export type StreamLogin =
  | { readonly kind: "nobody" }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "token"; readonly token: string }
  /** The text of a credentials file: https://docs.nats.io/using-nats/developer/connecting/creds */
  | { readonly kind: "credentials"; readonly text: string };

/** PEM texts. */
export interface StreamTls {
  /** Who vouches for the NATS servers; undefined: who the system trusts. */
  readonly ca: string | undefined;
  /** The certificate that this server shows, with its key. */
  readonly own: { readonly cert: string; readonly key: string } | undefined;
}

/** A fact on its way into the stream. */
export interface Publication {
  /** By which the server knows it; later ones have larger ids. */
  readonly id: number;
  /** By which the stream knows it: it takes each only once. */
  readonly onceId: string;
  /** What it is about. */
  readonly subject: string;
  /** As `encodeFact` writes it. */
  readonly text: string;
}

/** A fact as it came from the stream: its place, its time in milliseconds, its text. */
export type StreamEntry = readonly [key: number, timeMs: number, text: string];

/** What goes to all nodes now and is kept nowhere. */
export type PassingSubject = "passing" | "beat";

/** To the thread. */
export type StreamRequest =
  /** The first one. `secret` holds for all nodes if there is none yet. */
  | { readonly kind: "open"; readonly place: StreamPlace; readonly secret: Uint8Array }
  /** Asks for a snapshot. */
  | { readonly kind: "read"; readonly key: number }
  /** Entries are to come, from this key on. */
  | { readonly kind: "follow"; readonly fromKey: number }
  /** So many entries were applied. */
  | { readonly kind: "taken"; readonly count: number }
  | { readonly kind: "publish"; readonly publications: readonly Publication[] }
  | { readonly kind: "pass"; readonly subject: PassingSubject; readonly text: string }
  /** A snapshot for nodes to come. */
  | { readonly kind: "save"; readonly key: number; readonly text: string }
  | { readonly kind: "close" };

/** What there is when the thread has opened the stream. */
export interface StreamState {
  /** When the stream was made, in milliseconds: another stream has other keys. */
  readonly createdAtMs: number;
  /** The first key that it still has, and the last. 0 where it has none yet. */
  readonly firstKey: number;
  /** See `firstKey`. */
  readonly lastKey: number;
  /** What makes hosts of addresses, the same ones on all nodes. */
  readonly secret: Uint8Array;
  /** Keys of the snapshots that there are, from the oldest on. */
  readonly snapshots: readonly number[];
}

/** From the thread. */
export type StreamReply =
  /** The first one: what was sent before it would be lost. */
  | { readonly kind: "ready" }
  | { readonly kind: "opened"; readonly state: StreamState }
  /** It can't be opened; the text is for the operator. */
  | { readonly kind: "refused"; readonly text: string }
  /** The snapshot that was asked for; undefined where there is none. */
  | { readonly kind: "snapshot"; readonly text: string | undefined }
  | { readonly kind: "entries"; readonly entries: readonly StreamEntry[] }
  | { readonly kind: "passed"; readonly subject: PassingSubject; readonly text: string }
  /** NATS is there, or not. */
  | { readonly kind: "link"; readonly isUp: boolean }
  /** A fact is not in the stream, or it can't be known; the text says why, in a few words. */
  | { readonly kind: "unplaced"; readonly id: number; readonly text: string }
  /** The stream can't be followed any more; the text is for the log. */
  | { readonly kind: "broken"; readonly text: string }
  /** Something that can wait did not succeed; the text is for the log. */
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "closed" };
