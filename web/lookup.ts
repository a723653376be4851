/** What the server was asked for besides talk, and what it has answered. */

import type { Conversation } from "../talk/conversation.ts";
import type { ClientEvent, ListedChannel, Said } from "../talk/event.ts";
import type { SearchQuestion } from "../talk/searches.ts";
import type { Step } from "../talk/step.ts";

/** What a search has brought. */
export interface Found {
  /** What was searched for. */
  readonly question: SearchQuestion;
  /** The newest first; undefined until the server answers. */
  readonly said: readonly Said[] | undefined;
  /** The server looked through everything. */
  readonly isWhole: boolean;
}

/** The last search, and the last list of channels. */
export class Lookup {
  readonly #conversation: Conversation;
  #found: Found | undefined;
  #listed: readonly ListedChannel[] | undefined;

  /** Asks by this conversation. */
  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** What the last search has brought. */
  get found(): Found | undefined {
    return this.#found;
  }

  /** The server's channels; undefined while it is asked. */
  get listed(): readonly ListedChannel[] | undefined {
    return this.#listed;
  }

  /** Searches. */
  search(question: SearchQuestion, nowMs: number): Step {
    this.#found = { question, said: undefined, isWhole: true };
    return this.#conversation.search({ ...question, nowMs });
  }

  /** Asks for all channels. */
  list(nowMs: number): Step {
    this.#listed = undefined;
    return this.#conversation.list(undefined, nowMs);
  }

  /** Takes what has happened: an answer may be among it. */
  take(event: ClientEvent): void {
    if (event.kind === "listed") this.#listed = event.channels;
    if (event.kind !== "found") return;
    const { words, talk, said, isWhole } = event;
    const question = this.#found?.question ?? { words, talk };
    this.#found = { question, said: said.toReversed(), isWhole };
  }
}
