/** Private talks of lately that this run knows only by name: what was said there is asked for, one after another. */

import { foldName } from "../wire/casemap.ts";
import { remember } from "./bounded.ts";
import type { Buffer } from "./buffer.ts";

const maxAsked = 1000;

/** Remembers which ones were asked for, so that a refusal is not asked for again. */
export class UnknownTalks {
  readonly #asked = new Set<string>();

  /** Gives the next one to ask for; none while an answer is awaited. */
  next(talks: readonly Buffer[]): Buffer | undefined {
    const people = talks.filter(({ kind }) => kind === "person");
    if (people.some(({ older }) => older === "asked")) return undefined;
    const found = people.find(({ name, entries, older }) =>
      entries.length === 0 && older === "some" && !this.#asked.has(foldName(name))
    );
    if (found !== undefined) remember(this.#asked, foldName(found.name), maxAsked);
    return found;
  }
}
