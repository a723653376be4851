/**
 * Where what is imported stands in the one order.
 *
 * A server's own keys begin above all that the seconds before its store was made have: each second has its keys, so that
 * older history finds its place by its time, whenever and in whatever order it comes.
 */

/** Keys of one second. */
export const keysPerSecond = 256;

/** Keys up to here may stand in a file that is imported; there are many more above them for the server. */
export const maxImportedKey = 2 ** 50;

/** Gives the first key of a time's second. */
export function keyOfTime(timeMs: number): number {
  return Math.floor(timeMs / 1_000) * keysPerSecond;
}

/** Gives the time at which a time's second began. */
export function secondOf(timeMs: number): number {
  return Math.floor(timeMs / 1_000) * 1_000;
}

/** Gives the time of the second that a key of imported history is of. */
export function timeOfKey(key: number): number {
  return Math.floor(key / keysPerSecond) * 1_000;
}

/** Gives the key after which the own ones of a store begin that was made then. */
export function lastImportedKey(createdAtMs: number): number {
  return keyOfTime(createdAtMs) + keysPerSecond;
}

/** Gives when a store was made: its epoch is that time, in milliseconds and base 36. */
export function createdAtMs(epoch: string): number {
  return Number.parseInt(epoch, 36);
}
