/** What is typed and not sent: kept in the tab, so that neither an accident nor another talk loses it. */

import type { Kept } from "./kept.ts";
import { isCommandLike } from "./typed_commands.ts";

/** Texts by their talks. */
export class Drafts {
  readonly #kept: Kept;
  #last: string | undefined;

  /** Keeps them there. */
  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** What was entered last, to be entered again. */
  get last(): string | undefined {
    return this.#last;
  }

  /** What is typed in a talk. */
  of(talk: string): string {
    return this.#kept.get(`draft ${talk}`) ?? "";
  }

  /** Keeps it, unless there may be a password in it. */
  keep(talk: string, text: string): void {
    this.#kept.set(`draft ${talk}`, isCommandLike(text) ? "" : text);
  }

  /** It was entered. */
  enter(talk: string, text: string): void {
    this.#last = isCommandLike(text) ? undefined : text;
    this.keep(talk, "");
  }
}
