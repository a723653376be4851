/** An end that is told beforehand: nobody comes any more, and who is here has time to leave. */

/** What is ended. */
export interface DrainOptions {
  /** Lets nobody connect any more; settles when that is so. */
  readonly closePorts: () => Promise<void>;
  /** Ends the server in good order. */
  readonly end: () => void;
}

/** How often is looked whether all have left. */
const lookMs = 250;

/** The way of a server to its end. */
export class Drain {
  readonly #options: DrainOptions;
  #closing: Promise<void> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  /** All may come yet. */
  constructor(options: DrainOptions) {
    this.#options = options;
  }

  /** Says whether the server is about to end. */
  get isDraining(): boolean {
    return this.#closing !== undefined;
  }

  /** Lets nobody in any more; settles when that is so. */
  closePorts(): Promise<void> {
    return this.#closing ??= this.#options.closePorts();
  }

  /** Lets nobody in any more, and ends when `isEmpty` or after so many seconds; said again, after these. */
  begin(seconds: number, isEmpty: () => boolean): void {
    this.closePorts().catch(() => {});
    this.stop();
    const endMs = performance.now() + seconds * 1000;
    this.#clock = setInterval(() => {
      if (!isEmpty() && performance.now() < endMs) return;
      this.stop();
      this.#options.end();
    }, lookMs);
  }

  /** Stops its clock, when the server ends. */
  stop(): void {
    clearInterval(this.#clock);
  }
}
