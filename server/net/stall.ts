/** A peer that takes nothing. */

import { afterGap, type ClockGap } from "./pulse_gap.ts";

/** How long a peer has taken nothing of what waits for it. */
export class Stall {
  #takenBytes: number;
  #sinceMs: number;

  /** Begins when something waits; `takenBytes` is what the peer has taken so far. */
  constructor(takenBytes: number, nowMs: number) {
    this.#takenBytes = takenBytes;
    this.#sinceMs = nowMs;
  }

  /** For how many milliseconds it has lasted; any byte that was taken begins it anew. */
  lastsMs(takenBytes: number, nowMs: number): number {
    if (takenBytes !== this.#takenBytes) this.#sinceMs = nowMs;
    this.#takenBytes = takenBytes;
    return nowMs - this.#sinceMs;
  }

  /** Moves its beginning along with the clock. */
  shift(gap: ClockGap): void {
    this.#sinceMs = afterGap(this.#sinceMs, gap);
  }
}
