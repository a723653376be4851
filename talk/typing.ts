/** Tells others that we type: https://ircv3.net/specs/client-tags/typing */

import { foldName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import { keepLast } from "./bounded.ts";
import { isSendableWord } from "./reply_tags.ts";

/** How far a text is: being typed, left alone for a while, or taken away. */
export type TypingState = "active" | "paused" | "done";

/** What was told last. */
interface Told {
  readonly state: TypingState;
  /** When `active` was told last. */
  readonly activeMs: number;
}

// They are told again while somebody goes on, for others forget after twice this time.
const pauseMs = 3000;
const maxTalks = 50;

/** Says no more than others need. */
export class Typing {
  readonly #told = new Map<string, Told>();

  /** Gives the line to send, if one is due. */
  tell(talk: string, state: TypingState, nowMs: number): readonly string[] {
    const key = foldName(talk);
    const last = this.#told.get(key) ?? { state: "done", activeMs: -Infinity };
    const isDue = state === "active"
      ? Math.abs(nowMs - last.activeMs) >= pauseMs
      : last.state !== "done" && last.state !== state;
    if (!isDue || !isSendableWord(talk)) return [];
    const activeMs = state === "active" ? nowMs : last.activeMs;
    keepLast(this.#told, { key, value: { state, activeMs }, most: maxTalks });
    return [
      formatMessage({ tags: new Map([["+typing", state]]), command: "TAGMSG", params: [talk] }),
    ];
  }

  /** Something was said there: whoever was told that we type knows. */
  said(talk: string): void {
    this.#told.delete(foldName(talk));
  }

  /** The connection is broken. */
  clear(): void {
    this.#told.clear();
  }
}
