/** Which part of a talk is looked at. What comes meanwhile does not move it. */

import { indexOf } from "../../talk/talk_buffer.ts";
import { type Block, blocksAbove, type BlockSource, pendingBlocks } from "./message_blocks.ts";

/** A part of a talk, by the last entry that is seen of it. */
export interface ScrollPlace {
  /** Number of the entry at the bottom edge. */
  readonly number: number;
  /** How many of its rows are below the edge. */
  readonly hiddenRows: number;
}

/** What is seen of a talk. */
export interface Visible {
  /** As many as there is room for, or fewer, in the order in which they are read. */
  readonly rows: readonly string[];
  /** How many entries are below. */
  readonly belowCount: number;
  /** The first entry of all is seen: it is time to ask for older ones. */
  readonly isTop: boolean;
}

/** Gives what is seen at a place; undefined is the end. */
export function visibleRows(
  source: BlockSource,
  place: ScrollPlace | undefined,
  room: number,
): Visible {
  const { entries, pending } = source.buffer;
  const rows: string[] = [];
  let isTop = true;
  for (const { rows: block } of blocksFrom(source, place)) {
    if (rows.length >= room) {
      isTop = false;
      break;
    }
    rows.push(...block.toReversed());
  }
  const end = endOf(source, place);
  return {
    rows: rows.slice(0, room).reverse(),
    belowCount: place === undefined ? 0 : entries.length - end + pending.length,
    isTop: isTop && rows.length <= room,
  };
}

/** Goes up by so many rows, at most until the first row is at the top of the `room` there is. */
export function scrollUp(
  source: BlockSource,
  place: ScrollPlace | undefined,
  { by, room }: { readonly by: number; readonly room: number },
): ScrollPlace | undefined {
  let height = 0;
  const passed: Block[] = [];
  for (const block of blocksFrom(source, place)) {
    passed.push(block);
    height += block.rows.length;
    if (height >= by + room) break;
  }
  return placeAt(passed, Math.min(by, height - room), place);
}

/** Goes down by so many rows; gives undefined when that is the end. */
export function scrollDown(
  source: BlockSource,
  place: ScrollPlace | undefined,
  by: number,
): ScrollPlace | undefined {
  if (place === undefined || by <= 0) return place;
  const { entries } = source.buffer;
  const start = indexOf(entries, place.number);
  for (let ahead = by;; ahead *= 2) {
    let end = Math.min(start + 1 + ahead, entries.length);
    while (end < entries.length && entries[end]?.kind === "moved") end++;
    const blocks = blocksBetween(source, start, end);
    const height = blocks.reduce((sum, { rows }) => sum + rows.length, 0);
    if (height + place.hiddenRows < by && end < entries.length) continue;
    return height + place.hiddenRows <= by && end === entries.length
      ? undefined
      : placeBelow(blocks, place, by);
  }
}

/** Goes to the first row of all that is there. */
export function scrollToTop(source: BlockSource, room: number): ScrollPlace | undefined {
  return scrollUp(source, undefined, { by: Number.MAX_SAFE_INTEGER / 2, room });
}

/** Goes to where an entry is the last one that is seen, or, with rows below it, a third above the bottom edge. */
export function scrollToEntry(
  source: BlockSource,
  number: number,
  room: number,
): ScrollPlace | undefined {
  return scrollDown(source, { number, hiddenRows: 0 }, Math.floor(room / 3));
}

/** Gives blocks from a place upwards, the first one without its rows below the edge. */
function* blocksFrom(source: BlockSource, place: ScrollPlace | undefined): Generator<Block> {
  if (place === undefined) yield* pendingBlocks(source);
  let hiddenRows = place?.hiddenRows ?? 0;
  for (const block of blocksAbove(source, endOf(source, place))) {
    // At another width it has fewer rows than were hidden of it.
    const seen = Math.max(block.rows.length - hiddenRows, 1);
    yield hiddenRows === 0 ? block : { ...block, rows: block.rows.slice(0, seen) };
    hiddenRows = 0;
  }
}

function endOf({ buffer: { entries } }: BlockSource, place: ScrollPlace | undefined): number {
  if (place === undefined) return entries.length;
  const at = indexOf(entries, place.number);
  // It was let go of: what came next is there, or nothing.
  return Math.min(at + 1, entries.length);
}

/** The place that is so many rows above the bottom of `blocks`, which are the last one first. */
function placeAt(
  blocks: readonly Block[],
  by: number,
  before: ScrollPlace | undefined,
): ScrollPlace | undefined {
  if (by <= 0) return before;
  let left = by;
  let hidden = before?.hiddenRows ?? 0;
  for (const { rows, number } of blocks) {
    // The row across and what is on its way are no place to stay at: the entry above them is.
    if (number !== undefined && left < rows.length) return { number, hiddenRows: left + hidden };
    left = Math.max(left - rows.length, 0);
    hidden = 0;
  }
  return before;
}

/** Blocks below the entry at `start` up to the one at `end`, in the order in which they are read. */
function blocksBetween(source: BlockSource, start: number, end: number): readonly Block[] {
  const first = source.buffer.entries[start]?.number ?? -Infinity;
  const blocks: Block[] = [];
  for (const block of blocksAbove(source, end)) {
    if (block.number !== undefined && block.number <= first) break;
    blocks.push(block);
  }
  return blocks.reverse();
}

function placeBelow(
  blocks: readonly Block[],
  place: ScrollPlace,
  by: number,
): ScrollPlace {
  let left = by - place.hiddenRows;
  if (left <= 0) return { ...place, hiddenRows: place.hiddenRows - by };
  let last = place;
  for (const { rows, number } of blocks) {
    left -= rows.length;
    if (number === undefined) continue;
    last = { number, hiddenRows: Math.max(-left, 0) };
    if (left <= 0) break;
  }
  return last;
}
