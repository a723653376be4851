/** Who may write when: many sockets written at once starve the reads between them. */

import { LatencyHistogram } from "../core/latency_histogram.ts";
import { Joins } from "./joins.ts";

/** Something with bytes to write. */
export interface RoundMember {
  /** Does one write. Never rejects; marks itself again when there is more. */
  writeOnce(): Promise<void>;
}

/** Most writes in flight. With all of 1,000 at once a round took 359 turns of the event loop, with 64 it takes 5. */
const maxInFlight = 64;

/**
 * Most writes begun in one turn of the event loop. Deno's runtime lets a turn do 128 reads and writes; what waits for its
 * socket comes after what is begun, so more would starve it: in a storm of joins clients were sent nothing for 10 s.
 */
const maxPerTurn = 48;

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
  #marked: RoundMember[] = [];
  #round: RoundMember[] = [];
  #next = 0;
  #isRunning = false;
  #startedMs = 0;
  #begun = 0;
  #awaitsTurn = false;
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // Writes in flight by age: those of this tick and of the one before. Older ones have given their place away.
  #tick = 0;
  #young = 0;
  #old = 0;

  /** Puts `member` into the next round. Each member marks itself once until it is asked to write. */
  mark(member: RoundMember): void {
    this.#marked.push(member);
    if (this.#isRunning) return;
    this.#isRunning = true;
    queueMicrotask(() => this.#advance());
  }

  /** Ends the clock for good, when no member has anything more to write. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #advance(): void {
    for (;;) {
      while (this.#next < this.#round.length && this.#young + this.#old < maxInFlight) {
        if (this.#begun >= maxPerTurn) return this.#awaitTurn();
        const member = this.#round[this.#next++];
        if (member !== undefined) this.#launch(member);
      }
      if (this.#next < this.#round.length || this.#young + this.#old > 0) return this.#watch();
      const nowMs = performance.now();
      if (this.#round.length > 0) this.took.add(nowMs - this.#startedMs);
      this.#startedMs = nowMs;
      this.#round = this.#marked;
      this.#marked = [];
      this.#next = 0;
      if (this.#round.length === 0) {
        this.#isRunning = false;
        this.joins.clear();
        return;
      }
    }
  }

  #awaitTurn(): void {
    if (this.#awaitsTurn) return;
    this.#awaitsTurn = true;
    setImmediate(() => {
      this.#awaitsTurn = false;
      this.#begun = 0;
      this.#advance();
    });
  }

  #launch(member: RoundMember): void {
    this.#begun++;
    const tick = this.#tick;
    this.#young++;
    member.writeOnce().then(() => {
      if (tick === this.#tick) this.#young--;
      else if (tick === this.#tick - 1) this.#old--;
      else return;
      this.#advance();
    });
  }

  #watch(): void {
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tick++;
      this.#old = this.#young;
      this.#young = 0;
      if (this.#isRunning) this.#advance();
    }, stuckMs);
  }
}
