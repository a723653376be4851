/** Text to a stream of bytes, in order. */

/** What `Deno.stdout` and `Deno.stderr` are. */
export interface ByteSink {
  /** Writes some of the bytes and says how many. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Writes whole texts one after another, until the stream is closed by its reader. */
export class Output {
  readonly #sink: ByteSink;
  readonly #encoder = new TextEncoder();
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** Writes to `sink`. */
  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Nobody reads any more: nothing is written from now on. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Writes `text` after all that was given before; resolves when it is written, or never can be. */
  write(text: string): Promise<void> {
    this.#last = this.#last.then(() => this.#writeAll(this.#encoder.encode(text)));
    return this.#last;
  }

  /** Resolves when all that was given is written, or never can be. */
  flushed(): Promise<void> {
    return this.#last;
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    try {
      for (let rest = bytes; rest.length > 0 && !this.#isClosed;) {
        rest = rest.subarray(await this.#sink.write(rest));
      }
    } catch {
      // A closed pipe is how a reader says that it has seen enough.
      this.#isClosed = true;
    }
  }
}
