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
  // From this index on the tops have to be added up anew.
  #staleFrom = 0;

  /** `guess`: the height of a row that was never seen, in pixels. */
  constructor(guess: number) {
    this.#guess = guess;
  }

  /** Takes the rows as they are now, from top to bottom. What is but added at the end costs little. */
  arrange(keys: readonly string[]): void {
    const before = this.#keys;
    if (keys === before) return;
    let same = 0;
    while (same < keys.length && keys[same] === before[same]) same++;
    if (same < before.length) this.#indexes = new Map(keys.map((key, index) => [key, index]));
    else for (const [at, key] of keys.slice(same).entries()) this.#indexes.set(key, same + at);
    this.#keys = keys;
    this.#staleFrom = Math.min(this.#staleFrom, same);
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
    this.#staleFrom = Math.min(this.#staleFrom, this.#indexes.get(key) ?? Infinity);
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
    if (index > this.#staleFrom) this.#add();
    return this.#tops[index] ?? 0;
  }

  #add(): void {
    const count = this.#keys.length;
    if (this.#tops.length < count + 1) {
      const tops = new Float64Array(2 * count + 1);
      tops.set(this.#tops);
      this.#tops = tops;
    }
    let top = this.#tops[this.#staleFrom] ?? 0;
    for (let index = this.#staleFrom; index < count; index++) {
      this.#tops[index] = top;
      top += this.#measured.get(this.#keys[index] ?? "") ?? this.#guess;
    }
    this.#tops[count] = top;
    this.#staleFrom = count;
  }
}
