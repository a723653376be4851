/** Whole logs, from their first line on, a page at a time: who reads never holds up who writes. */

import type { SQLOutputValue, StatementSync } from "node:sqlite";
import { type FoundLine, lineClass, type LogName } from "../core/archive.ts";
import { findBounds } from "./bounds.ts";
import { foundLine } from "./read_page.ts";
import type { StoreDatabase } from "./store_database.ts";

/** Lines of one class that are read in one go. */
const pageLines = 256;

/** A log that something is kept of. */
export interface KeptLog {
  /** Which. */
  readonly log: LogName;
  /** Its number in the file. */
  readonly id: number;
  /** The channel as it is spelt, or the other's nick. */
  readonly name: string;
}

/** A line with what it is. */
export interface LogLine extends FoundLine {
  /** Some could not read it when it was said. */
  readonly isRestricted: boolean;
}

/** From when to when; `untilMs` is not included. */
export interface TimeSpan {
  /** In milliseconds; undefined: from the first line on. */
  readonly sinceMs: number | undefined;
  /** In milliseconds; undefined: to the last one. */
  readonly untilMs: number | undefined;
}

/** Lists all logs of channels, and those of private talks behind them if they are wanted too. */
export function listLogs(database: StoreDatabase, withPrivate: boolean): readonly KeptLog[] {
  const rows = database.prepare(`
    SELECT log.id, log.owner, log.name, json_extract(channel.state, '$.name') AS spelt
    FROM log LEFT JOIN channel ON log.owner = '' AND channel.name = log.name
    WHERE log.owner = '' OR ? ORDER BY log.owner, log.name
  `).all(withPrivate ? 1 : 0);
  return rows.map(({ id, owner, name, spelt }) => ({
    log: { owner: String(owner), name: String(name) },
    id: Number(id),
    name: String(spelt ?? name),
  }));
}

/** Gives all lines of a log in order. */
export function* readLogLines(
  database: StoreDatabase,
  { id, name }: KeptLog,
  { sinceMs, untilMs }: TimeSpan,
): Generator<LogLine> {
  const { afterKey } = findBounds(database, {
    after: sinceMs === undefined ? undefined : { kind: "time", timeMs: sinceMs - 1 },
  });
  const statement = database.prepare(`
    SELECT class, key, part, time, author, tags, text FROM line
    WHERE log = ? AND class = ? AND (key, part) > (?, ?) AND time >= ? AND time < ?
    ORDER BY key, part LIMIT ${pageLines}
  `);
  const wish = { statement, id, sinceMs: sinceMs ?? 0, untilMs: untilMs ?? maxMs };
  const heads = Object.values(lineClass).flatMap((kind) => {
    const head = new ClassReader(wish, kind, afterKey);
    return head.row === undefined ? [] : [head];
  });
  while (heads.length > 0) {
    const first = heads.reduce((one, other) => isBefore(other, one) ? other : one);
    const { row } = first;
    if (row !== undefined) yield logLine(row, name);
    first.advance();
    if (first.row === undefined) heads.splice(heads.indexOf(first), 1);
  }
}

const maxMs = Number.MAX_SAFE_INTEGER;

type Row = Readonly<Record<string, SQLOutputValue>>;

interface ClassWish {
  readonly statement: StatementSync;
  readonly id: number;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Walks along one class of a log. */
class ClassReader {
  readonly #wish: ClassWish;
  readonly #class: number;
  #rows: readonly Row[] = [];
  #at = 0;

  constructor(wish: ClassWish, kind: number, afterKey: number) {
    this.#wish = wish;
    this.#class = kind;
    this.#read(afterKey, Number.MAX_SAFE_INTEGER);
  }

  /** The line it stands at; undefined behind the last one. */
  get row(): Row | undefined {
    return this.#rows[this.#at];
  }

  advance(): void {
    const last = this.row;
    this.#at++;
    if (this.row !== undefined || last === undefined || this.#rows.length < pageLines) return;
    this.#read(Number(last.key), Number(last.part));
  }

  #read(afterKey: number, afterPart: number): void {
    const { statement, id, sinceMs, untilMs } = this.#wish;
    this.#rows = statement.all(id, this.#class, afterKey, afterPart, sinceMs, untilMs);
    this.#at = 0;
  }
}

function isBefore({ row: one }: ClassReader, { row: other }: ClassReader): boolean {
  const distance = Number(one?.key) - Number(other?.key);
  return distance < 0 || (distance === 0 && Number(one?.part) < Number(other?.part));
}

function logLine(row: Row, name: string): LogLine {
  const isRestricted = Number(row.class) >= lineClass.restrictedSaid;
  return { ...foundLine(row, name), isRestricted };
}
