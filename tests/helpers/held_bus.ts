/** A bus that can hold facts back, as a stream of many servers does. */

import type { Bus } from "../../server/core/bus.ts";
import type { Fact, Origin } from "../../server/core/facts.ts";

/** Passes facts on at once, or on demand. */
export class HeldBus implements Bus {
  /** See `Bus`. */
  obstacle: string | undefined = undefined;
  /** See `Bus`. */
  readonly isPast: boolean = false;
  /** While it holds, facts wait for `release`. */
  holds = false;
  readonly #next: Bus;
  readonly #waiting: { readonly fact: Fact; readonly origin: Origin | undefined }[] = [];

  /** Facts go on to `next`. */
  constructor(next: Bus) {
    this.#next = next;
  }

  /** How many facts wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** See `Bus`. */
  publish(fact: Fact, origin: Origin | undefined): void {
    if (this.holds) this.#waiting.push({ fact, origin });
    else this.#next.publish(fact, origin);
  }

  /** Passes on the oldest `count` facts. */
  release(count: number): void {
    for (const { fact, origin } of this.#waiting.splice(0, count)) {
      this.#next.publish(fact, origin);
    }
  }
}
