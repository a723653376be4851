/** The order of facts of servers that are one chat: a fact takes effect when it comes back from the stream. */

import type { Bus } from "../core/bus.ts";
import type { Fact, Origin, PlacedFact } from "../core/facts.ts";
import { isPassing } from "../core/passing.ts";
import {
  decodeFact,
  decodePassing,
  encodeFact,
  factVersion,
  type StreamFact,
} from "./fact_codec.ts";
import { type SentFact, SentFacts } from "./sent_facts.ts";
import type { StreamBusOptions } from "./stream_bus_options.ts";
import type { PassingSubject, StreamEntry, StreamReply } from "./stream_messages.ts";

/** So many facts may be on their way: then nothing more is taken from clients, who are told. */
const maxPending = 4_096;

const awayText = "This server is cut off from the others; wait a little and send it again";
const busyText = "The other servers can't take that much; wait a little and send it again";
const lapsedText = "This server was cut off from the others; connect again";

/** How many facts came back, and what is on its way. */
export interface StreamFigures {
  /** NATS is there. */
  readonly isUp: boolean;
  /** The last fact that was applied. */
  readonly key: number;
  /** Facts that were sent and have not come back. */
  readonly pending: number;
  /** How long the last fact of a client took to come back, in milliseconds. */
  readonly roundTripMs: number;
}

/** Facts over a stream. */
export class StreamBus implements Bus {
  readonly #options: StreamBusOptions;
  readonly #sent: SentFacts;
  readonly #ownLeases = new Set<string>();
  #owed: SentFact[] = [];
  /** Entries that were applied, and the thread does not yet know that more may come. */
  #untold = 0;
  #isUp = true;
  #isIn = false;
  #hasJoined = false;
  #isClosed = false;
  #lastKey: number;
  #lastTimeMs: number;
  #announcedId = 0;
  readonly #caughtUp = Promise.withResolvers<void>();
  readonly #joined = Promise.withResolvers<void>();

