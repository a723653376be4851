/** What is typed and not sent: kept in the tab, so that neither an accident nor another talk loses it. */

import type { Kept } from "./kept.ts";
import { isCommandLike } from "./typed_commands.ts";

/** Something that is put into a field from elsewhere. */
export interface Given {
  /** A nick, or a text that could not be sent. */
  readonly kind: "mention" | "refused";
  /** In whose field. */
  readonly talk: string;
  /** What. */
  readonly text: string;
}

/** Texts by their talks. */
export class Drafts {
  readonly #kept: Kept;
  #given: Given | undefined;
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

  /** Is to be put into a field, as soon as that is there. */
  give(given: Given): void {
    this.#given = given;
  }

  /** What is to be put into the field of this talk, once. */
  take(talk: string): Given | undefined {
    const given = this.#given;
    if (given?.talk !== talk) return undefined;
    this.#given = undefined;
    return given;
  }

  /** It was entered. */
  enter(talk: string, text: string): void {
    this.#last = isCommandLike(text) ? undefined : text;
    this.keep(talk, "");
  }
}
