/** Pages of logs. */

import type { FoundLine, Position, ReadableLog, Span } from "../core/archive.ts";
import { type Bounds, findBounds } from "./bounds.ts";
import type { Row, StoreDatabase } from "./store_database.ts";

/** Which lines. */
export interface PageWish {
  /** Lines after this place. */
  readonly after?: Position | undefined;
  /** Lines before this place. */
  readonly before?: Position | undefined;
  /** From which end on. */
  readonly order: "oldest" | "newest";
  /** Most lines. */
  readonly limit: number;
}

/** Reads lines of a log, in the order of their keys. */
export function readPage(
  database: StoreDatabase,
  { log, spans }: ReadableLog,
  wish: PageWish,
): readonly FoundLine[] {
  const id = findLog(database, log);
  if (id === undefined) return [];
  const bounds = findBounds(database, wish);
  const { order, limit } = wish;
  const lines = spans
    .flatMap((span) => readSpan(database, { id, span, bounds, order, limit: limit + 1 }))
    .map((row) => foundLine(row, log.name))
    .sort((one, other) => one.key - other.key || one.part - other.part);
  return order === "oldest"
    ? cutPage(lines, limit)
    : cutPage(lines.toReversed(), limit).toReversed();
}

/** The next page starts after a key, so all lines of one fact come together; but a page with nothing in it has no next. */
function cutPage(lines: readonly FoundLine[], limit: number): readonly FoundLine[] {
  const cutKey = lines[limit]?.key;
  const page = lines.slice(0, limit);
  const whole = page.filter(({ key }) => key !== cutKey);
  return whole.length === 0 ? page : whole;
}

/** Reads lines around a place: the one there, if it is a message's, half of the others before it and half after. */
export function readAround(
  database: StoreDatabase,
  readable: ReadableLog,
  { at, limit }: { readonly at: Position; readonly limit: number },
): readonly FoundLine[] {
  const half = Math.floor(limit / 2);
  const from: Position = at.kind === "key"
    ? { kind: "key", key: at.key - 1 }
    : { kind: "time", timeMs: at.timeMs - 1 };
  const earlier = half === 0
    ? []
    : readPage(database, readable, { before: at, order: "newest", limit: half });
  const rest = limit - earlier.length;
  return [
    ...earlier,
    ...readPage(database, readable, { after: from, order: "oldest", limit: rest }),
  ];
}

/** Gives the number of a log in the file; undefined where nothing was ever said in it. */
export function findLog(
  database: StoreDatabase,
  { owner, name }: ReadableLog["log"],
): number | undefined {
  const row = database.prepare("SELECT id FROM log WHERE owner = ? AND name = ?").get(owner, name);
  return row === undefined ? undefined : Number(row.id);
}

interface SpanWish {
  readonly id: number;
  readonly span: Span;
  readonly bounds: Bounds;
  readonly order: "oldest" | "newest";
  readonly limit: number;
}

function readSpan(
  database: StoreDatabase,
  { id, span, bounds, order, limit }: SpanWish,
): readonly Row[] {
  const direction = order === "oldest" ? "ASC" : "DESC";
  return database.prepare(`
    SELECT key, part, time, author, tags, text FROM line
    WHERE log = ? AND class = ? AND key > ? AND key < ? AND time > ? AND time < ?
    ORDER BY key ${direction}, part ${direction} LIMIT ?
  `).all(
    id,
    span.class,
    Math.max(bounds.afterKey, span.fromKey - 1),
    bounds.beforeKey,
    bounds.afterMs,
    bounds.beforeMs,
    limit,
  );
}

/** Makes a line of what stands in the file. */
export function foundLine(
  row: Row,
  target: string,
): FoundLine {
  return {
    key: Number(row.key),
    part: Number(row.part),
    timeMs: Number(row.time),
    author: String(row.author),
    tags: String(row.tags),
    line: String(row.text),
    target,
  };
}
