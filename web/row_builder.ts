/** From what is in a buffer to the rows of a list; what has not changed is not made anew. */

import type { Buffer, Entry } from "../talk/buffer.ts";
import { type Folding, type Row as FoldedRow, rowsAbove } from "../talk/folded.ts";
import type { EntryRow, Row } from "./row.ts";

/** Makes the rows of one buffer, again and again. */
export class RowBuilder {
  #entries: readonly Entry[] = [];
  #unreadFrom: number | undefined;
  #rows: readonly EntryRow[] = [];
  #version: number | undefined;
  #all: readonly Row[] = [];

  /** Gives the rows, the oldest first; the same array for as long as the buffer has not changed. */
  build({ entries, unreadFrom, pending, version }: Buffer): readonly Row[] {
    if (version === this.#version) return this.#all;
    const isSameLine = unreadFrom === this.#unreadFrom;
    const same = isSameLine ? countSame(this.#entries, entries) : 0;
    const isSame = isSameLine && same === entries.length && same === this.#entries.length;
    if (!isSame) {
      this.#rows = rebuilt(this.#rows, entries[same - 1]?.number, {
        entries,
        unreadFrom,
        foldsMoves: true,
      });
    }
    this.#version = version;
    this.#unreadFrom = unreadFrom;
    this.#entries = entries.slice();
    this.#all = [
      ...this.#rows,
      ...pending.map((each, at): Row => ({
        kind: "pending",
        key: `pending ${each.once}`,
        pending: each,
        isFollowing: at > 0,
      })),
    ];
    return this.#all;
  }
}

function countSame(before: readonly Entry[], after: readonly Entry[]): number {
  let count = 0;
  while (count < after.length && before[count] === after[count]) count++;
  return count;
}

/** Keeps the rows above the one with the last entry that is the same: coming and going may go on in that one. */
function rebuilt(
  before: readonly EntryRow[],
  lastSame: number | undefined,
  folding: Folding,
): readonly EntryRow[] {
  const at = lastSame === undefined ? 0 : before.findLastIndex(({ number }) => number <= lastSame);
  const from = before[at]?.number ?? -Infinity;
  const kept = lastSame === undefined ? [] : before.slice(0, firstOf(before, at));
  const fresh: EntryRow[] = [];
  let number = 0;
  for (const row of rowsAbove(folding, folding.entries.length)) {
    number = numberOf(row) ?? number;
    if (kept.length > 0 && number < from) break;
    fresh.push(keyed(row, number));
  }
  return [...kept, ...fresh.reverse()];
}

/** Index of the first row with the number of this one: a day or the line of what is unread stands above it. */
function firstOf(rows: readonly EntryRow[], at: number): number {
  let first = at;
  while (first > 0 && rows[first - 1]?.number === rows[at]?.number) first--;
  return first;
}

function numberOf(row: FoldedRow): number | undefined {
  if (row.kind === "entry") return row.entry.number;
  return row.kind === "moves" ? row.number : undefined;
}

/** `number`: of the first entry in the row, or below it. */
function keyed(row: FoldedRow, number: number): EntryRow {
  switch (row.kind) {
    case "day":
      return { ...row, number, key: `day ${number}` };
    case "unread":
      return { ...row, number, key: "unread" };
    case "moves":
      return { ...row, key: `${number}` };
    case "entry": {
      const { entry, isFollowUp: isFollowing } = row;
      return { kind: "entry", entry, isFollowing, number, key: `${number}` };
    }
  }
}
