/** Pieces of bytes as one. */

/**
 * Joins what leaves as one write.
 *
 * Those who read the same channel have the same pieces waiting when their turn comes, so the last result is kept: the
 * next one who asks for the same gets the same bytes, which nobody writes into.
 */
export class Joins {
  #pieces: readonly Uint8Array[] = [];
  #joined = new Uint8Array(0);

  /** Gives all of `pieces`, which are `size` bytes together and may not be changed afterwards. */
  join(pieces: readonly Uint8Array[], size: number): Uint8Array {
    if (this.#isSame(pieces)) return this.#joined;
    const joined = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    this.#pieces = pieces;
    this.#joined = joined;
    return joined;
  }

  /** Drops what is kept. */
  clear(): void {
    this.#pieces = [];
    this.#joined = new Uint8Array(0);
  }

  #isSame(pieces: readonly Uint8Array[]): boolean {
    if (pieces.length !== this.#pieces.length) return false;
    for (let index = 0; index < pieces.length; index++) {
      if (pieces[index] !== this.#pieces[index]) return false;
    }
    return true;
  }
}
