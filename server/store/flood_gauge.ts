/** Tells a flood of lines from talk, so that what can wait stays out of its way. */

/** A line counts half after so long. */
const halfLifeMs = 100;

/** More than so many are a flood, be it at once or as some 350 a second. */
const floodLines = 50;

/** Counts lines, the latest most. */
export class FloodGauge {
  #lines = 0;
  #atMs = 0;

  /** So many have come. */
  add(lines: number, nowMs: number): void {
    this.#lines = this.#left(nowMs) + lines;
    this.#atMs = nowMs;
  }

  /** Says whether there is a flood. */
  isFlood(nowMs: number): boolean {
    return this.#left(nowMs) > floodLines;
  }

  #left(nowMs: number): number {
    return this.#lines * 2 ** ((this.#atMs - nowMs) / halfLifeMs);
  }
}
