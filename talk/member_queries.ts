/** Who of a channel is away, and whose account they have: asked when we come in: https://ircv3.net/specs/extensions/whox */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import type { BareEvent } from "./bare_event.ts";
import { isSendableWord } from "./reply_tags.ts";

/** Of a channel with more members than this nobody is asked about: servers make such answers dear. */
export const maxAskedMembers = 500;

// Tells the answers to our questions from those to our user's.
const token = "743";
const maxWaiting = 50;
// A server that says more than it was asked for is not believed.
const maxAnswers = 4 * maxAskedMembers;

/** Asks about one channel at a time. */
export class MemberQueries {
  #waiting: string[] = [];
  #asked: string | undefined;
  #answers = 0;

  /** Wants to know about the members of a channel. */
  want(channel: string): void {
    const isKnown = [this.#asked ?? "", ...this.#waiting].some((one) => isSameName(one, channel));
    if (isKnown || this.#waiting.length >= maxWaiting || !isSendableWord(channel)) return;
    this.#waiting.push(channel);
  }

  /** Gives the next question, if none is under way. */
  ask(): readonly string[] {
    if (this.#asked !== undefined) return [];
    this.#asked = this.#waiting.shift();
    this.#answers = 0;
    if (this.#asked === undefined) return [];
    return [formatMessage({ command: "WHO", params: [this.#asked, `%tnfa,${token}`] })];
  }

  /** Takes a message; undefined where it is no answer to ours. */
  receive({ command, params }: Message): readonly BareEvent[] | undefined {
    if (this.#asked === undefined) return undefined;
    const [, first = "", nick = "", flags = "", account = ""] = params;
    if (command === "315" && isSameName(first, this.#asked)) {
      this.#asked = undefined;
      return [];
    }
    if (command !== "354" || first !== token || params.length !== 5) return undefined;
    if (nick === "" || ++this.#answers > maxAnswers) return [];
    const events: BareEvent[] = [];
    if (flags.startsWith("G")) events.push({ kind: "away", who: nick, text: "" });
    // A zero stands for none.
    if (account !== "0" && account !== "") events.push({ kind: "identified", who: nick, account });
    return events;
  }

  /** The connection is broken. */
  clear(): void {
    this.#waiting = [];
    this.#asked = undefined;
  }
}
