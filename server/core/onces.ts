/** Messages that their senders want relayed once only, however often a lost connection makes them send them. */

import { foldName } from "../../wire/casemap.ts";
import type { Tags } from "../../wire/tags.ts";

/** The tag that holds an id of 128 random bits: 22 characters of base64url. */
export const onceTag = "+chat/once";

/** So many are known; beyond that the oldest are forgotten, and a message sent again after that is relayed again. */
const maxOnces = 100_000;

/** A message as it was first sent. */
export interface FirstSending {
  /** Its fact's place in the order. */
  readonly key: number;
  /** Its fact's time, in milliseconds. */
  readonly timeMs: number;
}

/** Ids of messages with where they are. */
export class Onces {
  readonly #sendings = new Map<string, FirstSending>();

  /** Finds a message that was sent before. */
  find(id: string): FirstSending | undefined {
    return this.#sendings.get(id);
  }

  /** All that are known, from the oldest on. */
  get all(): Iterable<readonly [id: string, sending: FirstSending]> {
    return this.#sendings;
  }

  /** For `apply`, and for what was kept before the start. */
  add(id: string, sending: FirstSending): void {
    this.#sendings.set(id, sending);
    if (this.#sendings.size <= maxOnces) return;
    const [oldest = ""] = this.#sendings.keys();
    this.#sendings.delete(oldest);
  }

  /** Forgets the messages after one key and up to another: they could not be kept, and are to be sent again. */
  forget(afterKey: number, upToKey: number): void {
    for (const [id, { key }] of this.#sendings) {
      if (key > afterKey && key <= upToKey) this.#sendings.delete(id);
    }
  }
}

/**
 * Gives the id under which a message to `target` is known, if it has one. Nobody else knows it before it is relayed, and
 * its sender may come back under another nick while the old one is still there.
 */
export function onceId(target: string, tags: Tags): string | undefined {
  const value = tags.get(onceTag);
  if (value === undefined || !/^[A-Za-z0-9_-]{22}$/.test(value)) return undefined;
  return `${foldName(target)} ${value}`;
}
