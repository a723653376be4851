/** Patterns of words in a text: `*` stands for any run of characters, `?` for one. */

/** Longest stretch between two `*` that may hold a `?`, in characters: one bit of a number for each. */
const maxLooseLength = 31;

/** Says whether `pattern` can be looked for: it has a character of its own, and no long stretch with a `?` in it. */
export function isTextPattern(pattern: string): boolean {
  return /[^*?]/.test(pattern) &&
    pattern.split("*").every((part) => !part.includes("?") || [...part].length <= maxLooseLength);
}

/**
 * Says whether a part of `text` fits `pattern`; both are compared as they are, so fold them first.
 *
 * Each stretch between two `*` is looked for once, behind the one before it, so that hostile patterns and texts cost one
 * pass over the text and no more.
 */
export function hasMatch(text: string, pattern: string): boolean {
  let at = 0;
  for (const part of pattern.split("*")) {
    at = part.includes("?") ? endOfLoose(text, part, at) : endOf(text, part, at);
    if (at < 0) return false;
  }
  return true;
}

function endOf(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at < 0 ? -1 : at + part.length;
}

/** Shift-And: bit n of `state` says that the characters just read fit the first n + 1 of the part. */
function endOfLoose(text: string, part: string, from: number): number {
  const chars = [...part];
  const bitsOf = (char: string) =>
    chars.reduce((bits, each, at) => each === char || each === "?" ? bits | (1 << at) : bits, 0);
  const known = new Map(chars.map((char) => [char.codePointAt(0) ?? 0, bitsOf(char)]));
  const other = bitsOf("?");
  const last = 1 << (chars.length - 1);
  let state = 0;
  for (let at = from; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    state = ((state << 1) | 1) & (known.get(code) ?? other);
    if ((state & last) !== 0) return at;
  }
  return -1;
}
