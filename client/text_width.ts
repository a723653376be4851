/** How many columns text takes on a terminal. */

/** A piece of text that a terminal shows as one. */
export interface Cell {
  /** Its text. */
  readonly text: string;
  /** 0, 1 or 2 columns. */
  readonly width: number;
}

/** Cuts text into what a terminal shows as one. */
export function cells(text: string): readonly Cell[] {
  return Array.from(graphemes.segment(text), ({ segment }) => (
    { text: segment, width: widthOf(segment) }
  ));
}

/** Counts the columns of text that holds no control characters. */
export function textWidth(text: string): number {
  // deno-lint-ignore no-control-regex -- a range of all ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  return cells(text).reduce((sum, { width }) => sum + width, 0);
}

function widthOf(grapheme: string): number {
  if (wide.test(grapheme)) return 2;
  return unseen.test(grapheme) ? 0 : 1;
}

// East Asian Wide and Fullwidth in their blocks (https://www.unicode.org/reports/tr11/), and emoji.
const wide = new RegExp(
  "^(?:[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff" +
    "\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{17000}-\\u{18aff}\\u{1b000}-\\u{1b2ff}" +
    "\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation}|\\p{Emoji}\\ufe0f)",
  "u",
);
const unseen = /^[\p{M}\p{Cf}\u115f\u1160]+$/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
