/** Which part of a talk one looks at: its end, a row of it, or a part of its past. */

import type { Buffer } from "../talk/buffer.ts";
import { timeOf } from "../talk/entry_stamp.ts";
import type { ClientEvent, Said } from "../talk/event.ts";
import type { Network } from "../talk/network.ts";
import type { Step } from "../talk/step.ts";

/** In the talk that is in front; `Room` alone changes it. */
export class Sight {
  readonly #network: Network;
  #target: { readonly key: string | undefined } | undefined;
  #found: string | undefined;
  #sought: Said | undefined;
  #isAtEnd = true;

  /** In the talks of this network. */
  constructor(network: Network) {
    this.#network = network;
  }

  /** A part of the past, where one looks at that. */
  get past(): Buffer | undefined {
    return this.#network.buffers.past;
  }

  /** A row that is to be shown, or without a key the end. */
  get target(): { readonly key: string | undefined } | undefined {
    return this.#target;
  }

  /** The row that was asked for, for as long as it is lit. */
  get found(): string | undefined {
    return this.#found;
  }

  /** The server is asked for a message. */
  get isSeeking(): boolean {
    return this.#sought !== undefined;
  }

  /** Whether one sees the end of the talk. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** Looks at the end, whatever comes. */
  reset(): void {
    this.#network.buffers.leavePast();
    this.#target = undefined;
    this.#found = undefined;
    this.#sought = undefined;
    this.#isAtEnd = true;
  }

  /** Shows a row, or (undefined) the end. */
  show(key: string | undefined): void {
    if (key === undefined && this.past !== undefined) return this.reset();
    this.#target = { key };
    this.#found = key;
  }

  /** What was lit is lit no more. */
  forgetFound(): void {
    this.#found = undefined;
  }

  /** Shows a message of a talk: at once where it is there, else as soon as the server has told what is around it. */
  seek(talk: string, said: Said, nowMs: number): Step {
    const there = this.#network.buffers.message(talk, said.id);
    if (there !== undefined) {
      this.show(`${there.number}`);
      return { send: [], events: [] };
    }
    this.#sought = said;
    return this.#network.openPast(talk, said, nowMs);
  }

  /** Takes what has happened; false where what is sought will not come. */
  take(event: ClientEvent): boolean {
    const sought = this.#sought;
    if (event.kind !== "past" || event.way !== "around" || sought?.id !== event.mark.id) {
      return true;
    }
    this.#sought = undefined;
    const { past } = this;
    // It may be gone from the server: then what stands nearest to where it was is shown.
    const entries = past?.entries ?? [];
    const same = entries.find((entry) => entry.kind === "said" && entry.said.id === sought?.id);
    const nearest = same ?? entries.findLast((entry) => timeOf(entry) <= event.mark.timeMs);
    const row = nearest ?? entries[0];
    if (row !== undefined) this.show(`${row.number}`);
    return same !== undefined;
  }

  /** Asks for what comes before or after what is shown; undefined where that is under way, or nothing comes. */
  more(way: "before" | "after", talk: string, nowMs: number): Step | undefined {
    const { past } = this;
    const shown = past ?? this.#network.buffers.find(talk);
    if (shown?.[way === "before" ? "older" : "newer"] !== "some") return undefined;
    if (past !== undefined) return this.#network.extendPast(way, nowMs);
    return way === "before" ? this.#network.loadOlder(talk, nowMs) : undefined;
  }

  /** One sees the last row, or no longer. */
  setAtEnd(isAtEnd: boolean): void {
    if (isAtEnd && this.past !== undefined) this.reset();
    else this.#isAtEnd = isAtEnd;
  }
}
