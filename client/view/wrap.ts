/** Spans to rows: broken at spaces, words that are too long between letters, links kept whole where they fit. */

import { cells } from "../text_width.ts";
import type { Span } from "./styled.ts";

/** How wide rows may be. */
export interface WrapWidth {
  /** The first one, in columns. */
  readonly first: number;
  /** All others. */
  readonly rest: number;
}

interface Glyph {
  readonly text: string;
  readonly width: number;
  readonly from: Span;
}

/** What stays on one row where it fits. */
interface Word {
  readonly glyphs: Glyph[];
  width: number;
  readonly isSpace: boolean;
}

// A row does not begin with these: https://www.w3.org/TR/jlreq/#characters_not_starting_a_line
const notFirst = /^[、。，．！？」』）］｝〉》】…ー]/u;

/** Wraps one line; gives one row at least. */
export function wrapSpans(spans: readonly Span[], { first, rest }: WrapWidth): readonly Span[][] {
  const rows: Glyph[][] = [];
  let row: Glyph[] = [];
  let room = first;
  const end = () => {
    rows.push(row);
    row = [];
    room = rest;
  };
  for (const word of wordsOf(spans)) {
    if (word.width > room && !word.isSpace && row.length > 0 && word.width <= rest) end();
    // What is left of a space at the end of a row would only indent the next one.
    if (word.isSpace && word.width > room) {
      end();
      continue;
    }
    for (const glyph of word.glyphs) {
      if (glyph.width > room && row.length > 0) end();
      if (glyph.width > room) continue;
      row.push(glyph);
      room -= glyph.width;
    }
  }
  if (row.length > 0 || rows.length === 0) end();
  return rows.map(joined);
}

function wordsOf(spans: readonly Span[]): readonly Word[] {
  const words: Word[] = [];
  let last: Word | undefined;
  for (const from of spans) {
    const isLink = from.href !== undefined;
    for (const { text, width } of cells(from.text)) {
      const glyph = { text, width, from };
      const isSpace = text === " ";
      // Between wide letters, which are words or syllables, a row may be broken.
      const canBreak = isSpace !== last?.isSpace ||
        (!isLink && !isSpace && !notFirst.test(text) &&
          (width > 1 || (last?.glyphs.at(-1)?.width ?? 0) > 1));
      if (last === undefined || canBreak) words.push(last = { glyphs: [], width: 0, isSpace });
      last.glyphs.push(glyph);
      last.width += width;
    }
  }
  return words;
}

function joined(glyphs: readonly Glyph[]): Span[] {
  const spans: Span[] = [];
  let from: Span | undefined;
  let text = "";
  const push = () => {
    if (from !== undefined && text !== "") spans.push({ ...from, text });
    text = "";
  };
  const end = glyphs.findLastIndex((glyph) => glyph.text !== " ") + 1;
  for (const glyph of glyphs.slice(0, end)) {
    if (glyph.from !== from) push();
    from = glyph.from;
    text += glyph.text;
  }
  push();
  return spans;
}
