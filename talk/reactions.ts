/** What we think of messages, until the server has passed it on: https://ircv3.net/specs/client-tags/react */

import { foldName, isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Tags } from "../wire/tags.ts";
import { keepLast } from "./bounded.ts";
import type { ClientEvent } from "./event.ts";
import { isSendableWord, replyTags } from "./reply_tags.ts";
import { onceTag } from "./sender.ts";

/** One reaction of ours. */
export interface Reacting {
  /** Channel or nick. */
  readonly talk: string;
  /** Id of the message. */
  readonly target: string;
  /** Mostly one emoji. */
  readonly text: string;
  /** It is taken back. */
  readonly isTakenBack: boolean;
}

interface Pending extends Reacting {
  readonly once: string;
}

const maxPending = 100;
const maxTextLength = 100;

/** Those that came back from no server go out again over the next connection: to be told twice changes nothing. */
export class Reactions {
  readonly #pending = new Map<string, Pending>();
  readonly #newOnce: () => string;

  /** `newOnce` gives each one a name that no other one has. */
  constructor(newOnce: () => string) {
    this.#newOnce = newOnce;
  }

  /** Gives the line to send. `isEchoed`: the server tells us what it has passed on. */
  react(reacting: Reacting, isEchoed: boolean): readonly string[] {
    const { talk, target, text } = reacting;
    const isSound = isSendableWord(talk) && isSendableWord(target) && text !== "" &&
      text.length <= maxTextLength && !text.includes("\0");
    if (!isSound) return [];
    const pending = { ...reacting, once: this.#newOnce() };
    if (isEchoed) {
      keepLast(this.#pending, { key: keyOf(reacting), value: pending, most: maxPending });
    }
    return [lineOf(pending)];
  }

  /** Gives all that are to be sent once more, over a new connection. */
  again(): readonly string[] {
    return [...this.#pending.values()].map(lineOf);
  }

  /** A reaction has come, in a message with these tags: one of ours is settled by its name, or by what it is. */
  settle(event: ClientEvent, nick: string, tags: Tags): void {
    if (event.kind !== "reacted") return;
    const once = tags.get(onceTag);
    for (const [key, pending] of this.#pending) {
      const isSame = key === keyOf(event) && pending.isTakenBack === event.isTakenBack &&
        isSameName(event.who, nick);
      if (pending.once === once || isSame) this.#pending.delete(key);
    }
  }

  /** The server does not pass reactions on there. */
  refused(words: readonly string[]): void {
    for (const [key, { talk }] of this.#pending) {
      if (words.some((word) => isSameName(word, talk))) this.#pending.delete(key);
    }
  }
}

function keyOf({ talk, target, text }: Reacting): string {
  return `${foldName(talk)} ${target} ${text}`;
}

function lineOf({ talk, target, text, isTakenBack, once }: Pending): string {
  const name = isTakenBack ? "+draft/unreact" : "+draft/react";
  const tags = new Map([[onceTag, once], [name, text], ...replyTags(target)]);
  return formatMessage({ tags, command: "TAGMSG", params: [talk] });
}
