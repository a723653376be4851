/** The rows of a talk, a message at a time and only as far as they are asked for. */

import type { Buffer, Entry, SaidEntry } from "../../talk/buffer.ts";
import { type Folding, type Row, rowsAbove } from "../../talk/folded.ts";
import { pendingRows, saidRows } from "./message_rows.ts";
import type { RowCache } from "./row_cache.ts";
import { lookKey, type RowLook, ruleSpans } from "./row_look.ts";
import { fitSpans, type SpanRows } from "./styled.ts";
import { paintSpans } from "./theme.ts";
import { movesRows, noteRows, toldRows } from "./told_rows.ts";

/** Rows that belong together. */
export interface Block {
  /** As a terminal takes them, each as wide as was asked for. */
  readonly rows: readonly string[];
  /** Number of the entry that they show; the last one of several. Undefined for what stands between entries. */
  readonly number: number | undefined;
}

/** A talk and how it is to look. */
export interface BlockSource {
  /** The talk. */
  readonly buffer: Buffer;
  /** Whether coming and going is folded. */
  readonly foldsMoves: boolean;
  /** How rows look. */
  readonly look: RowLook;
  /** Rows of before. */
  readonly cache: RowCache;
}

/** Gives what is on its way to the server, the last one first. */
export function* pendingBlocks({ buffer, look, cache }: BlockSource): Generator<Block> {
  const key = lookKey(look);
  for (const pending of buffer.pending.toReversed()) {
    const make = () => painted(pendingRows(pending, look), look);
    yield { rows: cache.take(pending, key, make), number: undefined };
  }
}

/** Gives what stands above the entry at `end`, the last one first. */
export function* blocksAbove(source: BlockSource, end: number): Generator<Block> {
  const { buffer: { entries, unreadFrom }, foldsMoves, look } = source;
  const folding: Folding = { entries, unreadFrom, foldsMoves };
  const key = lookKey(look);
  const quotes = new Quotes(entries);
  let at = end;
  for (const row of rowsAbove(folding, end)) {
    const number = entries[at - 1]?.number;
    if (row.kind === "moves") at -= row.moves.length;
    if (row.kind === "entry") at--;
    const isEntry = row.kind === "moves" || row.kind === "entry";
    yield { rows: rowsOf(row, { source, key, quotes }), number: isEntry ? number : undefined };
  }
}

interface RowContext {
  readonly source: BlockSource;
  readonly key: string;
  readonly quotes: Quotes;
}

function rowsOf(row: Row, { source: { look, cache }, key, quotes }: RowContext): readonly string[] {
  switch (row.kind) {
    case "day": {
      const day = new Date(row.timeMs).toDateString();
      return painted([ruleSpans(day, "day", look.columns)], look);
    }
    case "unread":
      return painted([ruleSpans("new", "unread", look.columns)], look);
    case "moves": {
      const last = row.moves.at(-1) ?? row;
      const own = `${key} ${row.number} ${row.moves.length}`;
      return cache.take(last, own, () => painted(movesRows(row.moves, look), look));
    }
    case "entry":
      return entryRows(row, { look, cache, key, quotes });
  }
}

function entryRows(
  { entry, isFollowUp }: Extract<Row, { kind: "entry" }>,
  { look, cache, key, quotes }: Omit<RowContext, "source"> & Pick<BlockSource, "look" | "cache">,
): readonly string[] {
  switch (entry.kind) {
    case "said": {
      const quoted = quotes.find(entry.said.replyTo);
      const quote = quoted === undefined
        ? ""
        : `${quoted.number} ${quoted.redaction === undefined}`;
      const make = () => painted(saidRows(entry, { isFollowUp, quoted }, look), look);
      return cache.take(entry, `${key} ${isFollowUp} ${quote}`, make);
    }
    case "moved":
      return cache.take(entry, key, () => painted(movesRows([entry.moved], look), look));
    case "told":
      return cache.take(entry, key, () => painted(toldRows(entry.told, look), look));
    case "note":
      return cache.take(entry, key, () => painted(noteRows(entry, look), look));
  }
}

function painted(
  rows: SpanRows,
  { columns, theme }: RowLook,
): readonly string[] {
  return rows.map((row) => paintSpans(fitSpans(row, columns), theme));
}

/** Messages by their ids, once anybody asks for one. */
class Quotes {
  readonly #entries: readonly Entry[];
  #byId: Map<string, SaidEntry> | undefined;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  find(id: string | undefined): SaidEntry | undefined {
    if (id === undefined) return undefined;
    this.#byId ??= this.#read();
    return this.#byId.get(id);
  }

  #read(): Map<string, SaidEntry> {
    const byId = new Map<string, SaidEntry>();
    for (const entry of this.#entries) {
      if (entry.kind === "said" && entry.said.id !== undefined) byId.set(entry.said.id, entry);
    }
    return byId;
  }
}
