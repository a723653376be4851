/** Servers without sockets over one stream in memory: each takes facts from it at its own pace, as text. */

import assert from "node:assert/strict";
import type { Policy } from "../../server/commands/command.ts";
import { maxPlainBytes } from "../../server/commands/plain.ts";
import type { KeepRecord } from "../../server/core/archive.ts";
import type { Bus, Subscriber } from "../../server/core/bus.ts";
import type { Fact, Origin } from "../../server/core/facts.ts";
import { readSnapshot, restoreSnapshot, takeSnapshot } from "../../server/core/snapshot.ts";
import { World } from "../../server/core/world.ts";
import { Engine } from "../../server/engine.ts";
import { Fanout } from "../../server/net/fanout.ts";
import { networks } from "../../server/net/network.ts";
import { checkWorld } from "./invariants.ts";
import { testAccountPolicy, testPolicy } from "./policy.ts";
import { rethrow } from "./rethrow.ts";
import { Seat } from "./seat.ts";

/** A fact on its way, with the lease that its server had when it said so. */
interface Sent {
  readonly text: string;
  readonly lease: string;
  readonly sender: Life;
  readonly origin: Origin | undefined;
}

/** A fact in its place, which is its index and one. */
type Placed = Sent & { readonly timeMs: number };

/** The stream, and the servers that share it. */
export class Cluster {
  /** The stream's clock. */
  nowMs: number = Date.UTC(2026, 0, 2);
  /** What has its place. */
  readonly stream: Placed[] = [];
  /** All servers. */
  readonly nodes: readonly ClusterNode[];

  /** Starts servers, each of which knows of all. */
  constructor(names: readonly string[]) {
    const skewsMs = [0, 2_500, -4_000];
    this.nodes = names.map((name, at) => new ClusterNode(this, name, skewsMs[at] ?? 0));
    this.drain();
  }

  /** Everything that is on its way comes to all. */
  drain(): void {
    for (let isBusy = true; isBusy;) {
      isBusy = false;
      for (const node of this.nodes) {
        if (node.sends(Infinity) > 0) isBusy = true;
        if (node.takes(Infinity) > 0) isBusy = true;
      }
    }
  }

  /** Checks that all servers know the same, have kept the same, and that each knows its own connections. */
  check(about: string): void {
    const [first = "", ...others] = this.nodes.map(({ life: { world } }) =>
      JSON.stringify(takeSnapshot(world))
    );
    for (const other of others) {
      // Texts are compared first: they are equal but for faults, and large.
      if (other !== first) assert.deepEqual(parsed(other), parsed(first), about);
      assert.equal(other, first, about);
    }
    for (const { life } of this.nodes) {
      checkWorld(life.world);
      life.checkLinks(about);
    }
    this.#checkRecords(about);
  }

  #checkRecords(about: string): void {
    const known = new Map<number, string>();
    for (const { records } of this.nodes) {
      for (const [key, text] of records) {
        const other = known.get(key) ?? text;
        if (other !== text) assert.deepEqual(parsed(text), parsed(other), `${about}, fact ${key}`);
        known.set(key, text);
      }
    }
    for (const node of this.nodes) {
      for (const key of known.keys()) {
        const isKnown = key <= node.skipped || node.records.has(key);
        assert.ok(isKnown, `${about}: ${node.name} has kept nothing of fact ${key}`);
      }
    }
  }
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

/** One server over all its lives. */
export class ClusterNode {
  /** Its name. */
  readonly name: string;
  /** What it has kept, as text, by key. */
  readonly records = new Map<number, string>();
  /** Up to this key it has taken a snapshot in place of facts. */
  skipped = 0;
  /** What it is since its last start. */
  life: Life;
  readonly #cluster: Cluster;
  readonly #skewMs: number;
  #lives = 0;
  #at = 0;

  /** Starts it at the stream's beginning. */
  constructor(cluster: Cluster, name: string, skewMs: number) {
    this.#cluster = cluster;
    this.name = name;
    this.#skewMs = skewMs;
    this.life = this.#begin();
  }

  /** Its clock, which is not that of the others. */
  get nowMs(): number {
    return this.#cluster.nowMs + this.#skewMs;
  }

  /** How many facts it has taken. */
  get at(): number {
    return this.#at;
  }

  /** A lease that nobody has had. */
  newLease(): string {
    return `${this.name}${++this.#lives}`;
  }

  /** Gives the oldest `count` facts that wait here their places; says how many there were. */
  sends(count: number): number {
    const { stream, nowMs } = this.#cluster;
    const sent = this.life.waiting.splice(0, count);
    const timeMs = Math.max(nowMs, stream.at(-1)?.timeMs ?? 0);
    for (const each of sent) stream.push({ ...each, timeMs });
    return sent.length;
  }

  /** Takes the next `count` facts from the stream; says how many there were. */
  takes(count: number): number {
    const { stream } = this.#cluster;
    const before = this.#at;
    while (this.#at < stream.length && this.#at - before < count) {
      const placed = stream[this.#at++];
      if (placed !== undefined) this.life.take(placed, this.#at);
    }
    return this.#at - before;
  }

  /** Is killed, and starts again from what `other` knows. */
  restarts(other: ClusterNode): void {
    const text = JSON.stringify(takeSnapshot(other.life.world));
    this.#at = this.skipped = other.at;
    this.life = this.#begin(text);
  }

  #begin(snapshot?: string): Life {
    const life = new Life(this);
    if (snapshot !== undefined) restoreSnapshot(life.world, readSnapshot(snapshot));
    life.comes();
    return life;
  }
}

/** A server from a start to its end. */
class Life {
  /** What it knows. */
  readonly world: World;
  /** Its clients, those that are gone too. */
  readonly seats: Seat[] = [];
  /** Facts that have no place yet. */
  readonly waiting: Sent[] = [];
  readonly #node: ClusterNode;
  readonly #engine: Engine;
  readonly #fanout = new Fanout(rethrow);
  readonly #due: (() => void)[] = [];
  #subscriber: Subscriber = () => {};

