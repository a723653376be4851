/** Finds lines by their words. */

import type { DatabaseSync } from "node:sqlite";
import type { ArchiveQuery, FoundLine, ReadableLog } from "../core/archive.ts";
import { unpackLines, wholeText } from "../core/multiline.ts";
import { isSameName } from "../../wire/casemap.ts";
import { parseSource } from "../../wire/source.ts";
import { findBounds } from "./bounds.ts";
import { findLog, foundLine } from "./read_page.ts";
import { talksOf } from "./read_targets.ts";
import { logWord, senderWord, wordsOf } from "./words.ts";

/** A search that takes longer gives what it has found. */
const budgetMs = 200;

/** Ids that are looked through in one go, so that the clock is looked at. */
const sliceIds = 4_000_000;

type Search = Extract<ArchiveQuery, { kind: "search" }>;

/** One log's sequence that may be searched. */
interface Place {
  readonly readable: ReadableLog;
  readonly log: number;
  readonly fromKey: number;
}

/** Finds the newest lines that have all of the words, in the order of their keys. */
export function searchLines(
  database: DatabaseSync,
  search: Extract<ArchiveQuery, { kind: "search" }>,
): readonly FoundLine[] {
  const words = [...wordsOf(search.words)];
  const places = findPlaces(database, search);
  if (places.size === 0 || (words.length === 0 && search.from === undefined)) return [];
  const deadlineMs = performance.now() + budgetMs;
  const found: FoundLine[] = [];
  const indexedId = Number(
    database.prepare("SELECT value FROM meta WHERE name = 'indexedId'").get()?.value ?? 0,
  );
  const ids = concat(
    lateIds(database, indexedId),
    indexedIds(database, { expression: expressionOf(words, places, search.from), indexedId }),
  );
  const check = createCheck(database, search, { places, words });
  for (const id of ids) {
    const line = id === undefined ? undefined : check(id);
    if (line !== undefined) found.push(line);
    if (found.length >= search.limit || performance.now() > deadlineMs) break;
  }
  return found.reverse();
}

function findPlaces(
  database: DatabaseSync,
  { logs, owner }: Search,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const readable of [...logs, ...talksOf(database, owner)]) {
    const log = findLog(database, readable.log);
    if (log === undefined) continue;
    for (const { class: kind, fromKey } of readable.spans) {
      places.set(logWord(log, kind), { readable, log, fromKey });
    }
  }
  return places;
}

function expressionOf(
  words: readonly string[],
  places: ReadonlyMap<string, Place>,
  from: string | undefined,
): string {
  const logs = [...places.keys()].map((word) => `"${word}"`).join(" OR ");
  const all = from === undefined ? words : [...words, senderWord(from)];
  return [`(${logs})`, ...all.map((word) => `"${word}"`)].join(" AND ");
}

function* concat(...parts: readonly Iterable<number | undefined>[]): Generator<number | undefined> {
  for (const part of parts) yield* part;
}

/** Lines that are not in the index yet, from the newest on. */
function* lateIds(database: DatabaseSync, indexedId: number): Generator<number> {
  const find = database.prepare("SELECT id FROM searchable WHERE id > ? ORDER BY id DESC");
  for (const { id } of find.iterate(indexedId)) yield Number(id);
}

/** Lines that the index finds, from the newest on; undefined now and then, for the clock to be looked at. */
function* indexedIds(
  database: DatabaseSync,
  { expression, indexedId }: { readonly expression: string; readonly indexedId: number },
): Generator<number | undefined> {
  const newest = database.prepare("SELECT max(id) AS id FROM searchable WHERE id <= ?");
  const find = database.prepare(
    "SELECT rowid AS id FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC",
  );
  for (let top = newest.get(indexedId)?.id; top !== null && top !== undefined;) {
    const last = Number(top);
    const first = Math.max(0, last - sliceIds + 1);
    for (const { id } of find.iterate(expression, first, last)) yield Number(id);
    yield undefined;
    top = newest.get(first - 1)?.id;
  }
}

/** Looks a line up and gives it if it is one that was searched for, and may be read. */
function createCheck(
  database: DatabaseSync,
  search: Search,
  { places, words }: {
    readonly places: ReadonlyMap<string, Place>;
    readonly words: readonly string[];
  },
): (id: number) => FoundLine | undefined {
  const find = database.prepare(`
    SELECT line.*, searchable.class AS class
    FROM searchable JOIN line ON line.log = searchable.log AND line.class = searchable.class
      AND line.key = searchable.id / 2 AND line.part = 0
    WHERE searchable.id = ?
  `);
  const { afterMs, beforeMs } = search;
  const bounds = findBounds(database, {
    after: afterMs === undefined ? undefined : { kind: "time", timeMs: afterMs },
    before: beforeMs === undefined ? undefined : { kind: "time", timeMs: beforeMs },
  });
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
