/** How often each of many did something lately. */

/** What a counter is made for. */
export interface WindowCounterOptions {
  /** How long something counts, from the first of a series on. */
  readonly windowMs: number;
  /** Most names that are remembered; above it the ones whose series began first are forgotten. */
  readonly maxNames: number;
}

/** What a name did lately. */
export interface Series {
  /** When it began, in milliseconds. */
  readonly sinceMs: number;
  /** How often. */
  readonly count: number;
}

/**
 * Counts by name. A series begins with the first count and is forgotten as a whole when its window is over.
 *
 * The map is in the order in which series began, so that what is over stands at its front.
 */
export class WindowCounter {
  readonly #options: WindowCounterOptions;
  readonly #series = new Map<string, Series>();

  /** Starts with nothing. */
  constructor(options: WindowCounterOptions) {
    this.#options = options;
  }

  /** How often `name` was added lately. Changes nothing. */
  count(name: string, nowMs: number): number {
    return this.restMs(name, nowMs) > 0 ? this.#series.get(name)?.count ?? 0 : 0;
  }

  /** How long what `name` did still counts, in milliseconds; 0 where there is nothing. */
  restMs(name: string, nowMs: number): number {
    const { sinceMs } = this.#series.get(name) ?? {};
    return sinceMs === undefined ? 0 : Math.max(0, sinceMs + this.#options.windowMs - nowMs);
  }

  /** Counts one more. */
  add(name: string, nowMs: number): void {
    this.#forget(nowMs);
    const { sinceMs = nowMs, count = 0 } = this.#series.get(name) ?? {};
    this.#series.set(name, { sinceMs, count: count + 1 });
    if (this.#series.size <= this.#options.maxNames) return;
    const [oldest = name] = this.#series.keys();
    this.#series.delete(oldest);
  }

  /** Forgets a name. */
  clear(name: string): void {
    this.#series.delete(name);
  }

  /** All that is remembered, in the order in which it began. */
  get all(): Iterable<readonly [name: string, series: Series]> {
    return this.#series;
  }

  /** Takes what another has counted, in its order. */
  restore(all: Iterable<readonly [name: string, series: Series]>): void {
    for (const [name, series] of all) this.#series.set(name, series);
  }

  #forget(nowMs: number): void {
    for (const [name, { sinceMs }] of this.#series) {
      if (nowMs - sinceMs < this.#options.windowMs) return;
      this.#series.delete(name);
    }
  }
}
