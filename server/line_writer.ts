/** Lines to a stream that may stop taking them. */

import type { Writer } from "./net/outbox.ts";

/** Most characters that may wait. */
const maxWaiting = 1024 * 1024;

/**
 * Writes lines in order, without ever making its caller wait.
 *
 * Where the stream does not take them (a pipe that nobody reads, a terminal that was stopped) lines are dropped above a
 * bound, and their number is told when it goes on.
 */
export class LineWriter {
  readonly #stream: Writer;
  readonly #droppedLine: (count: number) => string;
  #waiting = "";
  #dropped = 0;
  #writing: Promise<void> | undefined;

  /** Writes to `stream`, such as `Deno.stderr`; `droppedLine` tells with its end how many lines are missing. */
  constructor(stream: Writer, droppedLine: (count: number) => string) {
    this.#stream = stream;
    this.#droppedLine = droppedLine;
  }

  /** Takes a whole line with its end. */
  write(line: string): void {
    if (this.#waiting.length + line.length > maxWaiting) {
      this.#dropped++;
      return;
    }
    this.#waiting += line;
    this.#writing ??= this.#drain();
  }

  /** Settles when all is written, or can't be. */
  async flushed(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    // Lines of one turn leave as one write.
    await Promise.resolve();
    try {
      while (this.#waiting !== "") {
        let bytes = encoder.encode(this.#waiting);
        this.#waiting = "";
        while (bytes.length > 0) bytes = bytes.subarray(await this.#stream.write(bytes));
        if (this.#dropped > 0) this.#waiting += this.#droppedLine(this.#dropped);
        this.#dropped = 0;
      }
    } catch {
      // Whoever read it has gone; the server goes on without.
      this.#waiting = "";
    }
    this.#writing = undefined;
  }
}

const encoder = new TextEncoder();
