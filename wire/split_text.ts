/** Long text to pieces that each fit into a message. */

import { graphemes } from "./segmenters.ts";
import { cutUtf8, exceedsUtf8 } from "./utf8.ts";

/**
 * Cuts `text` into pieces of at most `limit` bytes of UTF-8, in order: at the last space that fits (which is left out),
 * else between graphemes, and inside one only where it alone is too long.
 *
 * Callers bound `text` by the longest line they take. A `limit` of less than 4, as is left beside a name that is far too
 * long, counts as 4, so that any code point fits and there is an end.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const maxBytes = Math.max(limit, 4);
  const pieces: string[] = [];
  let rest = text;
  while (exceedsUtf8(rest, maxBytes)) {
    const window = cutUtf8(rest, maxBytes);
    // A space right after the window lets the whole window be a piece.
    const space = rest.lastIndexOf(" ", window.length);
    const end = space > 0 ? space : graphemeEnd(rest, window.length);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(space > 0 ? end + 1 : end);
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces;
}

/** Where the last grapheme ends that fits whole into the first `limit` units of `text`. */
function graphemeEnd(text: string, limit: number): number {
  let end = 0;
  // Two windows are enough to see where a grapheme that straddles the first one's end began.
  for (const { segment, index } of graphemes.segment(text.slice(0, limit * 2))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return end > 0 ? end : Math.max(limit, 1);
}
