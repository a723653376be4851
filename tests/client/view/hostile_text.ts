/** Texts that want to harm a screen. */

import { type Random, randomText } from "../../helpers/random.ts";

const pieces: readonly string[] = [
  ..."a|b |word|\n|\t|\x1b[31m|\x1b]0;title\x07|\x9b2J|\0|\x7f|\u0085|│|#chan".split("|"),
  ..."\u202e|\u2066|\u2069|\u200f|\u2028|\u200d|\ufe0f|\u0301|\u00ad|\ud800|\u0600".split("|"),
  ..."漢|、|\u3000|ｗｉｄｅ|😀|👩‍👩‍👧‍👦|🇩🇪|🇩|🏳️‍🌈|1️⃣|שלום|مرحبا|ﷺ|क्षि|ก็|ㅤ".split("|"),
  ..."\x02|\x034,12|\x0312|\x04ff0000|\x16|\x1f".split("|"),
  "https://example.org/a(b)c",
  "https://example.org/\x1b\\\x1b]8;;",
  `z${"\u0336".repeat(80)}`,
  "W".repeat(400),
  " ".repeat(30),
];

/** Makes one of so many pieces at most. */
export function hostileText(random: Random, most = 30): string {
  return randomText(random, pieces, most);
}
