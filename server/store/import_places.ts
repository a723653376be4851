/** Finds free keys for lines from elsewhere, and those that were imported before. */

import type { StatementSync } from "node:sqlite";
import type { LineClass } from "../core/archive.ts";
import { keyOfTime, keysPerSecond, timeOfKey } from "./import_keys.ts";
import { prepareAll } from "./statements.ts";
import type { StoreDatabase } from "./store_database.ts";

/** A line that looks for its place. */
export interface PlaceWish {
  /** Its log's number. */
  readonly log: number;
  /** See `LineClass`. */
  readonly class: LineClass;
  /** In milliseconds. */
  readonly timeMs: number;
  /** See `ImportedLine`. */
  readonly precisionMs: number;
  /** See `KeptLine`. */
  readonly tags: string;
  /** See `KeptLine`. */
  readonly line: string;
}

/** Where it goes; "full" where the time that it may have has no more keys. */
export type FoundPlace =
  | { readonly key: number; readonly timeMs: number }
  | "known"
  | "full";

/** What is in the file of a log at one time, but for what this import has met since. */
interface Moment {
  readonly log: number;
  readonly fromKey: number;
  readonly untilKey: number;
  readonly isExact: boolean;
  readonly counts: Map<string, number>;
}

/** Remembers only the time that it was last asked for: logs go on with it. */
export class ImportPlaces {
  readonly #sql: Readonly<Record<SqlName, StatementSync>>;
  #moment: Moment | undefined;
  #freeFrom: { readonly firstKey: number; nextKey: number } | undefined;

  /** Lines go below `endKey`. */
  constructor(database: StoreDatabase, endKey: number) {
    // Logs that have something imported, which in a big store are few.
    database.exec("CREATE TEMP TABLE IF NOT EXISTS imported (log INTEGER PRIMARY KEY)");
    this.#sql = prepareAll(database, sql);
    this.endBefore(endKey);
  }

  /** Lines go below `endKey` from now on. */
  endBefore(endKey: number): void {
    this.#sql.findImported.run(endKey);
  }

  /** Gives the place of a line. The same line twice at one time is two lines, if it was twice in the file too. */
  find(wish: PlaceWish): FoundPlace {
    const { counts, untilKey, fromKey, isExact } = this.#momentOf(wish);
    const name = nameOf(wish, isExact ? wish.timeMs : 0);
    const count = counts.get(name) ?? 0;
    if (count > 0) {
      counts.set(name, count - 1);
      return "known";
    }
    const key = this.#nextKey(fromKey, untilKey);
    if (key === undefined) return "full";
    this.#sql.addImported.run(wish.log);
    return { key, timeMs: key < fromKey + keysPerSecond ? wish.timeMs : timeOfKey(key) };
  }

  #momentOf(wish: PlaceWish): Moment {
    const fromKey = keyOfTime(wish.timeMs);
    const isExact = wish.precisionMs < 1_000;
    const seconds = Math.max(1, Math.floor(wish.precisionMs / 1_000));
    const found = this.#moment;
    if (found?.log === wish.log && found.fromKey === fromKey && found.isExact === isExact) {
      return found;
    }
    const untilKey = fromKey + seconds * keysPerSecond;
    const counts = new Map<string, number>();
    const rows = this.#sql.atTime.all(wish.log, fromKey, untilKey);
    for (const { class: kind, time, tags, text } of rows) {
      const line = { class: Number(kind), tags: String(tags), line: String(text) };
      const name = nameOf(line, isExact ? Number(time) : 0);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return this.#moment = { log: wish.log, fromKey, untilKey, isExact, counts };
  }

  #nextKey(firstKey: number, untilKey: number): number | undefined {
    if (this.#freeFrom?.firstKey !== firstKey) {
      const last = this.#sql.lastKey.get(firstKey, untilKey)?.key ?? firstKey - 1;
      this.#freeFrom = { firstKey, nextKey: Number(last) + 1 };
    }
    return this.#freeFrom.nextKey < untilKey ? this.#freeFrom.nextKey++ : undefined;
  }
}

function nameOf(
  { class: kind, tags, line }: { class: number; tags: string; line: string },
  timeMs: number,
): string {
  return `${kind} ${timeMs} ${tags} ${line}`;
}

const sql = {
  findImported: `
    INSERT OR IGNORE INTO imported
    SELECT id FROM log, (SELECT ? AS endKey) WHERE owner = '' AND (
      EXISTS (SELECT 1 FROM line WHERE log = id AND class = 0 AND key < endKey) OR
      EXISTS (SELECT 1 FROM line WHERE log = id AND class = 1 AND key < endKey) OR
      EXISTS (SELECT 1 FROM line WHERE log = id AND class = 2 AND key < endKey) OR
      EXISTS (SELECT 1 FROM line WHERE log = id AND class = 3 AND key < endKey)
    )
  `,
  addImported: "INSERT OR IGNORE INTO imported VALUES (?)",
  atTime: `
    SELECT class, time, tags, text FROM line
    WHERE log = ? AND class IN (0, 1, 2, 3) AND key >= ? AND key < ?
  `,
  lastKey: `
    SELECT max(key) AS key FROM line
    WHERE log IN (SELECT log FROM imported) AND class IN (0, 1, 2, 3) AND key >= ? AND key < ?
  `,
} as const;

type SqlName = keyof typeof sql;
