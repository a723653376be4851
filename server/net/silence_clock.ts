/** Who has said nothing yet. */

/** Somebody who is waited for. */
export interface Silent {
  /** Its time to speak first is over; it may have spoken, or left. */
  onSilence(): void;
}

interface Waiting {
  readonly silent: Silent;
  readonly dueMs: number;
}

/** Gives each who comes the same time to speak first. It has one timer for all, since thousands may come at once. */
export class SilenceClock {
  readonly #afterMs: number;
  #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `afterMs` is that time. */
  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** The time of somebody begins. */
  add(silent: Silent): void {
    this.#waiting.push({ silent, dueMs: performance.now() + this.#afterMs });
    this.#timer ??= setTimeout(() => this.#ring(), this.#afterMs);
  }

  /** Waits for nobody any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #ring(): void {
    const nowMs = performance.now();
    const found = this.#waiting.findIndex(({ dueMs }) => dueMs > nowMs);
    const count = found < 0 ? this.#waiting.length : found;
    const due = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    const [next] = this.#waiting;
    this.#timer = next && setTimeout(() => this.#ring(), next.dueMs - nowMs);
    for (const { silent } of due) silent.onSilence();
  }
}
