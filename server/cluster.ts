/** One of several servers that are one chat: what it shares with the others, and how it stays among them. */

import type { NodeRow } from "./admin/admin_nodes.ts";
import { type Beat, beatMs, leaseMs, readBeat, RollCall } from "./cluster/roll_call.ts";
import { SaveClock } from "./cluster/save_clock.ts";
import { saveWorld } from "./cluster/saved_world.ts";
import type { OpenedStream } from "./cluster/open_stream.ts";
import { StreamBus, type StreamFigures } from "./cluster/stream_bus.ts";
import type { StreamThread } from "./cluster/stream_thread.ts";
import type { Bus, Refused, Subscriber } from "./core/bus.ts";
import type { KeepRecord } from "./core/archive.ts";
import type { Log } from "./core/log.ts";
import { restoreSnapshot } from "./core/snapshot.ts";
import type { World } from "./core/world.ts";

/** What it is made of when its stream is open. */
export interface ClusterOptions {
  /** Who speaks to NATS. */
  readonly thread: StreamThread;
  /** The stream. */
  readonly stream: OpenedStream;
  /** What this server is called among the others. */
  readonly node: string;
  /** Where NATS has signs of life pass. */
  readonly beatSubject: string;
  /** Where events go. */
  readonly log: Log;
  /** Ends the server with an exit code. */
  readonly end: (code: number) => void;
}

/** What it works on. */
export interface ClusterParts {
  /** What the facts make. */
  readonly world: World;
  /** Has what it knows kept with the fact of a key. */
  readonly keep: (key: number, timeMs: number, records: readonly KeepRecord[]) => void;
  /** More waits to be kept than may. */
  readonly isFull: () => boolean;
  /** Some facts were applied, in one turn. */
  readonly onTurn: () => void;
  /** Says something to everyone who is here. */
  readonly tell: (text: string) => void;
}

/** What a server counts of the others, and of the stream between them. */
export interface ClusterFigures extends StreamFigures {
  /** How many servers are one chat. */
  readonly nodes: number;
  /** How many facts the one that is most behind has not applied. */
  readonly mostBehind: number;
}

/** Gives a lease that no server has had. */
export function createLease(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 16);
}

/** This server among the others. */
export class Cluster {
  /** The stream. */
  readonly stream: OpenedStream;
  readonly #options: ClusterOptions;
  #bus: StreamBus | undefined;
  #parts: ClusterParts | undefined;
  #rollCall: RollCall | undefined;
  #saveClock: SaveClock;
  #beating: ReturnType<typeof setInterval> | undefined;
  #failing: ReturnType<typeof setTimeout> | undefined;
  readonly #heardItself = Promise.withResolvers<void>();
  #isIn = false;

  /** Ends with `close`. */
  constructor(options: ClusterOptions) {
    this.#options = options;
    this.stream = options.stream;
    this.#saveClock = new SaveClock(options.stream.saved?.last.key ?? 0, performance.now());
  }

  /** The server may let people in: it knows what the others know, and they can be told. */
  get isReady(): boolean {
    return this.#isIn && this.obstacle === undefined;
  }

  /** See `Bus`. */
  get obstacle(): string | undefined {
    return this.#bus?.obstacle;
  }

  /** Brings a world that nobody is in to where the stream goes on. */
  restore(world: World): void {
    const { saved } = this.stream;
    if (saved !== undefined) restoreSnapshot(world, saved.world);
  }

