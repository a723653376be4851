/** The order of facts of a server that stands alone. */

import type { Bus, Subscriber } from "../core/bus.ts";
import type { Fact, Origin } from "../core/facts.ts";

/** Gives the next number and calls the subscriber at once. */
export class LocalBus implements Bus {
  readonly #nowMs: () => number;
  readonly #subscriber: Subscriber;
  #lastKey = 0;
  #lastTimeMs = 0;

  /** `nowMs` may go back, as clocks do; the times of facts do not. */
  constructor(nowMs: () => number, subscriber: Subscriber) {
    this.#nowMs = nowMs;
    this.#subscriber = subscriber;
  }

  /** Places `fact` and has it applied before it returns. */
  publish(fact: Fact, origin: Origin | undefined): void {
    this.#lastTimeMs = Math.max(this.#lastTimeMs, this.#nowMs());
    this.#subscriber({ key: ++this.#lastKey, timeMs: this.#lastTimeMs, fact, origin });
  }
}
