/** Pieces of bytes in order. */

import type { Joins } from "./joins.ts";

/** What waits for one reader. Mostly that is one piece, for which no list is made: there may be thousands of readers. */
export class PieceQueue {
  #only: Uint8Array | undefined;
  /** All of them, where there are several. */
  #several: Uint8Array[] | undefined;

  /** How many there are. */
  get length(): number {
    if (this.#several !== undefined) return this.#several.length;
    return this.#only === undefined ? 0 : 1;
  }

  /** Adds one at the end. */
  push(bytes: Uint8Array): void {
    if (this.#several !== undefined) this.#several.push(bytes);
    else if (this.#only === undefined) this.#only = bytes;
    else this.#keep([this.#only, bytes]);
  }

  /** Adds one in front of all. */
  unshift(bytes: Uint8Array): void {
    this.#keep([bytes, ...this.#all()]);
  }

  /** Takes the first ones, of `maxBytes` together, but one at least; undefined where there is none. One is given as it is. */
  take(maxBytes: number, joins: Joins): Uint8Array | undefined {
    const several = this.#several;
    if (several === undefined) {
      const only = this.#only;
      this.#only = undefined;
      return only;
    }
    const { count, size } = fitting(several, maxBytes);
    this.#keep(several.slice(count));
    const [first] = several;
    return count === 1 ? first : joins.join(several.slice(0, count), size);
  }

  /** Drops all but the first `count`, which is 0 or 1; gives how many bytes are left. */
  cut(count: 0 | 1): number {
    this.#keep(this.#all().slice(0, count));
    return this.#only?.length ?? 0;
  }

  #all(): readonly Uint8Array[] {
    return this.#several ?? (this.#only === undefined ? [] : [this.#only]);
  }

  #keep(pieces: Uint8Array[]): void {
    this.#several = pieces.length > 1 ? pieces : undefined;
    this.#only = pieces.length > 1 ? undefined : pieces[0];
  }
}

function fitting(
  pieces: readonly Uint8Array[],
  maxBytes: number,
): { readonly count: number; readonly size: number } {
  let count = 0;
  let size = 0;
  for (const { length } of pieces) {
    if (count > 0 && size + length > maxBytes) break;
    count++;
    size += length;
  }
  return { count, size };
}
