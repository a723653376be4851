/** Searching what was said, on the server: https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md */

import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import { formatTags } from "../wire/tags.ts";
import type { Page } from "./batches.ts";
import type { ClientEvent, Said, Stamp } from "./event.ts";
import { writeTime } from "./wire_time.ts";

/** What is looked for. */
export interface SearchQuestion {
  /** All of them are in what is found. */
  readonly words: string;
  /** Channel or nick; left out: everywhere. */
  readonly talk?: string | undefined;
  /** Nick of who said it. */
  readonly from?: string | undefined;
  /** Said before this, in milliseconds. */
  readonly beforeMs?: number | undefined;
  /** Said after this, in milliseconds. */
  readonly afterMs?: number | undefined;
}

const maxOpen = 5;
const maxFound = 100;
const maxAttributesLength = 400;

/** The answers come in the order of the questions. */
export class Searches {
  #open: SearchQuestion[] = [];

  /** Gives the line that asks; undefined where it can't be asked. */
  ask(question: SearchQuestion): string | undefined {
    const { words, talk, from, beforeMs, afterMs } = question;
    const attributes = new Map<string, string>();
    if (words !== "") attributes.set("text", words);
    if (talk !== undefined) attributes.set("in", talk);
    if (from !== undefined) attributes.set("from", from);
    for (const [name, timeMs] of [["before", beforeMs], ["after", afterMs]] as const) {
      if (timeMs !== undefined) attributes.set(name, writeTime(timeMs));
    }
    attributes.set("limit", String(maxFound));
    const text = formatTags(attributes);
    if (this.#open.length >= maxOpen || text.length > maxAttributesLength || text.includes("\0")) {
      return undefined;
    }
    this.#open.push(question);
    return formatMessage({ command: "SEARCH", params: [text] });
  }

  /** Takes an answer, with what it tells. */
  answered(
    { isWhole, messages }: Page,
    told: readonly ClientEvent[],
    stamp: Stamp,
  ): readonly ClientEvent[] {
    const question = this.#open.shift();
    if (question === undefined) return [];
    const said = told.filter((one): one is Said => one.kind === "said")
      .map((one): Said => ({ ...one, isOld: true }))
      .sort((one, other) => one.timeMs - other.timeMs);
    return [found(question, { said, isWhole: isWhole && messages.length < maxFound, stamp })];
  }

  /** A refusal has come; it is told beside what this gives. */
  refused({ command, params }: Message, stamp: Stamp): readonly ClientEvent[] {
    const about = command === "421" ? params[1] : command.toUpperCase() === "FAIL" ? params[0] : "";
    const question = about?.toUpperCase() === "SEARCH" ? this.#open.shift() : undefined;
    return question === undefined ? [] : [found(question, { said: [], isWhole: false, stamp })];
  }

  /** The connection is broken. */
  lose(stamp: Stamp): readonly ClientEvent[] {
    const open = this.#open;
    this.#open = [];
    return open.map((question) => found(question, { said: [], isWhole: false, stamp }));
  }
}

function found(
  { words, talk }: SearchQuestion,
  { said, isWhole, stamp }: { said: readonly Said[]; isWhole: boolean; stamp: Stamp },
): ClientEvent {
  return { kind: "found", ...stamp, words, talk, said, isWhole };
}
