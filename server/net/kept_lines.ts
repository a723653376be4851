/** What senders are still to see of what they did: it waits until it is kept. https://ircv3.net/specs/extensions/echo-message */

import type { OutletGap } from "../core/session.ts";

/** One piece that waits. */
export interface WaitingPiece {
  /** Key of the last fact that must be kept. */
  readonly key: number;
  /** Its place among what the sender is sent. */
  readonly gap: OutletGap;
  /** What to send when all is kept. */
  readonly kept: Uint8Array;
  /** What to send after `kept` as an answer of unknown length. */
  readonly rest?: Iterator<Uint8Array>;
  /** Makes what to send when that has failed. */
  lost(): Uint8Array;
}

/** Pieces in the order of their keys; as many as fit into the backlog of what is to be kept. */
export class KeptLines {
  #waiting: WaitingPiece[] = [];
  #start = 0;
  #upToKey = 0;
  readonly #onWaiting: () => void;

  /** `onWaiting` is told that a piece waits. */
  constructor(onWaiting: () => void) {
    this.#onWaiting = onWaiting;
  }

  /** Adds a piece. Keys never go down. */
  add(piece: WaitingPiece): void {
    if (piece.key <= this.#upToKey) return piece.gap.fill(piece.kept, piece.rest);
    this.#waiting.push(piece);
    this.#onWaiting();
  }

  /** All facts up to `key` are kept, or those that were not yet never will be. */
  settle(key: number, isKept: boolean): void {
    this.#upToKey = key;
    for (; this.#start < this.#waiting.length; this.#start++) {
      const piece = this.#waiting[this.#start];
      if (piece === undefined || piece.key > key) break;
      if (isKept) piece.gap.fill(piece.kept, piece.rest);
      else piece.gap.fill(piece.lost());
    }
    if (this.#start < 1024 && this.#start < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#start);
    this.#start = 0;
  }
}
