/** How long the server takes: from what we say to its echo. */

import type { ClientEvent } from "../talk/event.ts";

const maxWaiting = 100;

/** Watches what a conversation tells. Pure. */
export class Lag {
  readonly #saidMs = new Map<string, number>();
  #lagMs: number | undefined;

  /** In milliseconds; undefined while nobody knows. */
  get lagMs(): number | undefined {
    return this.#lagMs;
  }

  /** Takes what was told now. */
  follow(events: readonly ClientEvent[], nowMs: number): void {
    for (const event of events) {
      if (event.kind === "saying" && this.#saidMs.size < maxWaiting) {
        this.#saidMs.set(event.once, nowMs);
      } else if (event.kind === "said" && event.once !== undefined && event.isOwn) {
        const saidMs = this.#saidMs.get(event.once);
        if (saidMs !== undefined) this.#lagMs = nowMs - saidMs;
        this.#saidMs.delete(event.once);
      } else if (event.kind === "unsaid") this.#saidMs.delete(event.once);
    }
  }

  /** The connection is broken: what waits for an echo waits for another one. */
  lose(): void {
    this.#saidMs.clear();
    this.#lagMs = undefined;
  }
}
