/** What waits behind a place that is still to be filled. */

import type { OutletGap } from "../core/session.ts";

/** A place that is kept; "undefined" until it is filled. */
interface Gap {
  bytes: Uint8Array | undefined;
}

/** So much that has gone is kept before it is cut off, since under a steady stream there is always a gap. */
const maxGone = 1024;

/** Pieces in order, of which those before the first open gap may go. Its owner bounds how many there are. */
export class GapQueue {
  #entries: (Uint8Array | Gap)[] = [];
  #start = 0;

  /** How many pieces and gaps wait. */
  get length(): number {
    return this.#entries.length - this.#start;
  }

  /** Adds a piece that must wait. */
  push(bytes: Uint8Array): void {
    this.#entries.push(bytes);
  }

  /** Adds a gap; `onFilled` is called when it is filled, unless all was dropped before. */
  leave(onFilled: (bytes: Uint8Array, rest: Iterator<Uint8Array> | undefined) => void): OutletGap {
    const gap: Gap = { bytes: undefined };
    this.#entries.push(gap);
    return {
      fill: (bytes, rest) => {
        gap.bytes = bytes;
        if (this.#entries.length > 0) onFilled(bytes, rest);
      },
    };
  }

  /** Hands over what stands before the first open gap. */
  letGo(take: (bytes: Uint8Array) => void): void {
    for (; this.#start < this.#entries.length; this.#start++) {
      const entry = this.#entries[this.#start];
      const bytes = entry instanceof Uint8Array ? entry : entry?.bytes;
      if (bytes === undefined) break;
      if (bytes.length > 0) take(bytes);
    }
    if (this.length > 0 && this.#start < maxGone) return;
    this.#entries = this.#entries.slice(this.#start);
    this.#start = 0;
  }

  /** Drops all. */
  clear(): void {
    this.#entries = [];
    this.#start = 0;
  }
}
