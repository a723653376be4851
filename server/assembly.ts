/** The parts of a server, wired together. */

import type { AdminAnswer, Office } from "./admin/admin_command.ts";
import { administer } from "./admin/administration.ts";
import type { AdminPortOptions, AdminRequest } from "./admin/admin_port.ts";
import { createCredential } from "./accounts/credential_maker.ts";
import { OperatorCheck } from "./accounts/operator_check.ts";
import { type Cluster, type ClusterParts, createLease } from "./cluster.ts";
import { LocalBus } from "./cluster/local_bus.ts";
import { noticeLine } from "./commands/notice.ts";
import { maxPlainBytes } from "./commands/plain.ts";
import type { Configuration } from "./configuration.ts";
import { Console } from "./console.ts";
import type { Ban } from "./core/ban.ts";
import { errorTrace } from "./core/error_text.ts";
import { Lockdown } from "./core/lockdown.ts";
import type { Log } from "./core/log.ts";
import { restoreAccounts, restoreBans, restoreChannels } from "./core/restore.ts";
import { World } from "./core/world.ts";
import type { Drain } from "./drain.ts";
import { Engine } from "./engine.ts";
import { createDoor, quotaOf } from "./limits.ts";
import type { FigureSources } from "./figures.ts";
import { createCloak } from "./net/cloak.ts";
import { Fanout } from "./net/fanout.ts";
import type { WebAddress } from "./net/http_answer.ts";
import { Hub } from "./net/hub.ts";
import { networks } from "./net/network.ts";
import { Rounds } from "./net/rounds.ts";
import { createPolicy } from "./policy.ts";
import type { OpenedThreads } from "./store/open_store.ts";
import { retentionNotice } from "./store/retention.ts";
import { Store } from "./store/store.ts";

/** What a server is made of, behind its ports. */
export interface Parts {
  /** Serves connections. */
  readonly hub: Hub;
  /** Keeps what is said. */
  readonly store: Store;
  /** Reads the operator's lines. */
  readonly console: Console;
  /** Answers `chat admin`. */
  readonly answer: AdminPortOptions["answer"];
  /** Says who is an operator. */
  readonly check: OperatorCheck;
  /** What can be counted of it. */
  readonly sources: FigureSources;
  /** Finds what shuts an address out now. */
  readonly findBan: (address: string) => Ban | undefined;
}

/** What it is made with. */
export interface Wiring {
  /** The settings. */
  readonly configuration: Configuration;
  /** Where events go. */
  readonly log: Log;
  /** Reads the settings again; gives what the operator is to know. */
  readonly rehash: () => string | undefined;
  /** Ends the server with an exit code. */
  readonly end: (code: number) => void;
  /** Its way there. */
  readonly drain: Drain;
  /** The open store. */
  readonly threads: OpenedThreads;
  /** What it shares with other servers; undefined where it stands alone. */
  readonly cluster: Cluster | undefined;
  /** The port that clients are told to come to by TLS; undefined where there is none, or for this machine alone. */
  readonly stsPort: number | undefined;
  /** The web's port, for browsers that come to the chat port. */
  readonly web: WebAddress | undefined;
}

/** Wires a server together. Nothing is read or listened to yet. */
export function assemble(wiring: Wiring): Parts {
  const { configuration, log, rehash, end, drain, threads, web, stsPort, cluster } = wiring;
  const nowMs = Date.now;
  const fanout = createFanout(log, () => store.hurry());
  const check = createOperatorCheck(configuration, log);
  const lockdown = createLockdown(log);
  const { state } = threads;
  const world = createWorld(wiring, nowMs());
  const store = createStore(wiring, { world, fanout });
  const engine = new Engine({
    world,
    sink: fanout,
    archive: store,
    log,
    nowMs,
    policy: createPolicy({ configuration, check, lockdown, log, nowMs, rehash, stsPort }),
    createBus: (subscriber, refused) =>
      cluster === undefined
        ? new LocalBus(nowMs, subscriber, { key: state.lastKey, timeMs: state.lastTimeMs })
        : cluster.createBus(clusterParts({ world, store, fanout }), subscriber, refused),
    onFatal: (error) => {
      log.error(`Applying a fact failed: ${errorTrace(error)}`, { event: "apply_failed" });
      if (cluster !== undefined) {
        cluster.halt();
        store.halt();
      }
      end(1);
    },
  });
  const hub = new Hub({
    handler: engine,
    fanout,
    log,
    nowMs,
    framing: () => ({ anyCase: configuration.current.plain === "alias", maxPlainBytes }),
    cloak: createCloak(cluster?.stream.secret ?? state.cloakKey),
    door: createDoor(configuration, { bans: world.bans, lockdown, drain }),
    quota: (address) => quotaOf(configuration.current, address),
    web,
  });
  const office = createOffice({ world, fanout, engine, lockdown, rehash, end, drain, cluster });
  const operator = new Console({
    office,
    fanout,
    rounds: new Rounds(),
    output: Deno.stdout,
    showsChat: configuration.current.showChat ?? Deno.stdout.isTerminal(),
  });
  const answer = answerOf(office, fanout);
  const sources = { hub, fanout, engine, store, world, cluster };
  const findBan = (address: string) => world.bans.findAddress("ban", address, nowMs());
  return { hub, store, console: operator, answer, check, sources, findBan };
}

