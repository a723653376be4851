/** What was entered before. No password comes in here: see `Draft`. */

import type { Draft } from "./draft.ts";

const maxEntries = 500;
const maxTotalLength = 256 * 1024;

/** Entries, the oldest first, and what they were changed to on the way through them. */
export class InputHistory {
  #entries: string[] = [];
  #totalLength = 0;
  // Behind the last entry stands what is being typed.
  #at = 0;
  #changed = new Map<number, Draft>();

  /** All entries, the oldest first. */
  get entries(): readonly string[] {
    return this.#entries;
  }

  /** Takes what was entered, once where it is the same as before, and goes to the end. */
  keep(text: string): void {
    if (text.trim() !== "" && this.#entries.at(-1) !== text) {
      this.#entries.push(text);
      this.#totalLength += text.length;
    }
    while (this.#entries.length > maxEntries || this.#totalLength > maxTotalLength) {
      this.#totalLength -= this.#entries.shift()?.length ?? 0;
    }
    this.leave();
  }

  /** Goes to the end and forgets what was changed. */
  leave(): void {
    this.#at = this.#entries.length;
    this.#changed.clear();
  }

  /** Goes `step` entries on, leaving `draft` where it was; gives what stands there, or undefined at an end. */
  move(step: -1 | 1, draft: Draft): Draft | undefined {
    const at = this.#at + step;
    if (at < 0 || at > this.#entries.length) return undefined;
    this.#changed.set(this.#at, draft);
    this.#at = at;
    const text = this.#entries[at] ?? "";
    return this.#changed.get(at) ?? { text, cursor: text.length, isSecret: false };
  }
}
