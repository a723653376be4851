/** Brings lines of other logs into a store that no server has open. Synchronous. */

import type { StatementSync } from "node:sqlite";
import { foldName } from "../../wire/casemap.ts";
import { type LineClass, lineClass } from "../core/archive.ts";
import type { MsgidParts } from "../core/read_msgid.ts";
import {
  createdAtMs,
  keyOfTime,
  lastImportedKey,
  maxImportedKey,
  secondOf,
  timeOfKey,
} from "./import_keys.ts";
import { ImportPlaces } from "./import_places.ts";
import { indexNext, indexText } from "./index_words.ts";
import { prepareAll } from "./statements.ts";
import type { StoreDatabase } from "./store_database.ts";

/** A line to be imported. */
export interface ImportedLine {
  /** Its channel. */
  readonly channel: string;
  /** In milliseconds. */
  readonly timeMs: number;
  /** How exact the time is: 60000 where only the minute is known. */
  readonly precisionMs: number;
  /** Says something; else it tells of something that happened. */
  readonly isSaid: boolean;
  /** See `LogLine`. */
  readonly isRestricted: boolean;
  /** See `KeptLine`. */
  readonly part: number;
  /** See `KeptLine`. */
  readonly tags: string;
  /** See `KeptLine`. */
  readonly line: string;
  /** Its id, where it comes from a server of this kind. */
  readonly msgid: MsgidParts | undefined;
}

/** What became of a line: `known` was there before; why one was refused goes behind its number. */
export type Imported =
  | { readonly kind: "added" | "known" }
  | { readonly kind: "refused"; readonly why: string };

const added: Imported = { kind: "added" };
const known: Imported = { kind: "known" };

/** Lines that go in together. */
const sliceLines = 2_000;

/** A time is noted with its key at least this often, as the server does it. */
const tickMs = 60_000;
const tickKeys = 256;

/** Lines that are indexed at a time. */
const indexLines = 1_000;

/** One import. Ends with `finish`, or with `abandon` where something failed. */
export class LineImporter {
  readonly #database: StoreDatabase;
  readonly #sql: Readonly<Record<SqlName, StatementSync>>;
  readonly #nowMs: number;
  readonly #indexedId: number;
  readonly #places: ImportPlaces;
  #epoch: string;
  #isFresh: boolean;
  #lastKey: number;
  #lastTimeMs: number;
  #waiting = 0;

  /** `database` comes from `openForWriting`, and its folder is locked. */
  constructor(database: StoreDatabase, nowMs: number) {
    this.#database = database;
    this.#nowMs = nowMs;
    this.#sql = prepareAll(database, sql);
    this.#epoch = String(this.#meta("epoch"));
    this.#lastKey = Number(this.#meta("reservedKey"));
    this.#lastTimeMs = Number(this.#meta("lastTime"));
    this.#indexedId = Number(this.#meta("indexedId"));
    // Each start of a server reserves keys.
    this.#isFresh = this.#lastKey === lastImportedKey(createdAtMs(this.#epoch)) &&
      this.#sql.anyLine.get() === undefined;
    this.#places = new ImportPlaces(database, this.#endKey);
  }

