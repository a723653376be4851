/** NATS, as far as servers that are one chat need it: one stream, one bucket, and what passes. */

import {
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  StorageType,
  type StreamInfo,
} from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import {
  type Authenticator,
  connect,
  credsAuthenticator,
  type NatsConnection,
  PermissionViolationError,
} from "@nats-io/transport-node";
import { errorText } from "../core/error_text.ts";
import { makeShared } from "./make_shared.ts";
import type { PublishOutcome } from "./publisher.ts";
import type { StreamEntry, StreamPlace } from "./stream_messages.ts";

/** A NATS server that says nothing for two of these is away. */
const pingMs = 2_000;

/** How long a NATS server may take to greet: one that stands still is left for another before a lease is over. */
const greetingMs = 2_000;

/** How long is waited before NATS is looked for again. */
export const reconnectMs = 250;

/** How long one answer of NATS may take. */
const answerMs = 4_000;

/** For so long the stream knows what it has taken already. */
const duplicateWindowMs = 120_000;

const nanosPerMs = 1_000_000;

/** NATS's number of an error: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const insufficientResources = 10_023;

/** The stream as it is at a moment. */
export interface StreamExtent {
  /** When it was made, in milliseconds. */
  readonly createdAtMs: number;
  /** The first key that it still has, and the last. 0 where it has none yet. */
  readonly firstKey: number;
  /** See `firstKey`. */
  readonly lastKey: number;
}

/** Entries of the stream, as they come. */
export interface Following extends AsyncIterable<StreamEntry> {
  /** Ends it. */
  stop(): void;
}

/** Values by key, for good: https://docs.nats.io/nats-concepts/jetstream/key-value-store */
export interface Bucket {
  /** Sets a value that is not there yet; rejects where it is. */
  create(key: string, value: Uint8Array): Promise<void>;
  /** Sets a value. */
  put(key: string, value: Uint8Array): Promise<void>;
  /** Gives a value; undefined where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keys that fit a pattern, in which `*` stands for what is between two dots. */
  keys(pattern: string): Promise<readonly string[]>;
  /** Removes a value. */
  remove(key: string): Promise<void>;
}

/** An open connection with its stream and its bucket. What is asked rejects with an `Error` while NATS is away. */
export interface Nats {
  /** Standing state. */
  readonly bucket: Bucket;
  /** The stream as it is now; undefined where it is gone. */
  extent(): Promise<StreamExtent | undefined>;
  /** Puts a fact into the stream, which takes one with the same `onceId` once only. Never rejects. */
  place(subject: string, text: string, onceId: string): Promise<PublishOutcome>;
  /** Follows the stream from a key on. */
  follow(fromKey: number): Promise<Following>;
  /** Tells all who listen. */
  pass(subject: string, text: string): void;
  /** Settles when NATS has taken what was passed before; rejects where the link is lost meanwhile. */
  flushed(): Promise<void>;
  /** Listens, for good. */
  listen(subject: string, take: (text: string) => void): void;
  /** Tells when NATS is away and when it is there again; ends with the connection. */
  links(): AsyncIterable<boolean>;
  /** Ends it when what was to be sent is out. */
  close(): Promise<void>;
}

/**
 * Connects, and makes the stream and the bucket where there are none.
 *
 * @throws {Error} of the client library.
 */
