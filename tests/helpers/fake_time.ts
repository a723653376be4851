/** Timers that fire when a test says so. */

interface Timer {
  readonly atMs: number;
  readonly call: () => void;
}

/** Stands in for the timers of this thread until the end of its scope. */
export class FakeTime implements Disposable {
  readonly #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  readonly #timers = new Map<number, Timer>();
  #nowMs = 0;
  #lastId = 0;

  /** From now on no timer fires by itself. */
  constructor() {
    const set = (call: () => void, ms = 0): number => {
      this.#timers.set(++this.#lastId, { atMs: this.#nowMs + ms, call });
      return this.#lastId;
    };
    Object.assign(globalThis, {
      setTimeout: set,
      clearTimeout: (id: number) => void this.#timers.delete(id),
    });
  }

  /** Lets time pass. */
  passes(ms: number): void {
    this.#nowMs += ms;
    for (const [id, { atMs, call }] of [...this.#timers]) {
      if (atMs > this.#nowMs) continue;
      this.#timers.delete(id);
      call();
    }
  }

  /** See `Disposable`. */
  [Symbol.dispose](): void {
    Object.assign(globalThis, this.#real);
  }
}
