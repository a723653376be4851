/** Which servers still give a sign of life. Each writes that another is gone; the stream takes the first of them. */

/** What each server tells all others every two seconds. */
export interface Beat {
  /** Its name. */
  readonly node: string;
  /** Its lease. */
  readonly lease: string;
  /** The last fact that it has applied. */
  readonly key: number;
  /** How many connections it has. */
  readonly sessions: number;
}

/** Reads a sign of life; undefined for what is none. */
export function readBeat(text: string): Beat | undefined {
  const { node, lease, key, sessions } = parse(text) ?? {};
  if (typeof node !== "string" || typeof lease !== "string") return undefined;
  if (typeof key !== "number" || typeof sessions !== "number") return undefined;
  return { node, lease, key, sessions };
}

/** How often a server gives a sign of life. */
export const beatMs = 2_000;

/** Who gives none for this long has lost its lease. */
export const leaseMs = 10_000;

/** A server whose own sign of life has not come back for this long hears nobody, and judges nobody. */
const deafMs = 2 * beatMs;

/** A server that has slept itself knows nothing of others. */
const sleptMs = 2 * beatMs;

interface Heard {
  readonly beat: Beat | undefined;
  readonly atMs: number;
}

/** Who was heard when. */
export class RollCall {
  readonly #ownLease: () => string;
  readonly #heard = new Map<string, Heard>();
  #listensSinceMs: number;
  #lastCheckMs: number;

  /** Nobody was heard yet. `ownLease` gives the lease of this server. */
  constructor(ownLease: () => string, nowMs: number) {
    this.#ownLease = ownLease;
    this.#listensSinceMs = nowMs;
    this.#lastCheckMs = nowMs;
  }

  /** The last sign of life of a lease, if there was one. */
  lastBeat(lease: string): Beat | undefined {
    return this.#heard.get(lease)?.beat;
  }

  /** A server gave a sign of life; without a beat it has just come. */
  heard(lease: string, beat: Beat | undefined, nowMs: number): void {
    this.#heard.set(lease, { beat: beat ?? this.lastBeat(lease), atMs: nowMs });
  }

  /** NATS was away: until now nobody could be heard. */
  listenAnew(nowMs: number): void {
    this.#listensSinceMs = nowMs;
  }

  /** Forgets leases that are no more, and gives those of `live` that have given no sign of life for too long. */
  missing(live: readonly string[], nowMs: number): readonly string[] {
    if (nowMs - this.#lastCheckMs > sleptMs) this.listenAnew(nowMs);
    this.#lastCheckMs = nowMs;
    for (const lease of this.#heard.keys()) if (!live.includes(lease)) this.#heard.delete(lease);
    const own = this.#heard.get(this.#ownLease())?.atMs ?? -Infinity;
    if (nowMs - own > deafMs) {
      this.listenAnew(nowMs);
      return [];
    }
    return live.filter((lease) => {
      const heardAtMs = this.#heard.get(lease)?.atMs ?? -Infinity;
      return lease !== this.#ownLease() &&
        nowMs - Math.max(heardAtMs, this.#listensSinceMs) > leaseMs;
    });
  }
}

function parse(text: string): Partial<Record<keyof Beat, unknown>> | undefined {
  try {
    const data: Partial<Record<keyof Beat, unknown>> | null = JSON.parse(text);
    return data ?? undefined;
  } catch {
    return undefined;
  }
}
