/** When to try again to connect. */

const firstMs = 1000;
const unsteadyMs = 2000;
const maxMs = 60_000;

/** What there is to go by. */
export interface Outage {
  /** For how long there has been no connection, in milliseconds. */
  readonly lastsMs: number;
  /** The connection before it did not last: a server that lets us in and throws us out again is asked less often. */
  readonly isUnsteady: boolean;
}

/**
 * Gives how long to wait before the next try: a chance part of as long as it lasts already, a minute at most, so that the
 * clients of a server that comes back do not all come at once, and one that was away for a moment is not left for long.
 * `chance` is from 0 to below 1.
 */
export function retryDelayMs({ lastsMs, isUnsteady }: Outage, chance: number): number {
  const leastMs = isUnsteady ? unsteadyMs : firstMs;
  return Math.min(maxMs, Math.max(leastMs, lastsMs)) * chance;
}
