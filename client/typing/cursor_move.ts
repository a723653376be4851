/** Keys that only move the cursor. */

import {
  lineAcross,
  lineEnd,
  lineStart,
  nextBoundary,
  nextWordEnd,
  previousBoundary,
  previousWordStart,
} from "./boundaries.ts";
import type { Draft } from "./draft.ts";
import type { KeyName } from "./key.ts";

/** Where a key leads, or undefined where it does something else. */
export function cursorMove(name: KeyName, { text, cursor }: Draft): number | undefined {
  switch (name) {
    case "left":
      return previousBoundary(text, cursor);
    case "right":
      return nextBoundary(text, cursor);
    case "wordLeft":
      return previousWordStart(text, cursor);
    case "wordRight":
      return nextWordEnd(text, cursor);
    case "home":
      return lineStart(text, cursor);
    case "end":
      return lineEnd(text, cursor);
    case "up":
      return lineAcross(text, cursor, -1);
    case "down":
      return lineAcross(text, cursor, 1);
    default:
      return undefined;
  }
}
