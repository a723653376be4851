/** Finds lines by their words. */

import type { ArchiveQuery, FoundLine, ReadableLog } from "../core/archive.ts";
import { unpackLines, wholeText } from "../core/multiline.ts";
import { isSameName } from "../../wire/casemap.ts";
import { parseSource } from "../../wire/source.ts";
import { type Bounds, findBounds } from "./bounds.ts";
import { findLog, foundLine } from "./read_page.ts";
import { talksOf } from "./read_targets.ts";
import { logWord, senderWord, wordsOf } from "./words.ts";
import type { StoreDatabase } from "./store_database.ts";

/** A search that takes longer gives what it has found. */
const budgetMs = 200;

/** Ids that are looked through in one go, so that the clock is looked at. */
const sliceIds = 4_000_000;

/** So many lines with the words are looked at one by one before the index is asked for those of the logs alone. */
const maxTried = 400;

/** What is searched for. */
export type Search = Extract<ArchiveQuery, { kind: "search" }>;

/** One log's sequence that may be searched. */
interface Place {
  readonly readable: ReadableLog;
  readonly log: number;
  readonly fromKey: number;
}

/** Finds the newest lines that have all of the words, in the order of their keys. `clock` is in milliseconds. */
export function searchLines(
  database: StoreDatabase,
  search: Search,
  clock: () => number = () => performance.now(),
): readonly FoundLine[] {
  const words = [...wordsOf(search.words)];
  const places = findPlaces(database, search);
  if (places.size === 0 || (words.length === 0 && search.from === undefined)) return [];
  const deadlineMs = clock() + budgetMs;
  const found: FoundLine[] = [];
  const bounds = findSearchBounds(database, search);
  const expressions = expressionsOf(words, places, search.from);
  const check = createCheck(database, search, { places, words, bounds });
  for (const id of findIds(database, expressions, idsWithin(places, bounds))) {
    const line = id === undefined ? undefined : check(id);
    if (line !== undefined) found.push(line);
    if (found.length >= search.limit || clock() > deadlineMs) break;
  }
  return found.reverse();
}

function findSearchBounds(database: StoreDatabase, { afterMs, beforeMs }: Search): Bounds {
  return findBounds(database, {
    after: afterMs === undefined ? undefined : { kind: "time", timeMs: afterMs },
    before: beforeMs === undefined ? undefined : { kind: "time", timeMs: beforeMs },
  });
}

/** Ids of `searchable`, both included. */
interface IdRange {
  readonly first: number;
  readonly last: number;
}

function idsWithin(
  places: ReadonlyMap<string, Place>,
  { afterKey, beforeKey }: Bounds,
): IdRange {
  let firstKey = Infinity;
  for (const { fromKey } of places.values()) firstKey = Math.min(firstKey, fromKey);
  return {
    first: Math.max(firstKey, afterKey + 1, 0) * 2,
    last: Math.min(beforeKey * 2 - 1, Number.MAX_SAFE_INTEGER),
  };
}

function findPlaces(
  database: StoreDatabase,
  { logs, owner }: Search,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const hasLines = database.prepare("SELECT 1 FROM line WHERE log = ? AND class = ? LIMIT 1");
  for (const readable of [...logs, ...talksOf(database, owner)]) {
    const log = findLog(database, readable.log);
    if (log === undefined) continue;
    for (const { class: kind, fromKey } of readable.spans) {
      if (hasLines.get(log, kind) === undefined) continue;
      places.set(logWord(log, kind), { readable, log, fromKey });
    }
  }
  return places;
}

/** Questions to the index. */
interface Expressions {
  /** For lines with the words, of whatever log: quick where few have them, since each word is one list. */
  readonly words: string;
  /** For those of the logs alone: many lists, but nothing that is read in vain. */
  readonly wordsInLogs: string;
}

function expressionsOf(
  words: readonly string[],
  places: ReadonlyMap<string, Place>,
  from: string | undefined,
): Expressions {
  const all = from === undefined ? words : [...words, senderWord(from)];
  const said = all.map((word) => `"${word}"`).join(" AND ");
  const logs = [...places.keys()].map((word) => `"${word}"`).join(" OR ");
  return { words: said, wordsInLogs: `(${logs}) AND ${said}` };
}

/** Lines that may have the words, from the newest on; undefined now and then, for the clock to be looked at. */
function* findIds(
  database: StoreDatabase,
  expressions: Expressions,
  { first, last }: IdRange,
): Generator<number | undefined> {
  const indexedId = Number(database.meta("indexedId"));
  yield* lateIds(database, { first: Math.max(first, indexedId + 1), last });
  const range = { first, last: Math.min(last, indexedId) };
  let tried = 0;
  let lastTried = range.last;
  for (const id of indexedIds(database, expressions.words, range)) {
    yield id;
    if (id === undefined) continue;
    lastTried = id;
    if (++tried === maxTried) break;
  }
  if (tried < maxTried) return;
  yield* indexedIds(database, expressions.wordsInLogs, { first, last: lastTried - 1 });
}

/** Lines that are not in the index yet, whatever their words. */
function* lateIds(database: StoreDatabase, { first, last }: IdRange): Generator<number> {
  const sql = "SELECT id FROM searchable WHERE id BETWEEN ? AND ? ORDER BY id DESC";
  for (const { id } of database.prepare(sql).iterate(first, last)) yield Number(id);
}

/** Lines that the index finds. */
function* indexedIds(
  database: StoreDatabase,
  expression: string,
  { first, last }: IdRange,
): Generator<number | undefined> {
  const newest = database.prepare("SELECT max(id) AS id FROM searchable WHERE id <= ?");
  const find = database.prepare(
    "SELECT rowid AS id FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC",
  );
  // Keys have gaps as wide as a start reserves.
  let top = Number(newest.get(last)?.id ?? 0);
  while (top > 0 && top >= first) {
    const bottom = Math.max(first, top - sliceIds + 1);
    for (const { id } of find.iterate(expression, bottom, top)) yield Number(id);
    yield undefined;
    top = Number(newest.get(bottom - 1)?.id ?? 0);
  }
}

/** Looks a line up and gives it if it is one that was searched for, and may be read. */
function createCheck(
  database: StoreDatabase,
  search: Search,
  { places, words, bounds }: {
    readonly places: ReadonlyMap<string, Place>;
    readonly words: readonly string[];
    readonly bounds: Bounds;
  },
): (id: number) => FoundLine | undefined {
  const find = database.prepare(`
    SELECT line.*, searchable.class AS class
    FROM searchable JOIN line ON line.log = searchable.log AND line.class = searchable.class
      AND line.key = searchable.id / 2 AND line.part = 0
    WHERE searchable.id = ?
  `);
  return (id) => {
    const row = find.get(id);
    if (row === undefined) return undefined;
    const place = places.get(logWord(Number(row.log), Number(row.class)));
    if (place === undefined) return undefined;
    const line = foundLine(row, place.readable.log.name);
    const isInside = line.key >= place.fromKey && line.timeMs > bounds.afterMs &&
      line.timeMs < bounds.beforeMs;
    return isInside && hasAll(line, words, search.from) ? line : undefined;
  };
}

function hasAll({ line }: FoundLine, words: readonly string[], from: string | undefined): boolean {
  const lines = unpackLines(line);
  if (lines === undefined) return false;
  if (from !== undefined && !isSameName(parseSource(lines.message.source).nick, from)) return false;
  const own = wordsOf(wholeText(lines));
  return words.every((word) => own.has(word));
}
