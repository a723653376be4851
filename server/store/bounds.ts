/** Places to read from, as keys. */

import type { Position } from "../core/archive.ts";
import type { StoreDatabase } from "./store_database.ts";

/** Keys and times between which lines are looked for; none of the four is included. */
export interface Bounds {
  /** Lines have greater keys. */
  readonly afterKey: number;
  /** Lines have smaller keys. */
  readonly beforeKey: number;
  /** Lines are later, in milliseconds. */
  readonly afterMs: number;
  /** Lines are earlier, in milliseconds. */
  readonly beforeMs: number;
}

/** Keys are below this. */
const maxKey = Number.MAX_SAFE_INTEGER;

/**
 * Finds between which keys the lines between two places are. Times are noted with keys only now and then, so lines near
 * the bounds are to be looked at for their times too.
 */
export function findBounds(
  database: StoreDatabase,
  { after, before }: {
    readonly after?: Position | undefined;
    readonly before?: Position | undefined;
  },
): Bounds {
  const afterMs = after?.kind === "time" ? after.timeMs : -1;
  const beforeMs = before?.kind === "time" ? before.timeMs : maxKey;
  return {
    afterMs,
    beforeMs,
    afterKey: after?.kind === "key" ? after.key : lastKeyUpTo(database, afterMs),
    beforeKey: before?.kind === "key" ? before.key : firstKeyFrom(database, beforeMs),
  };
}

/** A key all before which, and it too, are not later than `timeMs`. */
function lastKeyUpTo(database: StoreDatabase, timeMs: number): number {
  const sql = "SELECT key FROM tick WHERE time <= ? ORDER BY time DESC, key DESC LIMIT 1";
  return timeMs < 0 ? 0 : Number(database.prepare(sql).get(timeMs)?.key ?? 0);
}

/** A key from which on all are at `timeMs` or later. */
function firstKeyFrom(database: StoreDatabase, timeMs: number): number {
  if (timeMs === maxKey) return maxKey;
  const sql = "SELECT key FROM tick WHERE time >= ? ORDER BY time, key LIMIT 1";
  return Number(database.prepare(sql).get(timeMs)?.key ?? maxKey);
}
