/** How fast one connection may have its lines handled. */

/** A bucket of tokens: it holds `burst` and refills by `perSecond`. */
export interface QuotaLimits {
  /** Tokens of a full bucket. */
  readonly burst: number;
  /** Tokens that come back in a second. */
  readonly perSecond: number;
}

/** Lines from the network: a paste passes, a flood is slowed to a reader's speed. */
export const remoteQuota: QuotaLimits = { burst: 20, perSecond: 4 };

/** Lines from this machine, where scripts live. */
export const loopbackQuota: QuotaLimits = { burst: 200, perSecond: 100 };

/** Takes tokens and tells how long to wait for them; it never refuses. */
export class Quota {
  readonly #limits: QuotaLimits;
  #tokens: number;
  #filledAtMs: number;

  /** Starts full at `nowMs`. */
  constructor(limits: QuotaLimits, nowMs: number) {
    this.#limits = limits;
    this.#tokens = limits.burst;
    this.#filledAtMs = nowMs;
  }

  /** Takes `cost` tokens and gives how many milliseconds the caller must wait before it goes on: mostly 0. */
  take(cost: number, nowMs: number): number {
    const { burst, perSecond } = this.#limits;
    const elapsedMs = Math.max(nowMs - this.#filledAtMs, 0);
    this.#tokens = Math.min(burst, this.#tokens + elapsedMs * perSecond / 1000) - cost;
    this.#filledAtMs = nowMs;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens * 1000 / perSecond);
  }
}
