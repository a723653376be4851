/** Makes this server one of several, where an option says so. */

import { Cluster, createLease } from "./cluster.ts";
import { openStream, UnusableStream } from "./cluster/open_stream.ts";
import type { StreamLogin, StreamPlace, StreamTls } from "./cluster/stream_messages.ts";
import { startStreamThread } from "./cluster/stream_thread.ts";
import type { Settings } from "./config/settings.ts";
import type { Log } from "./core/log.ts";
import { type NatsAddress, parseNatsAddress } from "./nats_address.ts";
import { StartFailure } from "./options.ts";
import { readText } from "./start_files.ts";
import type { StoreState } from "./store/load_state.ts";

/** What it needs of the server. */
export interface ClusterStart {
  /** The settings. */
  readonly settings: Settings;
  /** What is kept. */
  readonly state: StoreState;
  /** The program, which as a worker speaks to NATS. */
  readonly workerUrl: string;
  /** Where events go. */
  readonly log: Log;
  /** Ends the server with an exit code. */
  readonly end: (code: number) => void;
}

const dayMs = 24 * 60 * 60_000;
const megabyte = 1024 * 1024;

/**
 * Opens what this server shares with others; undefined where it stands alone.
 *
 * @throws {StartFailure} where it can't be one of them.
 */
export async function openCluster(start: ClusterStart): Promise<Cluster | undefined> {
  const { settings, state, workerUrl, log, end } = start;
  if (settings.cluster.length === 0) {
    if (settings.node === undefined) return undefined;
    throw new StartFailure("Option --node is for several servers. Give --cluster too.", 2);
  }
  const node = settings.node ?? `node-${createLease().slice(0, 6)}`;
  const place = placeOf(settings, node);
  const onFault = (text: string) => {
    log.error(`The thread that speaks to NATS has failed: ${text}`, { event: "stream_died" });
    end(1);
  };
  const thread = await startStreamThread({ url: workerUrl, servers: place.servers, onFault });
  try {
    const { cloakKey, epoch, snapshot, keptKey } = state;
    const own = { secret: cloakKey, saved: snapshot, epoch, keptKey };
    const stream = await openStream(thread, place, own);
    if (stream.epoch !== state.epoch && !state.isFresh) {
      throw new StartFailure(
        "The folder of --data holds what another chat has kept. Give an empty one.",
      );
    }
    const beatSubject = `${place.stream}.beat`;
    return new Cluster({ thread, stream, node, beatSubject, log, end });
  } catch (error) {
    await thread.close();
    if (error instanceof UnusableStream) throw new StartFailure(error.message);
    throw error;
  }
}

function placeOf({ cluster, nats }: Settings, node: string): StreamPlace {
  const addresses = cluster.map(parseNatsAddress).filter((address) => address !== undefined);
  const { stream, replicas, days, maxMegabytes } = nats;
  return {
    servers: addresses.map(({ server }) => server),
    name: `chat ${node}`,
    stream,
    login: loginOf(addresses, nats),
    tls: tlsOf(addresses, nats),
    replicas,
    maxAgeMs: days * dayMs,
    maxBytes: maxMegabytes * megabyte,
  };
}

function loginOf(
  addresses: readonly NatsAddress[],
  { credentials }: Settings["nats"],
): StreamLogin {
  if (credentials !== undefined) {
    return { kind: "credentials", text: readText(credentials, "nats.credentials") };
  }
  const login = addresses.find((address) => address.login !== undefined)?.login;
  if (login === undefined) return { kind: "nobody" };
  const { user, password } = login;
  return password === undefined
    ? { kind: "token", token: user }
    : { kind: "password", user, password };
}

function tlsOf(
  addresses: readonly NatsAddress[],
  { tlsCa, tlsCert, tlsKey }: Settings["nats"],
): StreamTls | undefined {
  const isAsked = addresses.some(({ isTls }) => isTls);
  if (!isAsked && tlsCa === undefined && tlsCert === undefined) return undefined;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new StartFailure("Keys nats.tls-cert and nats.tls-key go together. Give both.");
  }
  return {
    ca: tlsCa === undefined ? undefined : readText(tlsCa, "nats.tls-ca"),
    own: tlsCert === undefined || tlsKey === undefined ? undefined : {
      cert: readText(tlsCert, "nats.tls-cert"),
      key: readText(tlsKey, "nats.tls-key"),
    },
  };
}
