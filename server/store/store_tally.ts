/** What a store counts, for whoever watches the server. */

import { type LatencyFigures, LatencyHistogram } from "../core/latency_histogram.ts";

/** What was counted. */
export interface StoreFigures {
  /** How long the writer takes for a batch, until it is committed. */
  readonly commits: LatencyFigures;
  /** How long what was asked of history takes to be answered. */
  readonly queries: LatencyFigures;
  /** Batches that could not be written. */
  readonly failures: number;
  /** For how long the oldest that is not kept yet has been waiting, in milliseconds. */
  readonly lagMs: number;
}

/** Counts since the start. Times are of one clock, in milliseconds. */
export class StoreTally {
  readonly #commits = new LatencyHistogram();
  readonly #queries = new LatencyHistogram();
  readonly #asked = new Map<number, number>();
  #failures = 0;
  /** Since when the oldest that was not handed over waits. */
  #waitsSinceMs: number | undefined;
  /** The same of what is being written, and since when that is. */
  #written: { readonly waitsSinceMs: number; readonly sinceMs: number } | undefined;

  /** Something is to be kept. The clock is read only where nothing else waits. */
  appended(nowMs: () => number): void {
    this.#waitsSinceMs ??= nowMs();
  }

  /** A batch was handed over; `isAll`: nothing else waits. */
  sent(nowMs: number, isAll: boolean): void {
    const waitsSinceMs = this.#waitsSinceMs ?? nowMs;
    this.#written = { waitsSinceMs, sinceMs: nowMs };
    if (isAll) this.#waitsSinceMs = undefined;
  }

  /** It is kept. */
  kept(nowMs: number): void {
    if (this.#written !== undefined) this.#commits.add(nowMs - this.#written.sinceMs);
    this.#written = undefined;
  }

  /** It is not, and nothing that waited is going to be. */
  lost(): void {
    this.#failures++;
    this.#written = undefined;
    this.#waitsSinceMs = undefined;
  }

  /** A question was handed over. */
  asked(id: number, nowMs: number): void {
    this.#asked.set(id, nowMs);
  }

  /** It is answered. */
  answered(id: number, nowMs: number): void {
    const askedMs = this.#asked.get(id);
    this.#asked.delete(id);
    if (askedMs !== undefined) this.#queries.add(nowMs - askedMs);
  }

  /** All of it. */
  figures(nowMs: number): StoreFigures {
    const sinceMs = this.#written?.waitsSinceMs ?? this.#waitsSinceMs;
    return {
      commits: this.#commits.figures(),
      queries: this.#queries.figures(),
      failures: this.#failures,
      lagMs: sinceMs === undefined ? 0 : nowMs - sinceMs,
    };
  }
}
