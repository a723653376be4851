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

interface Outstanding {
  readonly publication: Publication;
  readonly sinceMs: number;
  isSent: boolean;
}

/** Facts on their way. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #outstanding = new Map<number, Outstanding>();
  #isUp = true;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** With a link that is up. Ends with `close`. */
  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Sends a fact now, or when the link is there again. */
  publish(publication: Publication): void {
    const sinceMs = this.#options.nowMs();
    const one: Outstanding = { publication, sinceMs, isSent: false };
    this.#outstanding.set(publication.id, one);
    if (this.#isUp && this.#retry === undefined) this.#send(one);
  }

  /** NATS is there, or not. What was sent meanwhile or just before is sent again, in order. */
  setLink(isUp: boolean): void {
    this.#isUp = isUp;
    if (!isUp) {
      // Whatever comes of them, they go before what comes after them.
      for (const one of this.#outstanding.values()) one.isSent = false;
      return this.#retryLater();
    }
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#sendAll();
  }

  /** Sends nothing more. */
  close(): void {
    clearTimeout(this.#retry);
    this.#isUp = false;
    this.#outstanding.clear();
  }

  #send(one: Outstanding): void {
    one.isSent = true;
    const { id } = one.publication;
    this.#options.send(one.publication).then((outcome) => {
      if (this.#outstanding.get(id) !== one) return;
      if (outcome.kind === "placed") {
        this.#outstanding.delete(id);
      } else if (outcome.kind === "refused") {
        this.#giveUp(id, outcome.text);
      } else {
        one.isSent = false;
        this.#retryLater();
      }
    });
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      const nowMs = this.#options.nowMs();
      for (const [id, { sinceMs }] of this.#outstanding) {
        if (nowMs - sinceMs >= patienceMs) this.#giveUp(id, "the other servers were away");
      }
      if (this.#isUp) this.#sendAll();
      else if (this.#outstanding.size > 0) this.#retryLater();
    }, retryMs);
  }

  #sendAll(): void {
    for (const one of this.#outstanding.values()) if (!one.isSent) this.#send(one);
  }

  #giveUp(id: number, text: string): void {
    this.#outstanding.delete(id);
    this.#options.onUnplaced(id, text);
  }
}
