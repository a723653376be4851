/** Where each row of a long list is, though only those that can be seen are there to be measured. */

/** Rows from `first` up to, but without, `end`. */
export interface RowSpan {
  /** Index of the first row. */
  readonly first: number;
  /** Index of the row after the last one. */
  readonly end: number;
}

/** The heights of rows, measured or guessed; rows are known by their keys. */
export class RowHeights {
  readonly #guess: number;
  readonly #measured = new Map<string, number>();
  #keys: readonly string[] = [];
  #indexes = new Map<string, number>();
  // The top of each row, and behind them the bottom of the last one.
  #tops = new Float64Array(1);
  #isStale = false;

  /** `guess`: the height of a row that was never seen, in pixels. */
  constructor(guess: number) {
    this.#guess = guess;
  }

  /** Takes the rows as they are now, from top to bottom. The same array again costs nothing. */
  arrange(keys: readonly string[]): void {
    if (keys === this.#keys) return;
    this.#keys = keys;
    this.#indexes = new Map(keys.map((key, index) => [key, index]));
    this.#isStale = true;
    if (this.#measured.size <= 2 * keys.length + 1000) return;
    for (const key of this.#measured.keys()) {
      if (!this.#indexes.has(key)) this.#measured.delete(key);
    }
  }

  /** Takes a height; says whether it is another one than was thought. */
  measure(key: string, height: number): boolean {
    if (Math.abs((this.#measured.get(key) ?? this.#guess) - height) < 0.5) {
      this.#measured.set(key, height);
      return false;
    }
    this.#measured.set(key, height);
    this.#isStale = true;
    return true;
  }

  /** Height of all rows together. */
  get total(): number {
    return this.#top(this.#keys.length);
  }

  /** Where a row begins; undefined where there is no such row. */
  topOf(key: string): number | undefined {
    const index = this.#indexes.get(key);
    return index === undefined ? undefined : this.#top(index);
  }

  /** Where the row with this index begins; for the index after the last one, where all end. */
  topAt(index: number): number {
    return this.#top(Math.max(0, Math.min(index, this.#keys.length)));
  }

  /** The row at this distance from the top; undefined where there are no rows. */
  keyAt(y: number): string | undefined {
    return this.#keys[this.#indexAt(y)];
  }

  /** The rows that are seen from `top` to `bottom`, and as many more around as fit into `margin` pixels. */
  span(top: number, bottom: number, margin: number): RowSpan {
    const first = this.#indexAt(top - margin);
    const end = Math.min(this.#indexAt(bottom + margin) + 1, this.#keys.length);
    return { first, end };
  }

  /** By halves: the last row that begins at or above `y`. */
  #indexAt(y: number): number {
    let low = 0;
    let high = Math.max(this.#keys.length - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #top(index: number): number {
    if (this.#isStale) this.#add();
    return this.#tops[index] ?? 0;
  }

  #add(): void {
    const count = this.#keys.length;
    if (this.#tops.length < count + 1) this.#tops = new Float64Array(2 * count + 1);
    let top = 0;
    for (const [index, key] of this.#keys.entries()) {
      this.#tops[index] = top;
      top += this.#measured.get(key) ?? this.#guess;
    }
    this.#tops[count] = top;
    this.#isStale = false;
  }
}
