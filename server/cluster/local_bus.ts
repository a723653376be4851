/** The order of facts of a server that stands alone. */

import type { Bus, Subscriber } from "../core/bus.ts";
import type { Fact, Origin } from "../core/facts.ts";

/** What no fact may come before. */
export interface LastFact {
  /** No later fact has this key or a smaller one. */
  readonly key: number;
  /** No later fact has an earlier time, in milliseconds. */
  readonly timeMs: number;
}

/** Gives the next number and calls the subscriber at once. */
export class LocalBus implements Bus {
  /** See `Bus`. */
  readonly obstacle: undefined = undefined;
  /** See `Bus`. */
  readonly isPast: boolean = false;
  readonly #nowMs: () => number;
  readonly #subscriber: Subscriber;
  #lastKey: number;
  #lastTimeMs: number;

  /** `nowMs` may go back, as clocks do; the times of facts do not. Goes on after `last`. */
  constructor(nowMs: () => number, subscriber: Subscriber, last: LastFact) {
    this.#nowMs = nowMs;
    this.#subscriber = subscriber;
    this.#lastKey = last.key;
    this.#lastTimeMs = last.timeMs;
  }

  /** Places `fact` and has it applied before it returns. */
  publish(fact: Fact, origin: Origin | undefined): void {
    this.#lastTimeMs = Math.max(this.#lastTimeMs, this.#nowMs());
    this.#subscriber({ key: ++this.#lastKey, timeMs: this.#lastTimeMs, fact, origin });
  }
}
