/** Places in a text where a cursor may stand, in UTF-16 units. */

import { graphemes, words } from "../../wire/segmenters.ts";

/** The end of the character, as people see it, that stands at a place; the end of the text at its end. */
export function nextBoundary(text: string, at: number): number {
  const found = graphemes.segment(text).containing(at);
  return found === undefined ? text.length : found.index + found.segment.length;
}

/** The start of the character that stands before a place. */
export function previousBoundary(text: string, at: number): number {
  return at <= 0 ? 0 : graphemes.segment(text).containing(at - 1)?.index ?? 0;
}

/** The place itself, or where it is inside of a character the end of that. */
export function boundaryFrom(text: string, at: number): number {
  const found = graphemes.segment(text).containing(at);
  return found === undefined || found.index === at ? at : found.index + found.segment.length;
}

/** The end of the next word: https://www.unicode.org/reports/tr29/#Word_Boundaries */
export function nextWordEnd(text: string, at: number): number {
  for (const { index, segment, isWordLike } of words.segment(text.slice(at))) {
    if (isWordLike === true) return boundaryFrom(text, at + index + segment.length);
  }
  return text.length;
}

/** The start of the word before. */
export function previousWordStart(text: string, at: number): number {
  let start = 0;
  for (const { index, isWordLike } of words.segment(text.slice(0, at))) {
    if (isWordLike === true) start = index;
  }
  return previousBoundary(text, Math.min(start + 1, text.length));
}

/** The start of what stands before without a space in it. */
export function previousSpaceEnd(text: string, at: number): number {
  let start = at;
  while (start > 0 && isSpace(text.charAt(start - 1))) start--;
  while (start > 0 && !isSpace(text.charAt(start - 1))) start--;
  return start;
}

/** The start of the line that a place is in. */
export function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** The end of that line. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** The place one line up or down in the same column, or undefined where there is no such line. */
export function lineAcross(text: string, at: number, direction: -1 | 1): number | undefined {
  const start = lineStart(text, at);
  const other = direction < 0 ? start - 1 : lineEnd(text, at) + 1;
  if (other < 0 || other > text.length) return undefined;
  let column = [...graphemes.segment(text.slice(start, at))].length;
  const end = lineEnd(text, other);
  let place = lineStart(text, other);
  for (; column > 0 && place < end; column--) place = Math.min(nextBoundary(text, place), end);
  return boundaryFrom(text, place);
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}