export async function connectNats(place: StreamPlace): Promise<Nats> {
  const connection = await connect({
    servers: [...place.servers],
    name: place.name,
    ...loginOf(place),
    ...(place.tls === undefined ? {} : { tls: tlsOf(place.tls) }),
    // It may connect to these only, whatever others they name.
    ignoreClusterUpdates: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: reconnectMs,
    reconnectJitter: reconnectMs,
    reconnectJitterTLS: reconnectMs,
    ignoreAuthErrorAbort: true,
    pingInterval: pingMs,
    maxPingOut: 2,
    timeout: greetingMs,
  });
  try {
    const client = jetstream(connection, { timeout: answerMs });
    const manager = await jetstreamManager(connection, { timeout: answerMs });
    await makeShared(() => makeStream(manager, place));
    const { stream, replicas } = place;
    const kvm = new Kvm(client);
    const kv = await makeShared(() => kvm.create(bucketOf(stream), { history: 1, replicas }));
    return open({ stream, connection, client, manager, kv });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

interface Parts {
  readonly stream: string;
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly kv: KV;
}

function open({ stream, connection, client, manager, kv }: Parts): Nats {
  return {
    bucket: openBucket(kv, manager, bucketOf(stream)),
    extent: async () => {
      const info = await infoOf(manager, stream);
      return info && extentOf(info);
    },
    place: (subject, text, onceId) => place(client, [subject, text], onceId),
    follow: (fromKey) => follow(client, stream, fromKey),
    pass: (subject, text) => connection.publish(subject, text),
    flushed: () => connection.flush(),
    listen: (subject, take) => {
      const callback = (error: Error | null, message: { string(): string }) => {
        if (error === null) take(message.string());
      };
      connection.subscribe(subject, { callback });
    },
    links: async function* () {
      for await (const { type } of connection.status()) {
        if (type === "disconnect" || type === "reconnect") yield type === "reconnect";
      }
    },
    close: async () => {
      try {
        await connection.drain();
      } catch {
        // It was lost already.
        await connection.close();
      }
    },
  };
}

function bucketOf(stream: string): string {
  return `${stream}_standing`;
}

function openBucket(kv: KV, manager: JetStreamManager, name: string): Bucket {
  return {
    create: async (key, value) => void await kv.create(key, value),
    put: async (key, value) => void await kv.put(key, value),
    get: async (key) => (await kv.get(key))?.value,
    keys: async (pattern) => await Array.fromAsync(await kv.keys(pattern)),
    // That of the library would leave a mark for each, for good.
    remove: async (key) => {
      await manager.streams.purge(`KV_${name}`, { filter: `$KV.${name}.${key}` });
    },
  };
}

async function place(
  client: JetStreamClient,
  [subject, text]: readonly [subject: string, text: string],
  msgID: string,
): Promise<PublishOutcome> {
  try {
    await client.publish(subject, text, { msgID, timeout: answerMs });
    return { kind: "placed" };
  } catch (error) {
    const why = errorText(error);
    const isForbidden = error instanceof Error && error.cause instanceof PermissionViolationError;
    const isAnswer = isForbidden || (error instanceof JetStreamApiError && isFinal(error));
    return isAnswer ? { kind: "refused", text: why } : { kind: "unknown", text: why };
  }
}

/** What is not available now may be soon, but for room on the disk. */
function isFinal({ status, code }: JetStreamApiError): boolean {
  return status !== 503 || code === insufficientResources;
}

async function follow(
  client: JetStreamClient,
  stream: string,
  fromKey: number,
): Promise<Following> {
  const consumer = await client.consumers.get(stream, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: fromKey,
  });
  // With longer ones nothing came for a while after NATS had been away.
  const messages = await consumer.consume({ idle_heartbeat: 500, expires: 2_000 });
  return {
    stop: () => messages.stop(),
    async *[Symbol.asyncIterator](): AsyncGenerator<StreamEntry> {
      for await (const message of messages) {
        const timeMs = Number(message.timestampNanos / BigInt(nanosPerMs));
        yield [message.seq, timeMs, message.string()];
      }
    },
  };
}

async function makeStream(manager: JetStreamManager, place: StreamPlace): Promise<void> {
  const { stream, replicas, maxAgeMs, maxBytes } = place;
  if (await infoOf(manager, stream) !== undefined) return;
  await manager.streams.add({
    name: stream,
    subjects: [`${stream}.fact.>`],
    storage: StorageType.File,
    num_replicas: replicas,
    max_age: maxAgeMs * nanosPerMs,
    max_bytes: maxBytes === 0 ? -1 : maxBytes,
    discard: DiscardPolicy.Old,
    duplicate_window: duplicateWindowMs * nanosPerMs,
    deny_delete: true,
  });
}

async function infoOf(manager: JetStreamManager, stream: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(stream);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  }
}

function extentOf({ created, state }: StreamInfo): StreamExtent {
  const { first_seq: firstKey, last_seq: lastKey } = state;
  return { createdAtMs: Date.parse(created), firstKey, lastKey };
}

function loginOf({ login }: StreamPlace): {
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly authenticator?: Authenticator;
} {
  switch (login.kind) {
    case "nobody":
      return {};
    case "password":
      return { user: login.user, pass: login.password };
    case "token":
      return { token: login.token };
    case "credentials":
      return { authenticator: credsAuthenticator(new TextEncoder().encode(login.text)) };
  }
}

function tlsOf({ ca, own }: NonNullable<StreamPlace["tls"]>) {
  return { ...(ca === undefined ? {} : { ca }), ...own };
}
