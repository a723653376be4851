/** A part of a talk's past that is looked at by itself: around a message, and on from there both ways. */

import { isSameName } from "../wire/casemap.ts";
import type { Entry } from "./buffer.ts";
import { rowsOf } from "./buffer_rows.ts";
import type { ClientEvent } from "./event.ts";
import type { PastTold } from "./page_told.ts";
import type { Shelf } from "./shelf.ts";
import type { Mark } from "./shown.ts";
import { TalkBuffer } from "./talk_buffer.ts";

// What one has scrolled away from goes, and comes back with the history.
const maxRows = 2000;

/** Takes a page of it; one that was asked from where it ends no more is dropped, and asked again when it is wanted. */
export function takePast(shelf: Shelf, page: PastTold): void {
  const { talk, way, mark, events } = page;
  if (way === "around") return begin(shelf, page);
  const { past } = shelf;
  if (past === undefined || !isSameName(past.name, talk)) return;
  const edge = way === "before" ? firstMark(past.entries) : lastMark(past.entries);
  const isNextTo = edge?.timeMs === mark.timeMs && edge.id === mark.id;
  const state = page.isEnd && isNextTo ? "none" : "some";
  const rows = isNextTo ? rowsOf(shelf, past, events) : [];
  if (way === "before") {
    past.older = state;
    past.addOlder(rows);
    past.trimEnd(maxRows);
  } else {
    past.newer = state;
    for (const row of rows) past.add(row, mark.timeMs, false);
    past.trim(maxRows);
  }
  reconsider(past, events);
}

function begin(shelf: Shelf, { talk, events }: PastTold): void {
  const live = shelf.find(talk);
  if (live === undefined || live.kind === "server" || events.length === 0) return;
  const past = new TalkBuffer(live.kind, live.name, shelf.options.prefixes);
  past.newer = "some";
  past.addOlder(rowsOf(shelf, past, events));
  reconsider(past, events);
  shelf.past = past;
}

/** What was thought of messages, and which were taken back. */
function reconsider(past: TalkBuffer, events: readonly ClientEvent[]): void {
  past.version++;
  for (const event of events) {
    if (event.kind === "reacted") past.react(event);
    if (event.kind === "redacted") past.redact(event);
  }
}

/** Where rows of a talk begin, by what the server knows of it. */
export function firstMark(entries: readonly Entry[]): Mark | undefined {
  for (const entry of entries) {
    const mark = markOf(entry);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** Where they end. */
export function lastMark(entries: readonly Entry[]): Mark | undefined {
  const last = entries.findLast((entry) => markOf(entry) !== undefined);
  return last === undefined ? undefined : markOf(last);
}

function markOf(entry: Entry): Mark | undefined {
  if (entry.kind === "said") return entry.said;
  return entry.kind === "moved" && entry.moved.id !== undefined ? entry.moved : undefined;
}
