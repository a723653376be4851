/** How many columns text takes on a terminal. */

import stringWidth from "string-width";

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
    { text: segment, width: textWidth(segment) }
  ));
}

/** Counts the columns of text that holds no control characters. */
export function textWidth(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
