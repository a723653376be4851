/** Slow mode of a channel: how much each who has no rank may say in it. */

import { ownerOf, type User } from "./user.ts";
import { type Series, WindowCounter } from "./window_counter.ts";

/** So many messages in so much time. */
export interface Pace {
  /** From 1 on. */
  readonly messages: number;
  /** From the first of them on. */
  readonly seconds: number;
}

/** Most messages that a pace may have. */
export const maxPaceMessages = 100;

/** Longest time that a pace may have, in seconds: an hour. */
export const maxPaceSeconds = 3_600;

/** Most people of a channel who are counted; beyond that those who began first are forgotten. */
const maxCounted = 10_000;

/** Reads `messages:seconds`; undefined where it is none. */
export function readPace(text: string): Pace | undefined {
  const [, messages = "", seconds = ""] = /^([0-9]{1,3}):([0-9]{1,4})$/.exec(text) ?? [];
  const pace = { messages: Number(messages), seconds: Number(seconds) };
  const isPace = pace.messages >= 1 && pace.messages <= maxPaceMessages &&
    pace.seconds >= 1 && pace.seconds <= maxPaceSeconds;
  return isPace ? pace : undefined;
}

/** Writes a pace as it is read. */
export function formatPace({ messages, seconds }: Pace): string {
  return `${messages}:${seconds}`;
}

/** Counts what is said. Whoever has an account is one by all its connections. */
export class SlowMode {
  /** How much each may say. */
  readonly pace: Pace;
  readonly #said: WindowCounter;

  /** Nobody has said anything. */
  constructor(pace: Pace) {
    this.pace = pace;
    this.#said = new WindowCounter({ windowMs: pace.seconds * 1_000, maxNames: maxCounted });
  }

  /** How long `user` must wait, in milliseconds; 0 where it need not. Changes nothing. */
  waitMs(user: User, nowMs: number): number {
    const owner = ownerOf(user);
    const isDue = this.#said.count(owner, nowMs) >= this.pace.messages;
    return isDue ? this.#said.restMs(owner, nowMs) : 0;
  }

  /** For `apply`: `user` has said something. */
  add(user: User, nowMs: number): void {
    this.#said.add(ownerOf(user), nowMs);
  }

  /** What was counted, by owner. */
  get said(): Iterable<readonly [owner: string, series: Series]> {
    return this.#said.all;
  }

  /** Goes on from what was counted elsewhere. */
  restore(said: Iterable<readonly [owner: string, series: Series]>): void {
    this.#said.restore(said);
  }
}
