/** What can wait until nothing is to be kept: the index of words, and erasing what is too old. */

import { lineClass } from "../core/archive.ts";
import { eraseLine } from "./erase.ts";
import { indexNext } from "./index_words.ts";
import type { Retention } from "./retention.ts";
import type { StoreDatabase } from "./store_database.ts";
import { nobody, type Writer } from "./writer.ts";

/** How long one step may take, during which nothing is kept. */
const stepMs = 8;

/** So many lines go into the index of words in one step: 6 ms of work, or a little beside other work. */
const indexLines = { more: 200, little: 40 } as const;

/** So many lines are looked up to be erased before the clock is looked at. */
const eraseLines = 2;

/** So many are erased in one step: the words of each are on pages of their own, which all go to the disk. */
const maxErasedLines = 6;

/** So many notes of times are removed in one step. */
const maxTicks = 500;

/** So many free pages are given back in one step. */
const vacuumPages = 64;

const dayMs = 24 * 60 * 60_000;

/** Where a sweep has come to. Lines that are as old as it says are erased from one log after the other. */
interface Sweep {
  /** Lines with smaller keys, */
  readonly beforeKey: number;
  /** and earlier than this. */
  readonly beforeMs: number;
  /** The log that is being looked through. */
  log: number;
}

/** The work of one file's writer when it has time. */
export class Chores {
  readonly #database: StoreDatabase;
  readonly #writer: Writer;
  readonly #onErased: (count: number) => void;
  /** Lines that sweeps have erased. */
  #erased = 0;
  #sweep: Sweep | undefined;
  #hasSwept = true;
  #mayVacuum = true;

  /** Both are of the same file. `onErased` is told how many lines were too old, when no trace of them is left. */
  constructor(database: StoreDatabase, writer: Writer, onErased: (count: number) => void) {
    this.#database = database;
    this.#writer = writer;
    this.#onErased = onErased;
  }

