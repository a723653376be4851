/** A message while it is written: its text, and what is offered to go on with. */

import type { Buffer } from "../talk/buffer.ts";
import type { Candidate, Completion, Typed } from "../talk/completion.ts";
import type { Completer } from "./completer.ts";
import type { Room } from "./room.ts";

/** What could be put in. */
export interface Offer {
  /** What fits, the best first. */
  readonly candidates: readonly Candidate[];
  /** The one that Enter takes. */
  readonly at: number;
  /** What it is put in place of. */
  readonly replacement: Completion["replacement"];
}

const mostOffered = 8;

/** In one talk; whoever draws it is told of each change. */
export class Composing {
  readonly #room: Room;
  readonly #buffer: Buffer;
  readonly #redraw: () => void;
  #text: string;
  #offer: Offer | undefined;
  #cursor: number | undefined;
  #completer: Completer | undefined;

  /** Begins with what was typed there before. */
  constructor(room: Room, buffer: Buffer, redraw: () => void) {
    this.#room = room;
    this.#buffer = buffer;
    this.#redraw = redraw;
    this.#text = room.drafts.of(buffer.name);
  }

  /** What is written. */
  get text(): string {
    return this.#text;
  }

  /** What is offered. */
  get offer(): Offer | undefined {
    return this.#offer;
  }

  /** Where the cursor is to be put, once. */
  takeCursor(): number | undefined {
    const cursor = this.#cursor;
    this.#cursor = undefined;
    return cursor;
  }

  /** What could not be said here, and waits while something else is written. */
  get returned(): string | undefined {
    return this.#room.drafts.returned(this.#buffer.name);
  }

  /** Puts that behind what is written. */
  putBack(): void {
    const text = [this.#text, this.returned ?? ""].filter((part) => part !== "").join("\n");
    this.#room.drafts.forgetReturned();
    this.#cursor = text.length;
    this.#set(text);
  }

  /** Puts in what was given from elsewhere; says whether anything was. */
  receive(): boolean {
    const { drafts } = this.#room;
    if (this.#text === "" && this.returned !== undefined) {
      this.putBack();
      return false;
    }
    const given = drafts.take(this.#buffer.name);
    if (given === undefined) return false;
    const before = this.#text === "" || this.#text.endsWith(" ") ? this.#text : `${this.#text} `;
    const text = before + given.text + (before === "" ? ": " : " ");
    this.#cursor = text.length;
    this.#set(text);
    return true;
  }

  /** Takes what is in the field now. */
  change(typed: Typed): void {
    const named = this.#completer?.emojiAt(typed);
    if (named !== undefined) this.#replace(typed.text, named);
    else this.#set(typed.text);
    this.#offer = undefined;
    if (named === undefined && asksForOffer(typed)) void this.#suggest(typed, false);
  }

  /** Puts something that was offered in. */
  put({ text }: Candidate): void {
    if (this.#offer === undefined) return;
    this.#replace(this.#text, { ...this.#offer.replacement, text });
    this.#offer = undefined;
    this.#redraw();
  }

  /** Nothing is offered any more. */
  dismiss(): void {
    this.#offer = undefined;
    this.#redraw();
  }

  /** Sends it. */
  send(): void {
    if (this.#text.trim() === "") return;
    const text = this.#text;
    this.#text = "";
    this.#offer = undefined;
    this.#room.enter(text);
    this.#redraw();
  }

  /** Takes a key; says whether it meant something to us. */
  press({ key, shiftKey }: KeyboardEvent, typed: Typed): boolean {
    if (this.#offer !== undefined && this.#pressInOffer(key, this.#offer)) return true;
    if (key === "Enter" && !shiftKey) {
      this.send();
      return true;
    }
    if (key === "Tab" && !shiftKey && typed.text !== "") {
      void this.#suggest(typed, true);
      return true;
    }
    const { last } = this.#room.drafts;
    if (key !== "ArrowUp" || typed.text !== "" || last === undefined) return false;
    this.#set(last);
    this.#cursor = last.length;
    return true;
  }

  #pressInOffer(key: string, offer: Offer): boolean {
    const { candidates, at } = offer;
    const count = candidates.length;
    const candidate = candidates[at];
    if (key === "Escape") this.dismiss();
    else if ((key === "Enter" || key === "Tab") && candidate !== undefined) this.put(candidate);
    else if (key === "ArrowDown" || key === "ArrowUp") {
      this.#offer = { ...offer, at: (at + (key === "ArrowDown" ? 1 : count - 1)) % count };
      this.#redraw();
    } else return false;
    return true;
  }

  /** `isTab`: what alone fits is put in at once. */
  async #suggest(typed: Typed, isTab: boolean): Promise<void> {
    try {
      if (this.#completer === undefined) {
        const { Completer } = await import("./completer.ts");
        this.#completer ??= new Completer(this.#room, this.#buffer);
      }
      await this.#completer.prepare(typed.text);
    } catch {
      // Without a connection there are no names yet: the next letter asks again.
      return;
    }
    if (this.#text !== typed.text) return;
    const completion = this.#completer.complete(typed);
    const candidates = completion?.candidates.slice(0, mostOffered) ?? [];
    const [only] = candidates;
    if (completion === undefined || only === undefined) return;
    const word = typed.text.slice(completion.replacement.start, typed.cursor);
    const isWhole = candidates.length === 1 && only.text.trim() === word;
    if (isWhole && !isTab) return;
    const { start, end } = completion.replacement;
    this.#offer = { candidates, at: 0, replacement: { start, end, text: word } };
    if (isTab && candidates.length === 1) this.put(only);
    else this.#redraw();
  }

  #replace(text: string, { start, end, text: word }: Completion["replacement"]): void {
    this.#cursor = start + word.length;
    this.#set(text.slice(0, start) + word + text.slice(end));
  }

  #set(text: string): void {
    this.#text = text;
    this.#room.keepDraft(this.#buffer.name, text);
    this.#redraw();
  }
}

/** What begins with `@`, `:` or `/` says what it is; other words are completed by Tab alone. */
function asksForOffer({ text, cursor }: Typed): boolean {
  const word = text.slice(0, cursor).split(/\s/).at(-1) ?? "";
  return /^(?:@.|:[a-z0-9+-]{2})/i.test(word) || /^\/[a-z]*$/i.test(text);
}
