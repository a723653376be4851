/** When to try again to connect. */

const firstMs = 1000;
const maxMs = 60_000;

/**
 * Gives how long to wait before try number `attempt`, counted from 0: twice as long each time at most, and a chance part
 * of that, so that the clients of a server that comes back do not all come at once. `chance` is from 0 to below 1.
 */
export function retryDelayMs(attempt: number, chance: number): number {
  return Math.min(maxMs, firstMs * 2 ** attempt) * chance;
}
