/** The row in which somebody types: always one row, scrolled sideways where the text is longer. */

import { cells, textWidth } from "./text_width.ts";

/** What is to be shown. */
export interface PromptContent {
  /** Stands in front of what is typed. */
  readonly prompt: string;
  /** What is typed. */
  readonly text: string;
  /** Where the cursor is in `text`. */
  readonly cursor: number;
  /** How wide the terminal is. */
  readonly columns: number;
}

/** A row, and where its cursor goes. */
export interface PromptRow {
  /** The row, narrower than the terminal so that it never wraps. */
  readonly row: string;
  /** Column of the cursor, from 0. */
  readonly column: number;
}

const more = "…";
const lineEnd = "⏎";

/** Lays the row out. */
export function layPrompt({ prompt, text, cursor, columns }: PromptContent): PromptRow {
  const label = shortened(prompt, Math.floor(columns / 3));
  const labelWidth = textWidth(label);
  const room = Math.max(columns - 1 - labelWidth, 2);
  const before = textWidth(shown(text.slice(0, cursor)));
  // Half a page at a time, so that there is something to be seen on both sides of the cursor.
  const half = Math.max(Math.floor(room / 2), 1);
  const skipped = before < room ? 0 : (Math.floor(before / half) - 1) * half;
  const shownFrom = skipped > 0 ? skipped + textWidth(more) : 0;
  let row = skipped > 0 ? more : "";
  let at = 0;
  for (const { text: piece, width } of cells(shown(text))) {
    const start = at;
    at += width;
    if (at - skipped > room) break;
    if (start >= shownFrom) row += piece;
    // The half of a wide character that the mark leaves over is a gap.
    else if (at > shownFrom) row += " ";
  }
  return { row: label + row, column: labelWidth + before - skipped };
}

function shown(text: string): string {
  return text.replaceAll("\n", lineEnd);
}

function shortened(prompt: string, maxWidth: number): string {
  if (textWidth(prompt) <= maxWidth) return prompt;
  let short = "";
  for (const { text } of cells(prompt)) {
    if (textWidth(short + text + more) + 2 > maxWidth) break;
    short += text;
  }
  return `${short}${more}> `;
}
