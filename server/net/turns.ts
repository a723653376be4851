/** Turns of the event loop, for who has more to do than others should wait for. */

/** The runtime may go on for so long without looking at its sockets. */
const busyMs = 4;

/** A timer so short lets it look: there is nothing to do until it is due. */
const lookMs = 1;

/**
 * Gives turns.
 *
 * Deno's runtime (2.9.6) runs what is ready, `setImmediate` up to 61 times, before it looks again at what has come to sockets:
 * with 16 KiB of lines in each of these turns others would wait for seconds.
 */
export class Turns {
  #waiting: (() => void)[] = [];
  #lookedAtMs = -Infinity;

  /** Calls `goOn` in a later turn, all that wait in the same one; from time to time not before others were looked at. */
  next(goOn: () => void): void {
    this.#waiting.push(goOn);
    if (this.#waiting.length === 1) setImmediate(() => this.#pass());
  }

  /** The timer begins when what has come is handled: were it due by then, nothing would be looked at. */
  #pass(): void {
    if (performance.now() - this.#lookedAtMs < busyMs) this.#goOn();
    else setTimeout(() => this.#look(), lookMs);
  }

  #look(): void {
    this.#lookedAtMs = performance.now();
    this.#goOn();
  }

  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }
}
