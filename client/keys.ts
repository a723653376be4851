/** What a terminal sends while somebody types, to keys. */

/** Keys that do something. */
export type KeyName =
  | "enter"
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "wordLeft"
  | "wordRight"
  | "home"
  | "end"
  | "up"
  | "down"
  | "killToStart"
  | "killToEnd"
  | "killWord"
  | "interrupt"
  | "endOfInput"
  | "redraw";

/** One thing that was typed. A paste may come in several pieces. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "press"; readonly name: KeyName };

const controls: ReadonlyMap<string, KeyName> = new Map([
  ["\x01", "home"],
  ["\x02", "left"],
  ["\x03", "interrupt"],
  ["\x04", "endOfInput"],
  ["\x05", "end"],
  ["\x06", "right"],
  ["\x08", "backspace"],
  ["\n", "enter"],
  ["\x0b", "killToEnd"],
  ["\x0c", "redraw"],
  ["\r", "enter"],
  ["\x0e", "down"],
  ["\x10", "up"],
  ["\x15", "killToStart"],
  ["\x17", "killWord"],
  ["\x7f", "backspace"],
]);

// What follows ESC: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
const sequences: ReadonlyMap<string, KeyName> = new Map([
  ["[A", "up"],
  ["[B", "down"],
  ["[C", "right"],
  ["[D", "left"],
  ["[H", "home"],
  ["[F", "end"],
  ["OA", "up"],
  ["OB", "down"],
  ["OC", "right"],
  ["OD", "left"],
  ["OH", "home"],
  ["OF", "end"],
  ["[1~", "home"],
  ["[3~", "delete"],
  ["[4~", "end"],
  ["[7~", "home"],
  ["[8~", "end"],
  ["[1;3C", "wordRight"],
  ["[1;3D", "wordLeft"],
  ["[1;5C", "wordRight"],
  ["[1;5D", "wordLeft"],
  ["b", "wordLeft"],
  ["f", "wordRight"],
  ["\x7f", "killWord"],
]);

const pasteStart = "[200~";
const pasteEnd = "\x1b[201~";
const maxSequenceLength = 32;

/** Switches bracketed paste on, so that a pasted line end is told from Enter. */
export const enablePaste = "\x1b[?2004h";
/** Switches it off again. */
export const disablePaste = "\x1b[?2004l";

/** Takes what a terminal sends, cut anywhere, and gives keys. */
export class KeyReader {
  #rest = "";
  #isPasting = false;

  /** Gives the keys that are complete; the start of a sequence waits for the next push. */
  push(text: string): readonly Key[] {
    const keys: Key[] = [];
    this.#rest += text;
    while (this.#rest !== "") {
      const length = this.#isPasting ? this.#takePaste(keys) : this.#takeKey(keys);
      if (length === 0) break;
      this.#rest = this.#rest.slice(length);
    }
    return keys;
  }

  #takePaste(keys: Key[]): number {
    const end = this.#rest.indexOf(pasteEnd);
    this.#isPasting = end < 0;
    const length = end < 0 ? this.#rest.length - startOfEnd(this.#rest) : end;
    if (length > 0) keys.push({ kind: "paste", text: this.#rest.slice(0, length) });
    return end < 0 ? length : end + pasteEnd.length;
  }

  #takeKey(keys: Key[]): number {
    const first = this.#rest.charAt(0);
    if (first === "\x1b") return this.#takeSequence(keys);
    const name = controls.get(first);
    if (name !== undefined) keys.push({ kind: "press", name });
    if (isControl(first)) return 1;
    let end = 1;
    while (end < this.#rest.length && !isControl(this.#rest.charAt(end))) end++;
    keys.push({ kind: "text", text: this.#rest.slice(0, end) });
    return end;
  }

  #takeSequence(keys: Key[]): number {
    const length = sequenceLength(this.#rest);
    if (length === 0) return this.#rest.length > maxSequenceLength ? this.#rest.length : 0;
    const sequence = this.#rest.slice(1, length);
    const name = sequences.get(sequence);
    if (sequence === pasteStart) this.#isPasting = true;
    else if (name !== undefined) keys.push({ kind: "press", name });
    return length;
  }
}

/** Gives the length of the escape sequence that `text` starts with, or 0 while it is not complete. */
function sequenceLength(text: string): number {
  const kind = text.charAt(1);
  if (kind === "") return 0;
  if (kind === "O") return text.length < 3 ? 0 : 3;
  if (kind !== "[") return kind === "\x1b" ? 1 : 2;
  const end = text.slice(2).search(/[@-~]/);
  return end < 0 ? 0 : end + 3;
}

/** Gives how many of the last characters may be the start of the end of a paste. */
function startOfEnd(text: string): number {
  let length = Math.min(text.length, pasteEnd.length - 1);
  while (length > 0 && !text.endsWith(pasteEnd.slice(0, length))) length--;
  return length;
}

function isControl(character: string): boolean {
  return character < " " || character === "\x7f";
}