  /**
   * Puts a line into its place, unless it is there already. It is kept when its slice is full, or at `finish`.
   *
   * @throws {Error} of SQLite; then the lines of this slice are not in the file, and those of the ones before are.
   */
  add(line: ImportedLine): Imported {
    if (this.#waiting === 0) this.#database.exec("BEGIN IMMEDIATE");
    this.#waiting++;
    const result = this.#add(line);
    if (this.#waiting >= sliceLines) this.#commit();
    return result;
  }

  /** Keeps what still waits, and has it found by words. */
  finish(): void {
    if (this.#waiting > 0) this.#commit();
    while (indexNext(this.#database, indexLines) === indexLines);
  }

  /** Forgets what still waits. */
  abandon(): void {
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
  }

  get #endKey(): number {
    return lastImportedKey(createdAtMs(this.#epoch));
  }

  #add(line: ImportedLine): Imported {
    if (line.timeMs > this.#nowMs) return refused("is from the future");
    if (line.timeMs < 1_000) return refused("has no time");
    if (line.msgid !== undefined && this.#isFresh) this.#adopt(line.msgid.epoch);
    const log = this.#logId(foldName(line.channel));
    return line.msgid?.epoch === this.#epoch
      ? this.#addOwn(log, line, line.msgid.key)
      : this.#addForeign(log, line);
  }

  /** A line of this store itself: its id tells its place. */
  #addOwn(log: number, line: ImportedLine, key: number): Imported {
    if (key < 1 || key > maxImportedKey) return refused("has an id that no server gives");
    if (this.#sql.findLine.get(log, key, line.part) !== undefined) return known;
    if (line.isSaid && this.#sql.findSearchable.get(key * 2) !== undefined) {
      return refused("has the id of another message");
    }
    const isOrdered = key < this.#endKey
      ? timeOfKey(key) === secondOf(line.timeMs) &&
        this.#note(keyOfTime(line.timeMs), timeOfKey(key))
      : this.#note(key, line.timeMs);
    if (!isOrdered) return refused("has an id that does not go with its time");
    this.#insert(log, line, { key, timeMs: line.timeMs });
    this.#lastKey = Math.max(this.#lastKey, key);
    return added;
  }

  /** A line from elsewhere: its time tells its place, which is before all that this store has itself. */
  #addForeign(log: number, line: ImportedLine): Imported {
    if (keyOfTime(line.timeMs) >= this.#endKey - 1) {
      const date = new Date(createdAtMs(this.#epoch)).toISOString();
      return refused(`is younger than this store, which began at ${date}`);
    }
    const kind = classOf(line);
    const place = this.#places.find({ ...line, log, class: kind });
    if (place === "known") return known;
    if (place === "full") return refused("is one of too many at the same time");
    // Within a second logs need no common order.
    if (!this.#note(keyOfTime(place.timeMs), secondOf(place.timeMs))) {
      return refused("is older than this store has room for");
    }
    this.#insert(log, line, place);
    return added;
  }

  #insert(log: number, line: ImportedLine, { key, timeMs }: Placed): void {
    const kind = classOf(line);
    this.#sql.line.run(log, kind, key, line.part, timeMs, line.tags, line.line);
    this.#lastTimeMs = Math.max(this.#lastTimeMs, timeMs);
    if (!line.isSaid) return;
    this.#sql.searchable.run(key * 2, log, kind);
    // The index goes on from its last line, and would never come back for this one.
    if (key * 2 <= this.#indexedId) {
      this.#sql.word.run(key * 2, indexText(log, kind, line.line));
    }
  }

  /** Notes a time with its key, where none is noted near it; false where times would not go up with keys any more. */
  #note(key: number, timeMs: number): boolean {
    const before = this.#sql.tickBefore.get(key);
    const after = this.#sql.tickAfter.get(key);
    if (before !== undefined && Number(before.time) > timeMs) return false;
    if (after !== undefined && Number(after.time) < timeMs) return false;
    const isNear = before !== undefined && key - Number(before.key) < tickKeys &&
      timeMs - Number(before.time) < tickMs;
    if (!isNear) this.#sql.tick.run(key, timeMs);
    return true;
  }

  /** A store that has nothing yet goes on where another one ended: ids stay what they are. */
  #adopt(epoch: string): void {
    this.#isFresh = false;
    const createdMs = createdAtMs(epoch);
    if (createdMs < 1_000 || createdMs > this.#nowMs) return;
    this.#epoch = createdMs.toString(36);
    this.#lastKey = this.#endKey;
    this.#places.endBefore(this.#endKey);
  }

  #commit(): void {
    this.#waiting = 0;
    this.#sql.setMeta.run("epoch", this.#epoch);
    this.#sql.setMeta.run("reservedKey", this.#lastKey);
    this.#sql.setMeta.run("lastTime", this.#lastTimeMs);
    this.#database.exec("COMMIT");
  }

  #logId(name: string): number {
    this.#sql.addLog.run(name);
    return Number(this.#sql.findLog.get(name)?.id);
  }

  #meta(name: string): unknown {
    return this.#sql.meta.get(name)?.value;
  }
}

interface Placed {
  readonly key: number;
  readonly timeMs: number;
}

function refused(why: string): Imported {
  return { kind: "refused", why };
}

function classOf({ isSaid, isRestricted }: ImportedLine): LineClass {
  if (isRestricted) return isSaid ? lineClass.restrictedSaid : lineClass.restrictedEvent;
  return isSaid ? lineClass.openSaid : lineClass.openEvent;
}

const sql = {
  meta: "SELECT value FROM meta WHERE name = ?",
  setMeta: "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
  anyLine: "SELECT 1 FROM line LIMIT 1",
  addLog: "INSERT OR IGNORE INTO log (owner, name) VALUES ('', ?)",
  findLog: "SELECT id FROM log WHERE owner = '' AND name = ?",
  findLine: "SELECT 1 FROM line WHERE log = ? AND class IN (0, 1, 2, 3) AND key = ? AND part = ?",
  findSearchable: "SELECT 1 FROM searchable WHERE id = ?",
  line: "INSERT INTO line VALUES (?, ?, ?, ?, ?, '', ?, ?)",
  searchable: "INSERT INTO searchable (id, log, class) VALUES (?, ?, ?)",
  word: "INSERT INTO word (rowid, words) VALUES (?, ?)",
  tick: "INSERT OR REPLACE INTO tick (key, time) VALUES (?, ?)",
  tickBefore: "SELECT key, time FROM tick WHERE key <= ? ORDER BY key DESC LIMIT 1",
  tickAfter: "SELECT key, time FROM tick WHERE key >= ? ORDER BY key LIMIT 1",
} as const;

type SqlName = keyof typeof sql;