  /** Begins to erase what is more than may be. The steps do it. */
  sweep({ days, maxMegabytes }: Retention, nowMs: number): void {
    const byAge = days === 0 ? undefined : sweepBefore(this.#database, nowMs - days * dayMs);
    const bySize = maxMegabytes === 0 ? undefined : findSurplus(this.#database, maxMegabytes);
    const sweeps = [byAge, bySize].filter((sweep) => sweep !== undefined);
    this.#sweep = sweeps.sort((one, other) => other.beforeKey - one.beforeKey)[0];
    this.#hasSwept = this.#sweep === undefined;
    this.#mayVacuum = true;
  }

  /** Does some of it; says whether there is more to do. The most urgent comes first. */
  step(share: "more" | "little"): boolean {
    const lines = indexLines[share];
    if (indexNext(this.#database, lines) === lines) return true;
    if (this.#database.transact(() => this.#eraseForgotten())) return true;
    if (!this.#hasSwept) {
      this.#hasSwept = this.#database.transact(() => this.#goOnSweeping());
      return true;
    }
    if (this.#mayVacuum && this.#vacuum()) return true;
    if (this.#writer.hasErased) this.#writer.hasErased = !this.#truncateJournal();
    if (this.#writer.hasErased) return true;
    if (this.#erased > 0) this.#onErased(this.#erased);
    this.#erased = 0;
    return false;
  }

  /** Erases of logs that nobody can ask for; says whether there is more. */
  #eraseForgotten(): boolean {
    const sql = `SELECT id FROM log WHERE owner = '${nobody}' LIMIT 1`;
    const id = this.#database.prepare(sql).get()?.id;
    if (id === undefined) return false;
    const all = { beforeKey: Number.MAX_SAFE_INTEGER, beforeMs: Number.MAX_SAFE_INTEGER };
    const deadline = performance.now() + stepMs;
    const erased = this.#erased;
    const isEmpty = this.#eraseOf(Number(id), all, deadline);
    this.#erased = erased;
    if (isEmpty) {
      this.#database.prepare("DELETE FROM log WHERE id = ?").run(Number(id));
    }
    return true;
  }

  /** Says whether the sweep is through. */
  #goOnSweeping(): boolean {
    const sweep = this.#sweep;
    if (sweep === undefined) return true;
    const deadline = performance.now() + stepMs;
    const next = this.#database.prepare("SELECT min(id) AS id FROM log WHERE id > ?");
    do {
      if (!this.#eraseOf(sweep.log, sweep, deadline)) return false;
      this.#removeIfEmpty(sweep.log);
      const id = next.get(sweep.log)?.id ?? null;
      if (id === null) return !this.#removeTicks(sweep.beforeKey);
      sweep.log = Number(id);
    } while (performance.now() < deadline);
    return false;
  }

  /** Erases lines of a log until the deadline; says whether none are left. */
  #eraseOf(log: number, limits: Omit<Sweep, "log">, deadline: number): boolean {
    const find = this.#database.prepare(
      "SELECT * FROM line WHERE log = ? AND class = ? AND key < ? AND time < ? ORDER BY key LIMIT ?",
    );
    const startCount = this.#erased;
    for (const kind of Object.values(lineClass)) {
      for (;;) {
        if (this.#erased - startCount >= maxErasedLines) return false;
        const rows = find.all(log, kind, limits.beforeKey, limits.beforeMs, eraseLines);
        for (const row of rows) eraseLine(this.#database, row);
        this.#writer.hasErased ||= rows.length > 0;
        this.#erased += rows.length;
        if (rows.length < eraseLines) break;
        if (performance.now() > deadline) return false;
      }
    }
    return true;
  }

  #removeIfEmpty(log: number): void {
    const sql = `DELETE FROM log WHERE id = ? AND NOT EXISTS (SELECT 1 FROM line WHERE log = ?)`;
    if (this.#database.prepare(sql).run(log, log).changes > 0) this.#writer.forgetLogs();
  }

  /** Says whether there are more. */
  #removeTicks(beforeKey: number): boolean {
    const sql = "DELETE FROM tick WHERE key IN (SELECT key FROM tick WHERE key < ? LIMIT ?)";
    const { changes } = this.#database.prepare(sql).run(beforeKey, maxTicks);
    return Number(changes) === maxTicks;
  }

  /** Says whether nothing that was erased stands in the write-ahead log any more. Whoever reads is not waited for. */
  #truncateJournal(): boolean {
    this.#database.exec("PRAGMA busy_timeout = 0");
    const row = this.#database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
    this.#database.exec("PRAGMA busy_timeout = 5000");
    return row?.busy === 0;
  }

  /** Gives free pages back to the disk where there are many; says whether there are more. */
  #vacuum(): boolean {
    const { pages, freePages } = countPages(this.#database);
    this.#mayVacuum = freePages > pages / 10 && freePages > vacuumPages;
    this.#writer.hasErased ||= this.#mayVacuum;
    if (this.#mayVacuum) this.#database.exec(`PRAGMA incremental_vacuum(${vacuumPages})`);
    return this.#mayVacuum;
  }
}

function sweepBefore(database: StoreDatabase, beforeMs: number): Sweep {
  const sql = "SELECT key FROM tick WHERE time >= ? ORDER BY time, key LIMIT 1";
  const key = database.prepare(sql).get(beforeMs)?.key ?? Number.MAX_SAFE_INTEGER;
  return { beforeKey: Number(key), beforeMs, log: 0 };
}

/** Notes of times are about as dense as messages: of the oldest of them, as many as the file is too large go. */
function findSurplus(database: StoreDatabase, maxMegabytes: number): Sweep | undefined {
  const { pages, freePages, pageBytes } = countPages(database);
  const used = (pages - freePages) * pageBytes;
  const most = maxMegabytes * 1_000_000;
  if (used <= most) return undefined;
  const ticks = Number(database.prepare("SELECT count(*) AS count FROM tick").get()?.count);
  const surplus = Math.ceil(ticks * (1 - most * 0.95 / used));
  const find = database.prepare("SELECT key, time FROM tick ORDER BY key LIMIT 1 OFFSET ?");
  const tick = find.get(Math.min(surplus, ticks - 1));
  if (tick === undefined) return undefined;
  return { beforeKey: Number(tick.key), beforeMs: Number(tick.time) + 1, log: 0 };
}

function countPages(database: StoreDatabase) {
  const value = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  return {
    pages: value("page_count"),
    freePages: value("freelist_count"),
    pageBytes: value("page_size"),
  };
}
