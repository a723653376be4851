/** What names look like, whatever letters they are made of. */

import { foldName } from "../../wire/casemap.ts";

/**
 * Characters of nicks that can be taken for others, in the spirit of https://www.unicode.org/reports/tr39/#Confusable_Detection.
 * Nicks are ASCII and their case does not count, so `i` stands for `I` too, which looks like `l`.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "i": "l",
  "|": "l",
  "m": "rn",
  "w": "vv",
};

/** Gives the same text for names that look alike. */
export function skeletonOf(name: string): string {
  return foldName(name).replace(/[01i|mw]/g, (letter) => lookAlikes[letter] ?? letter);
}
