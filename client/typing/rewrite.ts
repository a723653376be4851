/** Changes of what stands at the cursor. */

import { lineEnd, lineStart, nextBoundary, nextWordEnd, previousBoundary } from "./boundaries.ts";
import type { Replacement } from "../../talk/completion.ts";
import type { Draft } from "./draft.ts";

/** The characters before and after the cursor in each other's place; at the end of a line its last two. */
export function transposed({ text, cursor }: Draft): Replacement | undefined {
  const middle = cursor === lineEnd(text, cursor) ? previousBoundary(text, cursor) : cursor;
  if (middle <= lineStart(text, cursor)) return undefined;
  const start = previousBoundary(text, middle);
  const end = nextBoundary(text, middle);
  return { start, end, text: text.slice(middle, end) + text.slice(start, middle) };
}

/** What is left of the word at the cursor, or the next, in another case. */
export function recased(
  { text, cursor }: Draft,
  manner: "upperCase" | "lowerCase" | "capitalize",
): Replacement {
  const end = nextWordEnd(text, cursor);
  const piece = text.slice(cursor, end);
  const lower = piece.toLowerCase();
  const capital = lower.replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase());
  const changed = { upperCase: piece.toUpperCase(), lowerCase: lower, capitalize: capital };
  return { start: cursor, end, text: changed[manner] };
}
