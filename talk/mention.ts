/** Whether a text names somebody. */

import { foldName } from "../wire/casemap.ts";

// Letters of nicks: a name within a longer one is another name.
const nickLetter = /[A-Za-z0-9_\-[\]\\`^{}|]/;
const letter = /[\p{L}\p{N}_]/u;

/** Says whether `text` has one of `words` in it, as a whole and in any case. Takes time in proportion to the text. */
export function isMentioned(text: string, words: readonly string[]): boolean {
  const folded = foldName(text).toLowerCase();
  return words.some((word) => word !== "" && hasWord(folded, foldName(word).toLowerCase()));
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (isEdge(text.charAt(at - 1)) && isEdge(text.charAt(at + word.length))) return true;
  }
  return false;
}

function isEdge(character: string): boolean {
  return character === "" || !(nickLetter.test(character) || letter.test(character));
}