  /** Starts without clients. */
  constructor(node: ClusterNode) {
    this.#node = node;
    const nowMs = () => node.nowMs;
    this.world = new World({
      epoch: "epoch",
      lease: node.newLease(),
      serverName: "chat.local",
      info: { version: "chat-1", startedAt: "today", motd: [] },
      networks,
      nowMs: node.nowMs,
    });
    const silent = () => {};
    this.#engine = new Engine({
      world: this.world,
      sink: this.#fanout,
      archive: {
        obstacle: undefined,
        isBehind: false,
        whenRoom: (then) => then(),
        append: (key, _, records) => this.#keep(key, records),
        ask: (_, answer) => this.#due.push(() => answer({ kind: "failed", text: "not here" })),
      },
      policy: clusterPolicy(),
      log: { debug: silent, info: silent, warn: silent, error: rethrow },
      nowMs,
      createBus: (subscriber) => this.#createBus(subscriber),
      onFatal: rethrow,
    });
  }

  #createBus(subscriber: Subscriber): Bus {
    this.#subscriber = subscriber;
    return {
      obstacle: undefined,
      isPast: false,
      publish: (fact, origin) => this.#send(fact, origin),
    };
  }

  #send(fact: Fact, origin: Origin | undefined): void {
    this.waiting.push({ text: encode(fact), lease: this.world.lease, sender: this, origin });
  }

  #keep(key: number, records: readonly KeepRecord[]): void {
    const text = JSON.stringify(records);
    // A start from an earlier place applies again what it had applied before.
    assert.equal(text, this.#node.records.get(key) ?? text);
    this.#node.records.set(key, text);
    this.#fanout.settle(key, true);
  }

  /** Tells the others that it is there. */
  comes(): void {
    const { lease } = this.world;
    this.#send({ kind: "nodeCame", node: this.#node.name, lease, version: 1 }, undefined);
  }

  /** Says something itself. */
  publish(fact: Fact): void {
    this.#send(fact, undefined);
  }

  /** Applies a fact, unless its server's lease has lapsed. */
  take({ text, lease, sender, origin, timeMs }: Placed, key: number): void {
    const { world } = this;
    const fact = decode(text);
    const own = sender === this ? origin : undefined;
    if (fact.kind !== "nodeCame" && !world.isLive(lease)) {
      // What becomes of its client, if it is no user's, nobody will tell it any more.
      if (own !== undefined && own.session.user === undefined) this.#drop(own);
      return;
    }
    const wasLive = world.isLive(world.lease);
    this.step(() => this.#subscriber({ key, timeMs, fact, origin: own }));
    if (!wasLive || world.isLive(world.lease)) return;
    world.renewLease(this.#node.newLease());
    this.comes();
  }

  #drop({ session }: Origin): void {
    this.seats.find((seat) => seat.session === session)?.drops("Lost");
  }

  /** A new connection. */
  connect(address: string, fingerprint?: string): Seat {
    const seat = new Seat({
      id: this.seats.length + 1,
      address,
      engine: this.#engine,
      framing: { anyCase: true, maxPlainBytes },
      isSecure: true,
      fingerprint,
      step: (act) => this.step(act),
    });
    this.seats.push(seat);
    return seat;
  }

  /** Does something in one turn, then all that follows from it here. */
  step(act: () => void): void {
    act();
    for (let isBusy = true; isBusy;) {
      isBusy = false;
      for (const seat of this.seats) if (seat.goesOn()) isBusy = true;
      for (const answer of this.#due.splice(0)) {
        answer();
        isBusy = true;
      }
      this.#fanout.flush();
    }
  }

  /** Checks that those who are connected here are those of whom all know that they are. */
  checkLinks(about: string): void {
    const { world } = this;
    const own: string[] = [];
    const known: string[] = [];
    for (const { session, isClosed } of this.seats) {
      if (isClosed) assert.equal(session.user, undefined, about);
      else if (session.user !== undefined) own.push(`${session.user.id} ${session.ref}`);
    }
    for (const user of world.users.values()) {
      for (const ref of user.links.keys()) {
        const [lease = ""] = ref.split(".");
        assert.ok(world.isLive(lease), `${about}: ${user.nick} is on a server that is lost`);
        if (lease === world.lease) known.push(`${user.id} ${ref}`);
      }
    }
    assert.deepEqual(known.sort(), own.sort(), about);
  }
}

function encode(fact: Fact): string {
  return JSON.stringify(fact.kind === "said" ? { ...fact, tags: [...fact.tags] } : fact);
}

function decode(text: string): Fact {
  const fact: Fact = JSON.parse(text);
  return fact.kind === "said" ? { ...fact, tags: new Map(fact.tags) } : fact;
}

/** Passwords cost nothing. */
function clusterPolicy(): Policy {
  const scram = { salt: "", iterations: 1, storedKey: "", serverKey: "" };
  const accounts = testAccountPolicy({
    makeCredential: ({ password }, answer) => answer({ hash: `hash of ${password}`, scram }),
  });
  return testPolicy({ accounts });
}
