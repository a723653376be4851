/** Escape sequences that a terminal sends: where one ends, and what it says. */

import type { Key } from "./key.ts";

/** The longest sequence that is looked at; of a longer one only the end is waited for. */
export const maxSequenceLength = 1024;

/** Where a sequence at the start of a text ends. */
export type SequenceEnd =
  | { readonly kind: "whole"; readonly length: number }
  /** It is broken off there; what follows is no part of it. */
  | { readonly kind: "broken"; readonly length: number }
  | { readonly kind: "open" };

/** What a whole sequence says: a key by its chord, or something that is no key. */
export type SequenceMeaning = { readonly kind: "chord"; readonly chord: string } | Key;

// The marks of modifyOtherKeys, CSI u and cursor keys: one more than the sum of these.
const shiftBit = 1;
const altBit = 2;
const ctrlBit = 4;

const cursorKeys: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  M: "enter",
};

const numberedKeys: Readonly<Record<string, string>> = {
  1: "home",
  3: "delete",
  4: "end",
  5: "pageUp",
  6: "pageDown",
  7: "home",
  8: "end",
};

const codedKeys: Readonly<Record<number, string>> = {
  8: "backspace",
  9: "tab",
  10: "enter",
  13: "enter",
  27: "escape",
  127: "backspace",
};

/**
 * Finds the end of the sequence behind the ESC that `text` starts with, by the grammar of
 * https://ecma-international.org/publications-and-standards/standards/ecma-48/ 5.4 and 5.6.
 */
export function findSequenceEnd(text: string): SequenceEnd {
  const kind = text.charAt(1);
  if (kind === "") return { kind: "open" };
  if (kind === "[") return findControlEnd(text);
  if (kind === "O") return findEnd(text, 2, /[0-9]/, /[ -~]/);
  return "]PX^_".includes(kind) ? findStringEnd(text) : { kind: "whole", length: 2 };
}

/** Says which key, or which answer of the terminal, a whole sequence is; `body` stands behind its ESC. */
export function readSequence(body: string, isMeta: boolean): SequenceMeaning | undefined {
  if (body.startsWith("]11;")) return readBackground(body);
  if (body === "[I" || body === "[O") return { kind: "focus", isFocused: body === "[I" };
  const key = chordOf(body, isMeta ? altBit : 0);
  if (key === undefined) return undefined;
  const { bits, name } = key;
  // A letter with no more than Shift is text, whatever form it comes in.
  const isText = (bits & ~shiftBit) === 0 && [...name].length === 1;
  if (isText) return { kind: "text", text: bits === shiftBit ? name.toUpperCase() : name };
  const marks = [
    bits & ctrlBit ? "C-" : "",
    bits & altBit ? "M-" : "",
    bits & shiftBit ? "S-" : "",
  ];
  return { kind: "chord", chord: marks.join("") + name };
}

function findControlEnd(text: string): SequenceEnd {
  // F1 to F5 of a Linux console, keys with Shift of rxvt, and a mouse of old have their own form.
  if (text.startsWith("\x1b[[")) return findLength(text, 4);
  const shifted = /^[0-9]+\$/.exec(text.slice(2, 8));
  if (shifted !== null) return { kind: "whole", length: 2 + shifted[0].length };
  if (text.startsWith("\x1b[M")) return findLength(text, 6);
  return findEnd(text, 2, /[ -?]/, /[@-~]/);
}

function findLength(text: string, length: number): SequenceEnd {
  return text.length < length ? { kind: "open" } : { kind: "whole", length };
}

function findEnd(text: string, start: number, inside: RegExp, last: RegExp): SequenceEnd {
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (inside.test(character)) continue;
    return last.test(character)
      ? { kind: "whole", length: at + 1 }
      : { kind: "broken", length: at };
  }
  return { kind: "open" };
}

/** A string of the terminal ends with ST or BEL; another control character is a key that somebody pressed. */
function findStringEnd(text: string): SequenceEnd {
  for (let at = 2; at < text.length; at++) {
    const character = text.charAt(at);
    if (character >= " " && character !== "\x7f") continue;
    if (character === "\x07") return { kind: "whole", length: at + 1 };
    if (character !== "\x1b") return { kind: "broken", length: at };
    if (at + 1 === text.length) return { kind: "open" };
    return text.charAt(at + 1) === "\\"
      ? { kind: "whole", length: at + 2 }
      : { kind: "broken", length: at };
  }
  return { kind: "open" };
}

interface Chord {
  readonly name: string;
  readonly bits: number;
}

/** https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-PC-Style-Function-Keys and https://sw.kovidgoyal.net/kitty/keyboard-protocol/ */
function chordOf(body: string, extraBits: number): Chord | undefined {
  const found = /^([[O])([0-9;:]*)([A-Za-z~^$@])$/.exec(body);
  if (found === null) return undefined;
  const [, kind = "", given = "", last = ""] = found;
  const [first = "", marks = "", third = ""] = given.split(";");
  const [mark = "", event = ""] = (kind === "O" ? first : marks).split(":");
  // Kitty tells when a key is let go too.
  if (event === "3") return undefined;
  const bits = (Math.max(Number(mark), 1) - 1) & 7 | extraBits;
  if (last === "Z") return { name: "tab", bits: bits | shiftBit };
  if (last === "u") return codedChord(first, bits);
  if (last === "~" && first === "27") return codedChord(third, bits);
  if (/[~^$@]/.test(last)) return named(numberedKeys[first], bits | rxvtBits(last));
  if (/[a-d]/.test(last)) {
    const name = cursorKeys[last.toUpperCase()];
    return named(name, bits | (kind === "O" ? ctrlBit : shiftBit));
  }
  // Only the keypad's Enter is M, and only behind O.
  return kind === "[" && last === "M" ? undefined : named(cursorKeys[last], bits);
}

function rxvtBits(last: string): number {
  return (last === "^" || last === "@" ? ctrlBit : 0) |
    (last === "$" || last === "@" ? shiftBit : 0);
}

function named(name: string | undefined, bits: number): Chord | undefined {
  return name === undefined ? undefined : { name, bits };
}

function codedChord(given: string, bits: number): Chord | undefined {
  const code = Number(given.split(":")[0]);
  const name = codedKeys[code];
  if (name !== undefined) return { name, bits };
  // Keys without a character have codes of a private area; what lies beyond is none at all.
  const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xf8ff);
  if (!isCharacter || (code >= 0x80 && code < 0xa0)) return undefined;
  const character = String.fromCodePoint(code);
  return { name: bits & ctrlBit ? character.toLowerCase() : character, bits };
}

/** https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands: the answer to `OSC 11 ; ?`. */
function readBackground(body: string): Key | undefined {
  const parts = /^\]11;rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})/i.exec(body);
  if (parts === null) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) =>
    parseInt(part, 16) / (16 ** part.length - 1)
  );
  // https://www.itu.int/rec/R-REC-BT.601: how bright a colour looks.
  return { kind: "background", isDark: 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 };
}