function createStore(
  { threads, log, end, cluster }: Wiring,
  { world, fanout }: { readonly world: World; readonly fanout: Fanout },
): Store {
  const { lastKey, epoch } = threads.state;
  // What was kept of another numbering says nothing of this one.
  const isOther = cluster !== undefined && cluster.stream.epoch !== epoch;
  const keptKey = isOther ? 0 : threads.state.keptKey;
  let settledKey = lastKey;
  const store: Store = new Store({
    ...threads,
    log,
    keptKey,
    onSettled: (key, isKept) => {
      // What others know must be kept here too, in the end: it comes again after a start.
      if (!isKept && cluster !== undefined) {
        store.halt();
        return end(1);
      }
      if (!isKept) world.onces.forget(settledKey, key);
      settledKey = key;
      fanout.settle(key, isKept);
      cluster?.kept();
    },
    onTurn: () => fanout.flush(),
  });
  return store;
}

function createOffice(
  { world, fanout, engine, lockdown, rehash, end, drain, cluster }:
    & Pick<Wiring, "rehash" | "end" | "drain" | "cluster">
    & Pick<Office, "world" | "lockdown">
    & { readonly fanout: Fanout; readonly engine: Engine },
): Office {
  return {
    world,
    fanout,
    lockdown,
    createCredential,
    nowMs: Date.now,
    startedAtMs: Date.now(),
    publish: (fact) => {
      if (cluster?.obstacle !== undefined) throw new Error(cluster.obstacle);
      engine.publish(fact);
    },
    reload: rehash,
    nodes: () => cluster?.nodes() ?? [],
    memoryBytes: () => Deno.memoryUsage().rss,
    drain: (seconds) => drain.begin(seconds, () => world.sessions.size === 0),
    quit: () => end(0),
  };
}

function createOperatorCheck(configuration: Configuration, log: Log): OperatorCheck {
  const hashOf = (name: string) => configuration.current.operators.get(name);
  return new OperatorCheck({ hashOf, log, nowMs: Date.now });
}

function createFanout(log: Log, hurry: () => void): Fanout {
  const onError = (error: unknown) =>
    log.error(`A message could not be sent: ${errorTrace(error)}`, { event: "message_not_sent" });
  return new Fanout(onError, hurry);
}

function createLockdown(log: Log): Lockdown {
  return new Lockdown(({ kind, minutes }) => {
    const howLong = minutes === undefined ? "" : ` for ${minutes} minutes`;
    log.warn(`Lockdown: ${kind}${howLong}`, { event: "lockdown", kind, minutes: minutes ?? 0 });
  });
}

function clusterParts(
  { world, store, fanout }: {
    readonly world: World;
    readonly store: Store;
    readonly fanout: Fanout;
  },
): ClusterParts {
  return {
    world,
    keep: (key, timeMs, records) => store.append(key, timeMs, records),
    isFull: () => store.isFull,
    onTurn: () => fanout.flush(),
    tell: (text) => {
      for (const session of world.sessions) {
        if (session.user === undefined) continue;
        fanout.reply(session, noticeLine({ world, session }, text));
      }
      fanout.flush();
    },
  };
}

function createWorld({ configuration, threads, cluster }: Wiring, nowMs: number): World {
  const { state } = threads;
  const isInMemory = threads.writer === threads.reader;
  const { name, version } = configuration.current;
  const world = new World({
    epoch: cluster?.stream.epoch ?? state.epoch,
    lease: cluster === undefined ? state.lastKey.toString(36) : createLease(),
    serverName: name,
    info: {
      version,
      startedAt: new Date(nowMs).toUTCString(),
      get motd() {
        return configuration.current.motdLines;
      },
      get keeping() {
        return retentionNotice(configuration.current.history, isInMemory);
      },
      get icon() {
        return configuration.current.server.icon;
      },
    },
    networks,
    nowMs,
  });
  if (cluster !== undefined) {
    cluster.restore(world);
    return world;
  }
  restoreBans(world, state.bans);
  restoreAccounts(world, state.accounts);
  restoreChannels(world, state.channels, nowMs);
  for (const { id, ...sending } of state.onces) world.onces.add(id, sending);
  return world;
}

function answerOf(office: Office, fanout: Fanout): Parts["answer"] {
  return async ({ command, rest }: AdminRequest): Promise<AdminAnswer> => {
    const answered = await administer(office, command, rest);
    fanout.flush();
    return answered;
  };
}
