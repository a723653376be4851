/** What somebody wrote, to spans: formatting drawn, links to be followed, what was searched for marked. */

import { formattedSpans, type TextStyle } from "../../wire/formatting.ts";
import { linkPieces } from "../../wire/links.ts";
import { type Span, type Style, tamed } from "./styled.ts";

/** How a text is shown. */
export interface BodyLook {
  /** What it looks like where its writer says nothing. */
  readonly style: Style;
  /** What was searched for, to be marked wherever it stands; empty for nothing. */
  readonly marked: string;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly href?: string;
}

const maxMarks = 100;

/** Gives the spans of one line of a text, hostile as it came. */
export function bodySpans(text: string, { style, marked }: BodyLook): readonly Span[] {
  const pieces = formattedSpans(text);
  const plain = pieces.map((piece) => piece.text).join("");
  const links = linksIn(plain);
  const marks = marksIn(plain, marked);
  if (links.length === 0 && marks.length === 0) {
    return pieces.map((piece) => ({ text: tamed(piece.text), style: mixed(style, piece.style) }));
  }
  const spans: Span[] = [];
  let at = 0;
  for (const piece of pieces) {
    const end = at + piece.text.length;
    const own = mixed(style, piece.style);
    for (const [start, stop] of cutAt(at, end, [...links, ...marks])) {
      spans.push(
        spanAt({ text: tamed(plain.slice(start, stop)), style: own }, start, links, marks),
      );
    }
    at = end;
  }
  return spans;
}

function spanAt(
  own: Span,
  at: number,
  links: readonly Range[],
  marks: readonly Range[],
): Span {
  const isIn = ({ start, end }: Range): boolean => start <= at && at < end;
  const link = links.find(isIn);
  const role = marks.some(isIn) ? "found" : link === undefined ? own.style.role : "link";
  const style = role === undefined ? own.style : { ...own.style, role };
  return { ...own, style, ...(link?.href === undefined ? {} : { href: link.href }) };
}

function linksIn(text: string): readonly Range[] {
  const links: Range[] = [];
  let at = 0;
  for (const piece of linkPieces(text)) {
    const end = at + piece.text.length;
    if (piece.kind === "link") links.push({ start: at, end, href: piece.href });
    at = end;
  }
  return links;
}

function marksIn(text: string, marked: string): readonly Range[] {
  if (marked === "") return [];
  const folded = text.toLowerCase();
  // Where a letter's small form is longer than itself places would not fit.
  if (folded.length !== text.length) return [];
  const wanted = marked.toLowerCase();
  const marks: Range[] = [];
  for (
    let at = folded.indexOf(wanted);
    at >= 0 && marks.length < maxMarks;
    at = folded.indexOf(wanted, at + wanted.length)
  ) marks.push({ start: at, end: at + wanted.length });
  return marks;
}

function cutAt(
  start: number,
  end: number,
  ranges: readonly Range[],
): readonly (readonly [number, number])[] {
  const cuts = ranges.flatMap((range) => [range.start, range.end])
    .filter((at) => at > start && at < end);
  const places = [...new Set([start, ...cuts, end])].sort((one, other) => one - other);
  return places.slice(1).map((place, index) => [places[index] ?? start, place] as const);
}

/** Letters of one width are what a terminal has anyway. */
function mixed(style: Style, { monospace: _, ...written }: TextStyle): Style {
  return { ...style, ...written };
}