  /** Makes the order of facts over the stream, which is followed from now on. */
  createBus(parts: ClusterParts, subscriber: Subscriber, refused: Refused): Bus {
    const { thread, node, log } = this.#options;
    const { world, isFull, onTurn } = parts;
    this.#parts = parts;
    const rollCall = this.#rollCall = new RollCall(() => world.lease, performance.now());
    this.#bus = new StreamBus({
      thread,
      world,
      node,
      subscriber,
      refused,
      log,
      createLease,
      nowMs: Date.now,
      last: this.stream.saved?.last ?? { key: 0, timeMs: 0 },
      targetKey: this.stream.targetKey,
      isFull,
      onTurn: () => {
        onTurn();
        this.#save(performance.now());
      },
      onLink: (isUp) => this.#linked(isUp),
      onPassed: (text) => {
        const beat = readBeat(text);
        if (beat === undefined || !world.isLive(beat.lease)) return;
        rollCall.heard(beat.lease, beat, performance.now());
        if (beat.lease === world.lease) this.#heardItself.resolve();
      },
      onCame: (lease) => rollCall.heard(lease, undefined, performance.now()),
      onFatal: (text) => this.#fail(text),
    });
    return this.#bus;
  }

  /** Settles when this server knows all that the others do, and they know of it. */
  async join(): Promise<void> {
    const { log, node } = this.#options;
    const { targetKey, saved } = this.stream;
    const missing = targetKey - (saved?.last.key ?? 0);
    if (missing > 0) {
      log.info(`Reading what the others did: ${missing} facts`, { event: "catch_up" });
    }
    await this.#bus?.join();
    await this.#hearItself();
    this.#isIn = true;
    this.#beating = setInterval(() => this.#beat(), beatMs);
    log.info(`This server is ${node} of one chat`, { event: "joined_cluster", node });
  }

  /** Something was kept. */
  kept(): void {
    this.#bus?.goOn();
  }

  /** What is told of each server. */
  nodes(): readonly NodeRow[] {
    const world = this.#parts?.world;
    if (world === undefined) return [];
    const users = new Map<string, number>();
    for (const user of world.users.values()) {
      for (const name of world.nodesOf(user)) users.set(name, (users.get(name) ?? 0) + 1);
    }
    return [...world.nodes].map(([name, { lease }]) => {
      const isOwn = lease === world.lease;
      const sessions = isOwn ? world.sessions.size : this.#rollCall?.lastBeat(lease)?.sessions;
      return { name, isOwn, sessions, users: users.get(name) ?? 0, key: this.#keyOf(lease) };
    });
  }

  /** The last fact that the server of a lease has applied; undefined where it has not told yet. */
  #keyOf(lease: string): number | undefined {
    const isOwn = lease === this.#parts?.world.lease;
    return isOwn ? this.#bus?.last.key : this.#rollCall?.lastBeat(lease)?.key;
  }

  /** What it counts. */
  figures(): ClusterFigures {
    const stream = this.#bus?.figures() ?? { isUp: false, key: 0, pending: 0, roundTripMs: 0 };
    const leases = [...this.#parts?.world.nodes.values() ?? []].map(({ lease }) => lease);
    const behind = leases.map((lease) => stream.key - (this.#keyOf(lease) ?? stream.key));
    return { ...stream, nodes: leases.length, mostBehind: Math.max(0, ...behind) };
  }

  /** The world may be half changed, or behind what it says: it is not written down any more, here or for others. */
  halt(): void {
    this.#isIn = false;
    clearInterval(this.#beating);
    this.#bus?.halt();
  }

  /** Leaves the others, who are told, and has what it knows kept. What is applied after that is not kept. */
  async close(): Promise<void> {
    clearInterval(this.#beating);
    clearTimeout(this.#failing);
    this.#keepWorld();
    await this.#bus?.close();
  }

  /** Whose signs of life do not come back would be taken for lost by all, over and over, or would never find one lost. */
  async #hearItself(): Promise<void> {
    const text =
      `Signs of life don't come back; NATS must let servers publish and subscribe to ${this.#options.beatSubject}`;
    this.#failing = setTimeout(() => this.#fail(text), leaseMs);
    this.#passBeat();
    await this.#heardItself.promise;
    clearTimeout(this.#failing);
  }

  #passBeat(): void {
    const [world, bus] = [this.#parts?.world, this.#bus];
    if (world === undefined || bus === undefined) return;
    const { node } = this.#options;
    const beat: Beat = {
      node,
      lease: world.lease,
      key: bus.last.key,
      sessions: world.sessions.size,
    };
    bus.pass("beat", JSON.stringify(beat));
  }

  #fail(text: string): void {
    const { log, end } = this.#options;
    log.error(`${text}; the server ends`, { event: "cluster_failed", reason: text });
    this.halt();
    end(1);
  }

  #beat(): void {
    const [world, bus, rollCall] = [this.#parts?.world, this.#bus, this.#rollCall];
    if (world === undefined || bus === undefined || rollCall === undefined) return;
    this.#passBeat();
    bus.tick();
    this.#save(performance.now());
    const live = new Map([...world.nodes].map(([name, { lease }]) => [lease, name]));
    for (const lease of rollCall.missing([...live.keys()], performance.now())) {
      const name = live.get(lease) ?? "";
      this.#options.log.warn(`Server ${name} is lost`, { event: "node_lost", node: name });
      bus.lapse(name, lease);
    }
  }

  #linked(isUp: boolean): void {
    const { log } = this.#options;
    this.#rollCall?.listenAnew(performance.now());
    // The lease may be over before it is time for the next one.
    if (this.#isIn && isUp) this.#passBeat();
    if (isUp) log.info("NATS is there again", { event: "nats_back" });
    else log.warn("NATS is away", { event: "nats_away" });
    this.#parts?.tell(
      isUp
        ? "This server is connected to the others again"
        : "This server is cut off from the others: what you say is refused until it is back",
    );
  }

  #save(nowMs: number): void {
    const key = this.#bus?.last.key ?? 0;
    if (!this.#isIn || !this.#saveClock.isDue(key, nowMs)) return;
    const text = this.#keepWorld();
    this.#saveClock.saved(key, nowMs, performance.now() - nowMs);
    // One is enough for those who come, whoever writes it.
    const first = [...this.#parts?.world.nodes.keys() ?? []].sort()[0];
    if (text === undefined || first !== this.#options.node) return;
    this.#options.thread.post({ kind: "save", key, text });
  }

  #keepWorld(): string | undefined {
    if (this.#bus === undefined || this.#parts === undefined || !this.#isIn) return undefined;
    const { last } = this.#bus;
    const text = saveWorld(this.#parts.world, last);
    this.#parts.keep(last.key, last.timeMs, [{ kind: "snapshot", text }]);
    return text;
  }
}
