/** The line that is being typed, and the lines typed before. */

import type { Key, KeyName } from "./keys.ts";
import { hideSecret, isSecretInput } from "../talk/secret_input.ts";

/** What a key did. */
export type Outcome =
  | { readonly kind: "edited" }
  /** Enter: the lines that were typed; more than one where they were pasted. */
  | { readonly kind: "entered"; readonly lines: readonly string[] }
  /** Ctrl-C, or Ctrl-D on an empty line. */
  | { readonly kind: "left" }
  | { readonly kind: "redraw" };

const maxLength = 16 * 1024;
const maxHistory = 200;
const edited: Outcome = { kind: "edited" };

/** A line with a cursor in it, moved by whole characters as people see them. */
export class LineEditor {
  #text = "";
  #cursor = 0;
  #history: string[] = [];
  // Where Up and Down are; what was typed before stays at the end of the list meanwhile.
  #at = 0;
  #draft = "";

  /** What is typed; a pasted line end is a `\n` in it. */
  get text(): string {
    return this.#text;
  }

  /** What is typed as it may be seen: as long, with stars for a password. */
  get shown(): string {
    return this.#text.split("\n").map(hideSecret).join("\n");
  }

  /** Where the cursor is, in UTF-16 units. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Gives text back to be typed on; false where something else is being typed. */
  restore(text: string): boolean {
    if (this.#text !== "") return false;
    this.#insert(text);
    return true;
  }

  /** Takes a key. */
  press(key: Key): Outcome {
    if (key.kind !== "press") {
      this.#insert(key.text);
      return edited;
    }
    switch (key.name) {
      case "enter":
        return { kind: "entered", lines: this.#enter() };
      case "interrupt":
        return { kind: "left" };
      case "endOfInput":
        if (this.#text === "") return { kind: "left" };
        this.#cut(this.#cursor, this.#next());
        return edited;
      case "redraw":
        return { kind: "redraw" };
      default:
        this.#edit(key.name);
        return edited;
    }
  }

  #edit(name: Exclude<KeyName, "enter" | "interrupt" | "endOfInput" | "redraw">): void {
    switch (name) {
      case "backspace":
        return this.#cut(this.#previous(), this.#cursor);
      case "delete":
        return this.#cut(this.#cursor, this.#next());
      case "killToStart":
        return this.#cut(0, this.#cursor);
      case "killToEnd":
        return this.#cut(this.#cursor, this.#text.length);
      case "killWord":
        return this.#cut(this.#previousWord(), this.#cursor);
      case "left":
        return this.#moveTo(this.#previous());
      case "right":
        return this.#moveTo(this.#next());
      case "wordLeft":
        return this.#moveTo(this.#previousWord());
      case "wordRight":
        return this.#moveTo(this.#nextWord());
      case "home":
        return this.#moveTo(0);
      case "end":
        return this.#moveTo(this.#text.length);
      case "up":
        return this.#recall(this.#at - 1);
      case "down":
        return this.#recall(this.#at + 1);
    }
  }

  #insert(text: string): void {
    const room = maxLength - this.#text.length;
    const clean = cleaned(text).slice(0, Math.max(room, 0));
    this.#text = this.#text.slice(0, this.#cursor) + clean + this.#text.slice(this.#cursor);
    this.#cursor += clean.length;
  }

  #enter(): readonly string[] {
    const lines = this.#text.split("\n").filter((line) => line !== "");
    const isKept = lines.length > 0 && !lines.some(isSecretInput);
    if (isKept && this.#history.at(-1) !== this.#text) this.#history.push(this.#text);
    if (this.#history.length > maxHistory) this.#history.shift();
    this.#text = "";
    this.#cursor = 0;
    this.#draft = "";
    this.#at = this.#history.length;
    return lines;
  }

  #recall(at: number): void {
    if (at < 0 || at > this.#history.length) return;
    if (this.#at === this.#history.length) this.#draft = this.#text;
    this.#at = at;
    this.#text = this.#history[at] ?? this.#draft;
    this.#cursor = this.#text.length;
  }

  #cut(start: number, end: number): void {
    this.#text = this.#text.slice(0, start) + this.#text.slice(end);
    this.#cursor = start;
  }

  #moveTo(cursor: number): void {
    this.#cursor = cursor;
  }

  #previous(): number {
    let start = 0;
    for (const { index } of graphemes.segment(this.#text.slice(0, this.#cursor))) start = index;
    return start;
  }

  #next(): number {
    for (const { segment } of graphemes.segment(this.#text.slice(this.#cursor))) {
      return this.#cursor + segment.length;
    }
    return this.#cursor;
  }

  #previousWord(): number {
    return Math.max(this.#text.slice(0, this.#cursor).search(/\S+\s*$/), 0);
  }

  #nextWord(): number {
    const found = /^\s*\S+/.exec(this.#text.slice(this.#cursor));
    return found === null ? this.#text.length : this.#cursor + found[0].length;
  }
}

/** Takes out what can't be seen; line ends of all kinds become one. */
function cleaned(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").replaceAll("\t", " ");
  // deno-lint-ignore no-control-regex -- control characters are what is to be taken out
  return lines.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, "");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
