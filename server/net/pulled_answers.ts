/** Answers of unknown length, which are made only as fast as they are taken. */

/** Answers that wait for their turn, one after the other. */
export class PulledAnswers {
  #waiting: Iterator<Uint8Array>[] = [];
  #onPulled: (() => void) | undefined;

  /** Says whether there is more to pull. */
  get isPulling(): boolean {
    return this.#waiting.length > 0;
  }

  /** Adds one. */
  add(pieces: Iterator<Uint8Array>): void {
    this.#waiting.push(pieces);
  }

  /** Gives the next piece that is not empty; undefined when there is no more. Throws what making it throws. */
  pull(): Uint8Array | undefined {
    for (;;) {
      const [answer] = this.#waiting;
      if (answer === undefined) break;
      const next = answer.next();
      if (next.done) this.#waiting.shift();
      else if (next.value.length > 0) return next.value;
    }
    this.#settle();
    return undefined;
  }

  /** Drops all. */
  drop(): void {
    this.#waiting = [];
    this.#settle();
  }

  /** Settles when there is no more to pull. One caller at a time. */
  pulled(): Promise<void> {
    if (!this.isPulling) return Promise.resolve();
    return new Promise((resolve) => this.#onPulled = resolve);
  }

  #settle(): void {
    const settle = this.#onPulled;
    this.#onPulled = undefined;
    settle?.();
  }
}
