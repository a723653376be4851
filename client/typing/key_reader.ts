/** What a terminal sends while somebody types, to keys. */

import { type Key, keyOf } from "./key.ts";
import {
  findSequenceEnd,
  maxSequenceLength,
  readSequence,
  type SequenceMeaning,
} from "./terminal_sequence.ts";

/** Switches bracketed paste on, so that a pasted line end is told from Enter. */
export const enablePaste = "\x1b[?2004h";
/** Switches it off again. */
export const disablePaste = "\x1b[?2004l";

/** After so long without more the caller calls `flush`: an ESC that came alone is the key. */
export const escapeWaitMs = 100;

/** The most of a paste that is held, in UTF-16 units. */
export const maxPasteLength = 256 * 1024;

const pasteStart = "[200~";
const pasteEnd = "\x1b[201~";
const loneEscapes: ReadonlySet<string> = new Set(["\x1b", "\x1b\x1b"]);
// Alt with a letter that starts a sequence too.
const boundToNothing: ReadonlySet<string> = new Set([..."]OPX^_"].map((letter) => `\x1b${letter}`));

/** Takes what a terminal sends, cut between any two characters, and gives keys. What is no key gives nothing. */
export class KeyReader {
  #rest = "";
  #paste: { text: string; isCut: boolean } | undefined;
  #isAfterCtrlX = false;

  /** Whether something has begun that `flush` may have to end. */
  get isWaiting(): boolean {
    return this.#rest !== "" && this.#paste === undefined;
  }

  /** Gives the keys that are complete; the start of a sequence waits for the next push. */
  push(text: string): readonly Key[] {
    const keys: Key[] = [];
    this.#rest += text;
    while (this.#rest !== "") {
      const length = this.#paste === undefined ? this.#takeKey(keys) : this.#takePaste(keys);
      if (length === 0) break;
      this.#rest = this.#rest.slice(length);
    }
    return keys;
  }

  /** Gives the ESC that has waited; longer starts go on waiting, so that a slow line shows no half of a key. */
  flush(): readonly Key[] {
    const keys: Key[] = [];
    if (this.#paste !== undefined) return keys;
    if (loneEscapes.has(this.#rest)) {
      for (const _ of this.#rest) this.#press("escape", keys);
      this.#rest = "";
    }
    if (boundToNothing.has(this.#rest)) this.#rest = "";
    return keys;
  }

  #takePaste(keys: Key[]): number {
    const { text, isCut } = this.#paste ?? { text: "", isCut: false };
    const end = this.#rest.indexOf(pasteEnd);
    const length = end < 0 ? this.#rest.length - startOfEnd(this.#rest) : end;
    const room = maxPasteLength - text.length;
    const whole = {
      text: text + this.#rest.slice(0, Math.min(length, room)),
      isCut: isCut || length > room,
    };
    this.#paste = end < 0 ? whole : undefined;
    if (end < 0) return length;
    keys.push({ kind: "paste", ...whole });
    return end + pasteEnd.length;
  }

  #takeKey(keys: Key[]): number {
    const first = this.#rest.charAt(0);
    if (first === "\x1b") return this.#takeEscape(keys);
    if (isControl(first)) {
      this.#press(controlChord(first), keys);
      return 1;
    }
    let end = 1;
    while (end < this.#rest.length && !isControl(this.#rest.charAt(end))) end++;
    this.#give({ kind: "text", text: this.#rest.slice(0, end) }, keys);
    return end;
  }

  #takeEscape(keys: Key[]): number {
    const [, second, third] = this.#rest;
    // Some send ESC before a sequence for Alt.
    const isMeta = second === "\x1b" && (third === "[" || third === "O");
    if (second === "\x1b" && !isMeta) {
      if (third === undefined) return 0;
      this.#press("escape", keys);
      return 1;
    }
    const extra = isMeta ? 1 : 0;
    const text = this.#rest.slice(extra);
    const end = findSequenceEnd(text);
    if (end.kind === "open") {
      this.#forgetLong(text);
      return 0;
    }
    if (end.kind === "broken") return extra + end.length;
    if (end.length === 2) return extra + this.#takeAlt(text, keys);
    const body = text.slice(1, end.length);
    if (body === pasteStart) this.#paste = { text: "", isCut: false };
    else this.#giveSaid(readSequence(body, isMeta), keys);
    return extra + end.length;
  }

  #giveSaid(said: SequenceMeaning | undefined, keys: Key[]): void {
    if (said?.kind === "chord") this.#press(said.chord, keys);
    else this.#give(said, keys);
  }

  #takeAlt(text: string, keys: Key[]): number {
    const character = String.fromCodePoint(text.codePointAt(1) ?? 0);
    const chord = isControl(character) ? controlChord(character) : character;
    this.#press(chord.startsWith("C-") ? `C-M-${chord.slice(2)}` : `M-${chord}`, keys);
    return 1 + character.length;
  }

  /** Keeps of a sequence without end no more than what tells where it ends. */
  #forgetLong(text: string): void {
    if (text.length <= maxSequenceLength) return;
    this.#rest = `${text.slice(0, 2)}?${text.endsWith("\x1b") ? "\x1b" : ""}`;
  }

  #press(chord: string, keys: Key[]): void {
    const key = (this.#isAfterCtrlX ? keyOf(`C-x ${chord}`) : undefined) ?? keyOf(chord);
    this.#give(key, keys);
    this.#isAfterCtrlX = chord === "C-x";
  }

  #give(key: Key | undefined, keys: Key[]): void {
    this.#isAfterCtrlX = false;
    if (key !== undefined) keys.push(key);
  }
}

/** Gives how many of the last characters may be the start of the end of a paste. */
function startOfEnd(text: string): number {
  let length = Math.min(text.length, pasteEnd.length - 1);
  while (length > 0 && !text.endsWith(pasteEnd.slice(0, length))) length--;
  return length;
}

function controlChord(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return "backspace";
  if (code === 0x09) return "tab";
  if (code === 0x0d) return "enter";
  return code < 0x20 ? `C-${String.fromCharCode(code + 0x40).toLowerCase()}` : "";
}

/** C0, DEL and C1. */
function isControl(character: string): boolean {
  return character < " " || (character >= "\x7f" && character < "\xa0");
}
