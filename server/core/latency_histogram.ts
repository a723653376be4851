/** How long something takes, counted by size: bounded, whatever comes, and cheap enough for what happens often. */

/** Upper ends of the sizes, in milliseconds; what is longer than the last one counts beyond it. */
export const latencyBoundsMs: readonly number[] = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50],
  ...[100, 200, 500, 1_000, 2_000, 5_000, 10_000],
];

/** What was counted. */
export interface LatencyFigures {
  /** How many were of each size, and at last how many beyond all bounds. */
  readonly counts: readonly number[];
  /** How many there were. */
  readonly count: number;
  /** All together, in milliseconds. */
  readonly sumMs: number;
}

/** Nothing yet. */
export const noLatencies: LatencyFigures = {
  counts: new Array<number>(latencyBoundsMs.length + 1).fill(0),
  count: 0,
  sumMs: 0,
};

/** Counts since the start. */
export class LatencyHistogram {
  readonly #counts = [...noLatencies.counts];
  #count = 0;
  #sumMs = 0;

  /** Counts one. */
  add(ms: number): void {
    let size = 0;
    while (size < latencyBoundsMs.length && ms > (latencyBoundsMs[size] ?? 0)) size++;
    this.#counts[size] = (this.#counts[size] ?? 0) + 1;
    this.#count++;
    this.#sumMs += ms;
  }

  /** What was counted so far; does not change any more. */
  figures(): LatencyFigures {
    return { counts: [...this.#counts], count: this.#count, sumMs: this.#sumMs };
  }
}

/** What was counted after `earlier`. */
export function latenciesSince(earlier: LatencyFigures, later: LatencyFigures): LatencyFigures {
  return {
    counts: later.counts.map((count, size) => count - (earlier.counts[size] ?? 0)),
    count: later.count - earlier.count,
    sumMs: later.sumMs - earlier.sumMs,
  };
}

/**
 * How many milliseconds a share of all, such as 0.99, took at most; undefined where there are none. Within a size they
 * are taken to lie evenly; of what is beyond all bounds only the last bound is told.
 */
export function latencyQuantile(
  { counts, count }: LatencyFigures,
  share: number,
): number | undefined {
  if (count === 0) return undefined;
  const rank = share * count;
  let below = 0;
  for (const [size, own] of counts.entries()) {
    const upper = latencyBoundsMs[size];
    if (upper === undefined) break;
    if (own > 0 && below + own >= rank) {
      const lower = latencyBoundsMs[size - 1] ?? 0;
      return lower + (upper - lower) * Math.max(0, (rank - below) / own);
    }
    below += own;
  }
  return latencyBoundsMs.at(-1);
}
