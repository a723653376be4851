/** What was typed and is not done yet. */

const maxEntries = 10_000;
const maxLength = 4 * 1024 * 1024;

/** Lines as they were entered, several together where they were pasted; in order. */
export class Entered {
  readonly #entries: (readonly string[])[] = [];
  #length = 0;

  /** Says whether nothing waits. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Says whether so much waits that no more is to be taken. */
  get isFull(): boolean {
    return this.#entries.length >= maxEntries || this.#length >= maxLength;
  }

  /** All lines that wait. */
  get lines(): readonly string[] {
    return this.#entries.flat();
  }

  /** What is to be done next. */
  get first(): readonly string[] | undefined {
    return this.#entries[0];
  }

  /** Takes what was entered; the caller asks `isFull` before. */
  push(lines: readonly string[]): void {
    this.#entries.push(lines);
    this.#length += lengthOf(lines);
  }

  /** The first entry is done, or being done. */
  shift(): void {
    this.#length -= lengthOf(this.#entries.shift() ?? []);
  }
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
