/** Time that did not pass, as far as peers go: the clock was set, or the server stood still. */

/** A pulse that is later than this, or earlier than the one before, says nothing about anybody's silence. */
const maxPulseMs = 5_000;

/** By how much the clock was off, and what it tells now; both in milliseconds. */
export interface ClockGap {
  /** Above 0 where it went forth. */
  readonly gapMs: number;
  /** After it. */
  readonly nowMs: number;
}

/** Looks at the times of pulses. */
export class PulseGap {
  #lastMs: number | undefined;

  /** Takes the time of a pulse; gives a gap where it does not come as it should. */
  take(nowMs: number): ClockGap | undefined {
    const gapMs = nowMs - (this.#lastMs ?? nowMs);
    this.#lastMs = nowMs;
    return gapMs >= 0 && gapMs <= maxPulseMs ? undefined : { gapMs, nowMs };
  }
}

/** Gives where on the clock after a gap something began; what has begun since then stays where it is. */
export function afterGap(sinceMs: number, { gapMs, nowMs }: ClockGap): number {
  if (gapMs > 0) return Math.min(sinceMs + gapMs, nowMs);
  return sinceMs > nowMs ? sinceMs + gapMs : sinceMs;
}
