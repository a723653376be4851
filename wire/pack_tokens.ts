/** Many short tokens to few lines. */

import { utf8Length } from "./utf8.ts";

/**
 * Joins `tokens` by `separator` into texts of at most `maxBytes` of UTF-8 each, in order; a token longer than that stands
 * alone. NAMES, ISUPPORT and CAP LS are sent so.
 */
export function* packTokens(
  tokens: Iterable<string>,
  maxBytes: number,
  separator = " ",
): Generator<string> {
  const gap = utf8Length(separator);
  let packed = "";
  // Of `packed` and a separator after it.
  let bytes = 0;
  for (const token of tokens) {
    const size = utf8Length(token);
    if (packed !== "" && bytes + size > maxBytes) {
      yield packed;
      packed = "";
      bytes = 0;
    }
    packed += packed === "" ? token : separator + token;
    bytes += size + gap;
  }
  if (packed !== "") yield packed;
}
