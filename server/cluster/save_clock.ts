/** When a world is written down again. */

/** After so many facts, or so long after the first of them. */
const dueFacts = 10_000;
const dueMs = 60_000;

/** Writing it down stops the server; it may do so for one part of the time in so many. */
const restParts = 200;

/** Counts facts and time. */
export class SaveClock {
  #savedKey: number;
  #savedAtMs: number;
  #restMs = 0;

  /** The world of `key` is written down. */
  constructor(key: number, nowMs: number) {
    this.#savedKey = key;
    this.#savedAtMs = nowMs;
  }

  /** Says whether the world of `key` is to be written down now. */
  isDue(key: number, nowMs: number): boolean {
    const facts = key - this.#savedKey;
    const passedMs = nowMs - this.#savedAtMs;
    if (facts === 0 || passedMs < this.#restMs) return false;
    return facts >= dueFacts || passedMs >= dueMs;
  }

  /** It was, in `tookMs`. */
  saved(key: number, nowMs: number, tookMs: number): void {
    this.#savedKey = key;
    this.#savedAtMs = nowMs;
    this.#restMs = tookMs * restParts;
  }
}
