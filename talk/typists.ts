/** Who types in a talk: https://ircv3.net/specs/client-tags/typing */

import { foldName } from "../wire/casemap.ts";
import type { TypingState } from "./typing.ts";

const activeMs = 6_000;
const pausedMs = 30_000;
const maxTypists = 100;

/** Those who type, each for as long as the specification says where nothing more is told. */
export class Typists {
  readonly #all = new Map<string, { readonly nick: string; readonly untilMs: number }>();

  /** Somebody types, or does not any more; says whether that changes who does. */
  note(nick: string, state: TypingState, nowMs: number): boolean {
    const key = foldName(nick);
    if (state === "done") return this.#all.delete(key);
    const isNew = !this.#all.has(key);
    if (isNew && this.#all.size >= maxTypists) return false;
    this.#all.set(key, { nick, untilMs: nowMs + (state === "active" ? activeMs : pausedMs) });
    return isNew;
  }

  /** Their nicks, in the order in which they began. */
  at(nowMs: number): readonly string[] {
    for (const [key, { untilMs }] of this.#all) if (untilMs <= nowMs) this.#all.delete(key);
    return [...this.#all.values()].map(({ nick }) => nick);
  }

  /** Nobody does. */
  clear(): void {
    this.#all.clear();
  }
}
