/** Rows of a buffer as people read them: days apart, coming and going folded, a line above what is unread. */

import { isSameName } from "../wire/casemap.ts";
import type { Entry } from "./buffer.ts";
import type { Moved } from "./event.ts";
import { safeName, sentenceOf } from "./sentence.ts";
import { timeOf } from "./entry_stamp.ts";

/** A row to be drawn. */
export type Row =
  /** A day begins. */
  | { readonly kind: "day"; readonly timeMs: number }
  /** What is below was not read. */
  | { readonly kind: "unread" }
  /** Several who come and go, one behind the other. */
  | { readonly kind: "moves"; readonly number: number; readonly moves: readonly Moved[] }
  | {
    readonly kind: "entry";
    readonly entry: Entry;
    /** The same person goes on within minutes: the name need not be said again. */
    readonly isFollowUp: boolean;
  };

/** What rows are made of. */
export interface Folding {
  /** See `Buffer`. */
  readonly entries: readonly Entry[];
  /** See `Buffer`. */
  readonly unreadFrom: number | undefined;
  /** Whether coming and going is folded. */
  readonly foldsMoves: boolean;
}

const followUpMs = 5 * 60_000;
const quarterMs = 15 * 60_000;
const maxFoldedNames = 12;

/** Gives the rows above the entry at `end`, the last one first: whoever draws takes as many as it shows. */
export function* rowsAbove(
  { entries, unreadFrom, foldsMoves }: Folding,
  end: number,
): Generator<Row, void, undefined> {
  let at = end - 1;
  while (at >= 0) {
    const start = foldsMoves ? startOfMoves(entries, at, unreadFrom) : at;
    const row = rowOf(entries, start, at, unreadFrom);
    if (row !== undefined) yield row;
    if (isUnreadEdge(entries, start, unreadFrom)) yield { kind: "unread" };
    if (isNewDay(entries, start)) yield { kind: "day", timeMs: timeAt(entries, start) };
    at = start - 1;
  }
}

/** Gives all rows, the first one first. */
export function foldedRows(folding: Folding): readonly Row[] {
  return [...rowsAbove(folding, folding.entries.length)].reverse();
}

/** Tells coming and going in few words; what somebody did in the end counts. */
export function movesText(moves: readonly Moved[]): string {
  const [only] = moves;
  if (only !== undefined && moves.length === 1) {
    return sentenceOf(only, "channel" in only ? only.channel : undefined);
  }
  const people = new Map<string, { joined: boolean; left: boolean; first: "in" | "out" }>();
  const sentences: string[] = [];
  for (const moved of moves) {
    if (moved.kind === "joined" || moved.kind === "left" || moved.kind === "quit") {
      const isIn = moved.kind === "joined";
      const known = people.get(moved.who);
      const person = known ?? { joined: false, left: false, first: isIn ? "in" : "out" };
      person.joined ||= isIn;
      person.left ||= !isIn;
      people.set(moved.who, person);
    } else sentences.push(sentenceOf(moved, "channel" in moved ? moved.channel : undefined));
  }
  const groups = { joined: [], left: [], "came and went": [], "left and came back": [] };
  const named: Record<keyof typeof groups, string[]> = { ...groups };
  for (const [who, { joined, left, first }] of people) {
    const what = joined && left
      ? first === "in" ? "came and went" : "left and came back"
      : joined
      ? "joined"
      : "left";
    named[what] = [...named[what], safeName(who)];
  }
  const folded = Object.entries(named).filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${listed(names)} ${what}`);
  const more = sentences.length - maxFoldedNames;
  const others = more > 0 ? [`${more} more changes`] : [];
  return [...folded, ...sentences.slice(0, maxFoldedNames), ...others].join(" · ");
}

function listed(names: readonly string[]): string {
  if (names.length <= maxFoldedNames) return names.join(", ");
  const more = names.length - maxFoldedNames;
  return `${names.slice(0, maxFoldedNames).join(", ")} and ${more} more`;
}

function rowOf(
  entries: readonly Entry[],
  start: number,
  end: number,
  unreadFrom: number | undefined,
): Row | undefined {
  const entry = entries[start];
  if (entry === undefined) return undefined;
  if (start === end) {
    return { kind: "entry", entry, isFollowUp: isFollowUp(entries, start, unreadFrom) };
  }
  const moves = entries.slice(start, end + 1).flatMap((one) =>
    one.kind === "moved" ? [one.moved] : []
  );
  return { kind: "moves", number: entry.number, moves };
}

function startOfMoves(
  entries: readonly Entry[],
  end: number,
  unreadFrom: number | undefined,
): number {
  let start = end;
  if (!canFold(entries[end])) return end;
  while (
    canFold(entries[start - 1]) && !isUnreadEdge(entries, start, unreadFrom) &&
    !isNewDay(entries, start)
  ) start--;
  return start;
}

/** What we do ourselves, and that somebody was made to go, stands alone. */
function canFold(entry: Entry | undefined): boolean {
  if (entry?.kind !== "moved") return false;
  const { moved } = entry;
  if (moved.kind === "kicked" || moved.kind === "invited") return false;
  return !("isOwn" in moved && moved.isOwn);
}

function isFollowUp(
  entries: readonly Entry[],
  at: number,
  unreadFrom: number | undefined,
): boolean {
  const [before, entry] = [entries[at - 1], entries[at]];
  if (before?.kind !== "said" || entry?.kind !== "said") return false;
  const [one, other] = [before.said, entry.said];
  return one.manner === "message" && other.manner === "message" && other.replyTo === undefined &&
    isSameName(one.from, other.from) && other.timeMs - one.timeMs < followUpMs &&
    !isUnreadEdge(entries, at, unreadFrom) && !isNewDay(entries, at);
}

function isUnreadEdge(
  entries: readonly Entry[],
  at: number,
  unreadFrom: number | undefined,
): boolean {
  const entry = entries[at];
  if (unreadFrom === undefined || entry === undefined || entry.number < unreadFrom) return false;
  return (entries[at - 1]?.number ?? -Infinity) < unreadFrom;
}

function isNewDay(entries: readonly Entry[], at: number): boolean {
  if (at === 0) return true;
  const [before, now] = [timeAt(entries, at - 1), timeAt(entries, at)];
  // A day begins at a quarter of an hour wherever one is; it is far cheaper to count those.
  if (Math.floor(before / quarterMs) === Math.floor(now / quarterMs)) return false;
  return dayOf(before) !== dayOf(now);
}

function timeAt(entries: readonly Entry[], at: number): number {
  const entry = entries[at];
  return entry === undefined ? 0 : timeOf(entry);
}

function dayOf(timeMs: number): number {
  const time = new Date(timeMs);
  return (time.getFullYear() * 12 + time.getMonth()) * 31 + time.getDate();
}
