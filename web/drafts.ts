/** What is typed and not sent: kept in the tab, so that neither an accident nor another talk loses it. */

import { isSameName } from "../wire/casemap.ts";
import type { Piece } from "../talk/sender.ts";
import type { Kept } from "./kept.ts";
import { isCommandLike } from "./typed_commands.ts";

/** Something that is put into a field from elsewhere. */
export interface Given {
  /** In whose field. */
  readonly talk: string;
  /** What. */
  readonly text: string;
}

// Whoever pastes much where nothing may be said gets the beginning of it back.
const maxReturned = 16_000;

/** Texts by their talks. */
export class Drafts {
  readonly #kept: Kept;
  #given: Given | undefined;
  #returned: Given | undefined;
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

  /** Something could not be said; what else could not there stands before it. */
  giveBack({ to, text, manner }: Piece): void {
    const line = manner === "action" ? `/me ${text}` : text;
    const before = this.returned(to);
    const all = before === undefined ? line : `${before}\n${line}`;
    this.#returned = { talk: to, text: all.slice(0, maxReturned) };
  }

  /** What could not be said in a talk, to be put into its field again. */
  returned(talk: string): string | undefined {
    const { talk: where, text } = this.#returned ?? { talk: "", text: "" };
    return isSameName(where, talk) && text !== "" ? text : undefined;
  }

  /** It is in the field again, or is not wanted. */
  forgetReturned(): void {
    this.#returned = undefined;
  }

  /** It was entered. */
  enter(talk: string, text: string): void {
    this.#last = isCommandLike(text) ? undefined : text;
    this.keep(talk, "");
  }
}