  /** Follows the stream at once. Ends with `close`. */
  constructor(options: StreamBusOptions) {
    this.#options = options;
    this.#lastKey = options.last.key;
    this.#lastTimeMs = options.last.timeMs;
    this.#sent = new SentFacts((publications) =>
      options.thread.post({ kind: "publish", publications })
    );
    options.thread.onReply((reply) => this.#take(reply));
    options.thread.post({ kind: "follow", fromKey: this.#lastKey + 1 });
    if (this.#lastKey >= options.targetKey) this.#caughtUp.resolve();
  }

  /** See `Bus`. */
  get obstacle(): string | undefined {
    if (!this.#isUp) return awayText;
    return this.#sent.count >= maxPending ? busyText : undefined;
  }

  /** See `Bus`. */
  get isPast(): boolean {
    return this.#lastKey <= this.#options.targetKey;
  }

  /** Where it is. */
  get last(): Pick<PlacedFact, "key" | "timeMs"> {
    return { key: this.#lastKey, timeMs: this.#lastTimeMs };
  }

  /** What it counts. */
  figures(): StreamFigures {
    const { count: pending, roundTripMs } = this.#sent;
    return { isUp: this.#isUp && this.#isIn, key: this.#lastKey, pending, roundTripMs };
  }

  /** Settles when all that there was at the start is applied, and the others know of this server. */
  async join(): Promise<void> {
    await this.#caughtUp.promise;
    this.#announce();
    await this.#joined.promise;
  }

  /** See `Bus`. */
  publish(fact: Fact, origin: Origin | undefined): void {
    if (!isPassing(fact)) {
      this.#send(fact, origin);
      return;
    }
    this.pass("passing", encodeFact({ lease: this.#options.world.lease, id: 0, fact }));
    this.#options.subscriber({ key: 0, timeMs: this.#options.nowMs(), fact, origin });
  }

  /** Writes that a server's lease has lapsed, whoever else does. */
  lapse(node: string, lease: string): void {
    const fact: Fact = { kind: "nodeLapsed", node, lease };
    const own = this.#options.world.lease;
    this.#sent.send(fact, { lease: own, origin: undefined, onceId: `lapsed.${lease}` });
  }

  /** Something was kept, so that more may come. */
  goOn(): void {
    const { isFull, thread } = this.#options;
    if (this.#untold === 0 || this.#isClosed || isFull()) return;
    thread.post({ kind: "taken", count: this.#untold });
    this.#untold = 0;
  }

  /** To be called every few seconds: sends again what must not be given up. */
  tick(): void {
    const owed = this.#owed;
    this.#owed = [];
    for (const { fact, origin } of owed) {
      if (fact.kind === "nodeCame") this.#announce();
      else this.#send(fact, origin);
    }
  }

  /** Tells all nodes, this one too, what is kept nowhere. */
  pass(subject: PassingSubject, text: string): void {
    if (this.#isUp) this.#options.thread.post({ kind: "pass", subject, text });
  }

  /** Applies nothing more: a fact may have left the world half changed. */
  halt(): void {
    this.#isClosed = true;
  }

  /** Tells the others that this server ends, and ends the thread when all is sent. */
  async close(): Promise<void> {
    const { node, thread, world } = this.#options;
    if (this.#isUp) this.lapse(node, world.lease);
    this.#sent.flush();
    this.#isClosed = true;
    await thread.close();
  }

  #announce(): void {
    const { node, world } = this.#options;
    this.#ownLeases.add(world.lease);
    const fact: Fact = { kind: "nodeCame", node, lease: world.lease, version: factVersion };
    this.#announcedId = this.#send(fact);
  }

  #send(fact: Fact, origin?: Origin): number {
    return this.#sent.send(fact, { lease: this.#options.world.lease, origin });
  }

  #take(reply: StreamReply): void {
    const { log, onFatal, onLink } = this.#options;
    if (this.#isClosed) return;
    switch (reply.kind) {
      case "entries":
        return this.#takeEntries(reply.entries);
      case "passed":
        return this.#takePassed(reply.subject, reply.text);
      case "link":
        this.#isUp = reply.isUp;
        return onLink(reply.isUp);
      case "unplaced":
        return this.#unplaced(reply.id, reply.text);
      case "broken":
        return onFatal(reply.text);
      case "warning":
        log.warn(reply.text, { event: "stream_warning", reason: reply.text });
        return;
      case "ready":
      case "opened":
      case "refused":
      case "snapshot":
      case "closed":
        return;
    }
  }

  #takeEntries(entries: readonly StreamEntry[]): void {
    try {
      for (const entry of entries) if (!this.#isClosed) this.#place(entry);
    } catch (error) {
      this.#isClosed = true;
      return this.#options.onFatal(error instanceof Error ? error.message : String(error));
    }
    if (this.#isClosed) return;
    this.#untold += entries.length;
    this.goOn();
    if (this.#lastKey >= this.#options.targetKey) this.#caughtUp.resolve();
    this.#options.onTurn();
  }

  #place([key, sentAtMs, text]: StreamEntry): void {
    const { log, subscriber, world } = this.#options;
    // What can't be read is not behind us: a later version goes on from before it.
    const sent = decodeFact(text);
    this.#lastKey = key;
    this.#lastTimeMs = Math.max(this.#lastTimeMs, sentAtMs);
    if (sent === undefined) {
      log.error(`The stream has something that is no fact at ${key}`, { event: "no_fact", key });
      return;
    }
    const { fact } = sent;
    const isOwn = this.#ownLeases.has(sent.lease);
    const own = isOwn ? this.#sent.settle(sent.id) : undefined;
    const isOfNodes = fact.kind === "nodeCame" || fact.kind === "nodeLapsed";
    if (!isOfNodes && !world.isLive(sent.lease)) {
      if (own !== undefined) this.#options.refused(own.fact, own.origin, lapsedText);
      return;
    }
    subscriber({ key, timeMs: this.#lastTimeMs, fact, origin: own?.origin });
    if (isOfNodes) this.#followNodes(sent);
    else if (isOwn && own === undefined) this.#takeBack(fact);
  }

  /** Someone was told that it could not come in, and it has, with nobody to say when it goes. */
  #takeBack(fact: Fact): void {
    if (fact.kind !== "arrived" && fact.kind !== "attached") return;
    const user = fact.kind === "arrived" ? fact.identity.id : fact.user;
    const { session } = fact;
    this.#send({ kind: "quit", user, session, reason: "Connection lost" });
  }

  /** A server that reads that it has lapsed begins anew; one that reads that another has its name can't go on. */
  #followNodes({ lease, id, fact }: StreamFact): void {
    const { createLease, log, node, onCame, onFatal, world } = this.#options;
    if (fact.kind === "nodeCame") {
      onCame(fact.lease);
      if (lease === world.lease && id === this.#announcedId) {
        this.#isIn = this.#hasJoined = true;
        this.#joined.resolve();
      } else if (fact.node === node && fact.lease !== world.lease && this.#isIn) {
        onFatal(`Another server goes by the name "${node}" too; give each a --node of its own`);
      }
    } else if (fact.kind === "nodeLapsed" && fact.lease === world.lease && this.#isIn) {
      this.#isIn = false;
      log.warn("The others took this server for lost; it comes anew", { event: "own_lapse" });
      world.renewLease(createLease());
      this.#announce();
    }
  }

  #takePassed(subject: PassingSubject, text: string): void {
    if (subject === "beat") return this.#options.onPassed(text);
    const sent = decodePassing(text);
    const { nowMs, subscriber, world } = this.#options;
    if (sent === undefined || this.#ownLeases.has(sent.lease)) return;
    if (!world.isLive(sent.lease) || !isPassing(sent.fact)) return;
    subscriber({ key: 0, timeMs: nowMs(), fact: sent.fact, origin: undefined });
    this.#options.onTurn();
  }

  #unplaced(id: number, why: string): void {
    const sent = this.#sent.drop(id);
    if (sent === undefined) return;
    const { fact, origin } = sent;
    const { log, onFatal, onTurn, refused } = this.#options;
    log.warn(`The stream did not take a fact: ${why}`, { event: "fact_refused", reason: why });
    const text = `The other servers could not take that: ${why}; others may have seen it`;
    // Who has gone can't stay in the others' world.
    if (fact.kind === "nodeCame" && !this.#hasJoined) onFatal(`This server can't come in: ${why}`);
    else if (fact.kind === "quit" || fact.kind === "nodeCame") this.#owed.push(sent);
    else refused(fact, origin, text);
    onTurn();
  }
}
