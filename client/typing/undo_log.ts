/** What a draft was before each change. */

import type { Draft } from "./draft.ts";

const maxDrafts = 200;
const maxTotalLength = 256 * 1024;

/** Bounded in steps and in what they hold; the oldest are forgotten first. */
export class UndoLog {
  #drafts: Draft[] = [];
  #totalLength = 0;

  /** Keeps what is about to be changed. */
  keep(draft: Draft): void {
    this.#drafts.push(draft);
    this.#totalLength += draft.text.length;
    while (this.#drafts.length > maxDrafts || this.#totalLength > maxTotalLength) {
      this.#totalLength -= this.#drafts.shift()?.text.length ?? 0;
    }
  }

  /** Takes the latest back, or undefined where there is none. */
  take(): Draft | undefined {
    const draft = this.#drafts.pop();
    this.#totalLength -= draft?.text.length ?? 0;
    return draft;
  }

  /** Forgets all. */
  clear(): void {
    this.#drafts = [];
    this.#totalLength = 0;
  }
}
