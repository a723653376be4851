/** Keys that cut what can be put in again. */

import {
  lineEnd,
  lineStart,
  nextBoundary,
  nextWordEnd,
  previousBoundary,
  previousSpaceEnd,
  previousWordStart,
} from "./boundaries.ts";
import type { Draft } from "./draft.ts";
import type { KeyName } from "./key.ts";

/** What is cut. */
export interface Span {
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** What a key cuts, or undefined where it does something else. At the edge of a line that is its end. */
export function killSpan(name: KeyName, { text, cursor }: Draft): Span | undefined {
  switch (name) {
    case "killToEnd": {
      const end = lineEnd(text, cursor);
      return { start: cursor, end: end === cursor ? nextBoundary(text, cursor) : end };
    }
    case "killToStart": {
      const start = lineStart(text, cursor);
      return { start: start === cursor ? previousBoundary(text, cursor) : start, end: cursor };
    }
    case "killToSpace":
      return { start: previousSpaceEnd(text, cursor), end: cursor };
    case "killWordBack":
      return { start: previousWordStart(text, cursor), end: cursor };
    case "killWord":
      return { start: cursor, end: nextWordEnd(text, cursor) };
    default:
      return undefined;
  }
}
