/** The words of a message, for the index and for who searches it. */

/** Most words of one message that are found by. */
const maxWords = 300;

/** Colours and styles of mIRC: https://modern.ircdocs.horse/formatting */
const formatting =
  // deno-lint-ignore no-control-regex -- these are meant
  /\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

/** How the text of /me begins. */
const action = "\x01ACTION ";

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/**
 * Cuts a text into words as its language writes them, each once, without case and diacritics.
 *
 * FTS5's own tokenizers do not find a word in a text without spaces.
 */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const word of cut(plainText(text))) {
    if (words.size === maxWords) break;
    words.add(word);
  }
  return words;
}

/** A text without colours and styles, which may change within a word. */
function plainText(text: string): string {
  const said = text.startsWith(action) ? text.slice(action.length) : text;
  return said.replace(formatting, "");
}

function* cut(text: string): Generator<string> {
  // Most texts are ASCII, where the segmenter would take ten times as long to find the same.
  // deno-lint-ignore no-control-regex -- all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(text)) {
    yield* text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    return;
  }
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) yield* fold(segment).match(/[\p{L}\p{N}]+/gu) ?? [];
  }
}

function fold(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * What the index has besides a line's words, so that one log's lines are found among millions. The private-use characters
 * in front can be in no word.
 */
export function logWord(log: number, kind: number): string {
  return `\uE000${log}x${kind}`;
}

/** What the index has for a line's sender. */
export function senderWord(nick: string): string {
  const codes = [...nick.toLowerCase()].map((letter) => letter.codePointAt(0)?.toString(16));
  return `\uE001${codes.join("x")}`;
}
