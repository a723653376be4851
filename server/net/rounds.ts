/** Who may write when: many sockets written at once starve the reads between them. */

import { LatencyHistogram } from "../core/latency_histogram.ts";
import { Joins } from "./joins.ts";

/** Something with bytes to write. */
export interface RoundMember {
  /** Begins a write and calls `ended` later, when it is through; false where there is none. Marks itself again for more. */
  beginWrite(ended: () => void): boolean;
}

/** Most writes in flight. With all of 1,000 at once a round took 359 turns of the event loop, with 64 it takes 5. */
const maxInFlight = 64;

/**
 * Most writes begun in one turn of the event loop. Deno's runtime lets a turn do 128 reads and writes; what waits for its
 * socket comes after what is begun, so more would starve it: in a storm of joins clients were sent nothing for 10 s.
 */
const maxPerTurn = 104;

/** A write that takes longer waits for its peer; its place goes to another. */
const stuckMs = 1;

/**
 * Writes in rounds: a round takes all that are marked, and the next one starts when it is through; what arrives meanwhile
 * piles up and leaves as one write.
 */
export class Rounds {
  /** What members of one round have in common is joined once. */
  readonly joins = new Joins();
  /** How long each round took. */
  readonly took = new LatencyHistogram();
  readonly #gather: (begin: () => void) => void;
  #marked: RoundMember[] = [];
  #round: RoundMember[] = [];
  #next = 0;
  #state: "idle" | "gathering" | "writing" = "idle";
  #startedMs = 0;
  #begun = 0;
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // Writes in flight by age: those of this tick and of the one before. Older ones have given their place away.
  #tick = 0;
  #onWritten = this.#writtenIn(0);
  #young = 0;
  #old = 0;

  /** `gather` calls `begin` when what a round is to carry has come together; at the end of the turn if left out. */
  constructor(gather: (begin: () => void) => void = (begin) => begin()) {
    this.#gather = gather;
  }

  /** Puts `member` into the next round. Each member marks itself once until it is asked to write. */
  mark(member: RoundMember): void {
    this.#marked.push(member);
    if (this.#state === "idle") this.#prepare();
  }

  /** Ends the clock for good, when no member has anything more to write. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #prepare(): void {
    this.#state = "gathering";
    queueMicrotask(() => this.#gather(() => this.#begin()));
  }

  #begin(): void {
    this.#state = "writing";
    this.#startedMs = performance.now();
    this.#round = this.#marked;
    this.#marked = [];
    this.#next = 0;
    this.#advance();
  }

  #advance(): void {
    if (this.#state !== "writing") return;
    while (this.#next < this.#round.length && this.#young + this.#old < maxInFlight) {
      if (this.#begun >= maxPerTurn) return;
      const member = this.#round[this.#next++];
      if (member !== undefined) this.#launch(member);
    }
    if (this.#next === this.#round.length && this.#young + this.#old === 0) this.#end();
  }

  #end(): void {
    this.took.add(performance.now() - this.#startedMs);
    this.#round = [];
    if (this.#marked.length > 0) return this.#prepare();
    this.#state = "idle";
    this.joins.clear();
  }

  #launch(member: RoundMember): void {
    if (!member.beginWrite(this.#onWritten)) return;
    this.#young++;
    if (this.#begun++ === 0) setImmediate(() => this.#turn());
  }

  /** The next turn of the event loop has come: most writes have ended in their own. */
  #turn(): void {
    this.#begun = 0;
    this.#advance();
    this.#watch();
  }

  /** What is called for the writes that begin in the present tick: one function for all of them. */
  #writtenIn(tick: number): () => void {
    return () => {
      if (tick === this.#tick) this.#young--;
      else if (tick === this.#tick - 1) this.#old--;
      else return;
      this.#advance();
    };
  }

  #watch(): void {
    if (this.#isStopped || this.#young + this.#old === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onWritten = this.#writtenIn(++this.#tick);
      this.#old = this.#young;
      this.#young = 0;
      this.#advance();
      this.#watch();
    }, stuckMs);
  }
}
