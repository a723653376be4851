/** Who may write when: what comes for the same readers within a turn leaves as one write. */

import { LatencyHistogram } from "../core/latency_histogram.ts";
import { Joins } from "./joins.ts";

/** Something with bytes to write. */
export interface RoundMember {
  /** Writes what waits; marks itself again for more. Never throws. */
  write(): void;
}

/**
 * Writes in rounds: a round takes all that are marked, and writes for one after the other. It begins at the end of the turn in
 * which the first of them was marked: the runtime has then handed over what it has found at all sockets, and all of it leaves as
 * one write. Who has more to write than goes at once is marked within a round, and has its turn when others have had theirs.
 */
export class Rounds {
  /** What members of one round have in common is joined once. */
  readonly joins = new Joins();
  /** How long each round took. */
  readonly took = new LatencyHistogram();
  #marked: RoundMember[] = [];
  #isWriting = false;

  /** Puts `member` into the next round. Each member marks itself once until it is asked to write. */
  mark(member: RoundMember): void {
    this.#marked.push(member);
    if (this.#marked.length > 1) return;
    if (this.#isWriting) setImmediate(() => this.#write());
    else queueMicrotask(() => this.#write());
  }

  #write(): void {
    const startedMs = performance.now();
    const round = this.#marked;
    this.#marked = [];
    this.#isWriting = true;
    for (const member of round) member.write();
    this.#isWriting = false;
    this.joins.clear();
    this.took.add(performance.now() - startedMs);
  }
}
