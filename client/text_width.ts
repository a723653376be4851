/** How many columns text takes on a terminal. */

import { eastAsianWidth } from "get-east-asian-width";
import { graphemes } from "../wire/segmenters.ts";

/** A piece of text that a terminal shows as one. */
export interface Cell {
  /** Its text. */
  readonly text: string;
  /** 0, 1 or 2 columns. */
  readonly width: number;
}

/** Cuts text into what a terminal shows as one. */
export function cells(text: string): readonly Cell[] {
  if (isPlain(text)) return Array.from(text, (letter) => ({ text: letter, width: 1 }));
  return Array.from(graphemes.segment(text), ({ segment }) => (
    { text: segment, width: cellWidth(segment) }
  ));
}

/** Counts the columns of text that holds no control characters. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += cellWidth(segment);
  return width;
}

/** Letters of Europe, and the lines and signs that a screen is drawn with: one column each, and none joins another. */
function isPlain(text: string): boolean {
  return /^[ -~\xa1-\xac\xae-\u02ff\u0400-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u2199\u2500-\u25fc]*$/
    .test(text);
}

/**
 * As `string-width` counts, which takes 22 ms to load. Emoji take two columns
 * (https://www.unicode.org/reports/tr51/#Display), a block of Hangul as many as its first letter, and of others all
 * letters count that are seen, up to one that is joined to what stands before.
 */
function cellWidth(cell: string): number {
  if (isPlain(cell)) return cell.length;
  if (/^[\p{Emoji_Presentation}--[\u{10000}-\u{10ffff}]]\ufe0e/v.test(cell)) return 1;
  if (/^(?:\p{RGI_Emoji}|\p{Regional_Indicator}|[\d#*]\ufe0f)/v.test(cell)) return 2;
  if (/\u200d\p{Extended_Pictographic}/v.test(cell)) return 2;
  let width = 0;
  for (const letter of cell) {
    if (letter === "\u200d") break;
    if (isSeen(letter)) width += eastAsianWidth(letter.codePointAt(0) ?? 0);
    if (width > 0 && /^[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb]/.test(cell)) break;
  }
  return width;
}

function isSeen(letter: string): boolean {
  return /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Enclosing_Mark}\p{Nonspacing_Mark}\p{Format}]/v
    .test(letter) || /[\u0600-\u0605\u06dd\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u.test(letter);
}
