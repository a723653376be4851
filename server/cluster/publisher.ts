/** Gets facts into the stream: in their order, each once, however often the link to NATS is lost meanwhile. */

import type { Publication } from "./stream_messages.ts";

/** What became of sending one. */
export type PublishOutcome =
  | { readonly kind: "placed" }
  /** Nobody knows whether it is in the stream; sent again, it is taken once only. */
  | { readonly kind: "unknown"; readonly text: string }
  /** The stream does not take it. */
  | { readonly kind: "refused"; readonly text: string };

/** What a publisher works with. */
export interface PublisherOptions {
  /** Sends one. Never rejects. */
  readonly send: (publication: Publication) => Promise<PublishOutcome>;
  /** Told of those that are given up. */
  readonly onUnplaced: (id: number, text: string) => void;
  /** A clock in milliseconds. */
  readonly nowMs: () => number;
}

/** The stream knows ids for two minutes: what was not taken after half of that is given up, since later it could double. */
const patienceMs = 60_000;

/** How long is waited before what failed is sent again. */
const retryMs = 250;

/** So many may be on their way at once: a link that is slow would else carry the same ones again and again. */
const maxInFlight = 512;

interface Outstanding {
  readonly publication: Publication;
  readonly sinceMs: number;
}

/** Facts on their way. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #outstanding = new Map<number, Outstanding>();
  /** Those of them that are still to be sent, or sent again. */
  #waiting: Outstanding[] = [];
  #isUp = true;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** How many are on their way, and how many may be: one after a failure, one more for each that arrives. */
  #inFlight = 0;
  #window = maxInFlight;
  /** Something has failed: nothing is sent until it is known of all what became of them, so that none overtakes it. */
  #isInDoubt = false;
  /** Counts how often all that was under way was taken back. */
  #round = 0;
  #onAllSent: (() => void) | undefined;

  /** With a link that is up. Ends with `close`. */
  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Sends a fact now, or when the link is there again. */
  publish(publication: Publication): void {
    const one: Outstanding = { publication, sinceMs: this.#options.nowMs() };
    this.#outstanding.set(publication.id, one);
    this.#waiting.push(one);
    this.#sendOn();
  }

  /** NATS is there, or not. What was sent meanwhile or just before is sent again, in order. */
  setLink(isUp: boolean): void {
    this.#isUp = isUp;
    this.#takeBack();
    if (!isUp) return this.#retryLater();
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#sendOn();
  }

  /** Settles when nothing waits to be sent any more, or nothing can be sent now. */
  allSent(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAllSent = resolve;
      this.#sendOn();
    });
  }

  /** Sends nothing more. */
  close(): void {
    clearTimeout(this.#retry);
    this.#isUp = false;
    this.#outstanding.clear();
  }

  /** Whatever comes of what is under way, it goes before what comes after it. */
  #takeBack(): void {
    this.#round++;
    this.#inFlight = 0;
    this.#isInDoubt = false;
    this.#waiting = [...this.#outstanding.values()];
  }

  get #isHeld(): boolean {
    return !this.#isUp || this.#isInDoubt || this.#retry !== undefined;
  }

  #sendOn(): void {
    while (!this.#isHeld && this.#inFlight < this.#window) {
      const one = this.#waiting.shift();
      if (one === undefined) break;
      // It may be given up by now, or an earlier sending may have arrived.
      if (this.#outstanding.get(one.publication.id) === one) this.#send(one);
    }
    if (this.#isHeld || this.#waiting.length === 0) this.#onAllSent?.();
  }

  #send(one: Outstanding): void {
    const round = this.#round;
    this.#inFlight++;
    this.#options.send(one.publication).then((outcome) => {
      const isLate = round !== this.#round;
      if (this.#outstanding.get(one.publication.id) === one) this.#learn(one, outcome, isLate);
      if (isLate) return;
      this.#inFlight--;
      this.#sendOn();
      if (this.#isInDoubt && this.#inFlight === 0) this.#retryLater();
    });
  }

  #learn({ publication: { id } }: Outstanding, outcome: PublishOutcome, isLate: boolean): void {
    if (outcome.kind === "placed") {
      this.#outstanding.delete(id);
      if (!isLate) this.#window = Math.min(maxInFlight, this.#window + 1);
    } else if (outcome.kind === "refused") {
      this.#giveUp(id, outcome.text);
    } else if (!isLate) {
      this.#isInDoubt = true;
      this.#window = 1;
    }
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      const nowMs = this.#options.nowMs();
      for (const [id, { sinceMs }] of this.#outstanding) {
        if (nowMs - sinceMs >= patienceMs) this.#giveUp(id, "the other servers were away");
      }
      if (this.#isUp) {
        this.#takeBack();
        this.#sendOn();
      } else if (this.#outstanding.size > 0) this.#retryLater();
    }, retryMs);
  }

  #giveUp(id: number, text: string): void {
    this.#outstanding.delete(id);
    this.#options.onUnplaced(id, text);
  }
}
