/** Rows as they were drawn last, for as long as what they show is held by somebody. */

interface Kept {
  readonly key: string;
  readonly rows: readonly string[];
}

/** Messages do not change, they are replaced: each has its rows until it is drawn otherwise. */
export class RowCache {
  readonly #kept = new WeakMap<object, Kept>();

  /** Gives the rows of `shown`, made anew where `key` is not that of the last time. */
  take(shown: object, key: string, make: () => readonly string[]): readonly string[] {
    const kept = this.#kept.get(shown);
    if (kept?.key === key) return kept.rows;
    const rows = make();
    this.#kept.set(shown, { key, rows });
    return rows;
  }
}
