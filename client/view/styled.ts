/** Text and how it looks, before it is known what the terminal can show. */

import { cells, textWidth } from "../text_width.ts";

/** What a text is there for; the theme knows how that looks. */
export type Role =
  | "text"
  | "faint"
  | "border"
  | "own"
  | "mention"
  | "alarm"
  | "notice"
  | "pending"
  | "moves"
  | "reaction"
  | "link"
  | "found"
  | "day"
  | "unread"
  | "bar"
  | "barFaint"
  | "barAlarm"
  | "good"
  | "badge"
  | "chosen"
  | "heading"
  | "prompt";

/** How a piece of text looks; what is left out is as the terminal has it. */
export interface Style {
  /** What it is there for. */
  readonly role?: Role;
  /** A nick's colour, see `nickColour`; it stands above that of the role. */
  readonly nick?: number;
  /** Of the letters, as in mIRC formatting: 0 to 98, or RRGGBB. */
  readonly colour?: number | string;
  /** Of the ground, the same. */
  readonly ground?: number | string;
  /** Heavier. */
  readonly bold?: true;
  /** Slanted. */
  readonly italic?: true;
  /** With a line below. */
  readonly underline?: true;
  /** With a line through it. */
  readonly strike?: true;
  /** With letters and ground exchanged. */
  readonly reverse?: true;
  /** Paler. */
  readonly dim?: true;
}

/** A piece of text that looks the same all over. It holds no control characters. */
export interface Span {
  /** Its text. */
  readonly text: string;
  /** How it looks. */
  readonly style: Style;
  /** Where it leads to, for terminals that open it. */
  readonly href?: string;
}

/** Rows of spans. */
export type SpanRows = readonly (readonly Span[])[];

const more = "…";
// More marks than this on one letter are there to paint over other rows.
const maxCellLength = 40;

/** One span. */
export function span(text: string, style: Style | Role = {}): Span {
  return { text, style: typeof style === "string" ? { role: style } : style };
}

/** Counts the columns of spans. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** Cuts spans to at most so many columns; a mark shows that something was cut. */
export function cutSpans(spans: readonly Span[], columns: number): readonly Span[] {
  if (columns <= 0) return [];
  if (spansWidth(spans) <= columns) return spans;
  const kept: Span[] = [];
  let room = columns - 1;
  for (const one of spans) {
    const text = cutCells(one.text, room);
    room -= textWidth(text);
    if (text !== "") kept.push({ ...one, text });
    if (text === one.text) continue;
    kept.push({ text: more, style: one.style });
    break;
  }
  return kept;
}

/** Cuts text to at most so many columns; a mark shows that something was cut. */
export function cutText(text: string, columns: number): string {
  if (columns <= 0) return "";
  return textWidth(text) <= columns ? text : cutCells(text, columns - 1) + more;
}

/** Makes spans exactly so wide: cut, or filled up with blanks of a style. */
export function fitSpans(
  spans: readonly Span[],
  columns: number,
  filling: Style = {},
): readonly Span[] {
  const cut = cutSpans(spans, columns);
  const rest = columns - spansWidth(cut);
  return rest > 0 ? [...cut, span(" ".repeat(rest), filling)] : cut;
}

/** Text without what a terminal shows at no place of its own, and without towers of marks. */
export function tamed(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return cells(text.toWellFormed()).map(({ text: piece, width }) => {
    if (width === 0) return "";
    return piece.length > maxCellLength ? firstPoints(piece) : piece;
  }).join("");
}

function firstPoints(piece: string): string {
  return piece.slice(0, maxCellLength).replace(/[\ud800-\udbff]$/, "");
}

function cutCells(text: string, columns: number): string {
  let cut = "";
  let room = columns;
  for (const { text: piece, width } of cells(text)) {
    if (width > room) break;
    room -= width;
    cut += piece;
  }
  return cut;
}
