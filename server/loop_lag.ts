/** How long whoever wants something of the server waits for what it does at the time. */

import { type LatencyFigures, LatencyHistogram } from "./core/latency_histogram.ts";

/** A stop that is shorter is met by chance only; more often would keep an idle machine awake. */
const lookMs = 250;

/** Measures how late its timer is. Ends with `stop`. */
export class LoopLag {
  readonly #lags = new LatencyHistogram();
  #timer: ReturnType<typeof setTimeout>;

  /** Begins. */
  constructor() {
    this.#timer = this.#wait();
  }

  /** How late it was each time. */
  figures(): LatencyFigures {
    return this.#lags.figures();
  }

  /** Ends. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(): ReturnType<typeof setTimeout> {
    const dueMs = performance.now() + lookMs;
    return setTimeout(() => {
      this.#lags.add(Math.max(0, performance.now() - dueMs));
      this.#timer = this.#wait();
    }, lookMs);
  }
}
