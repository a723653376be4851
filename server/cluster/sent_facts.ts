/** Facts of this server that are on their way through the stream and back. */

import type { Fact, Origin } from "../core/facts.ts";
import { encodeFact, subjectOf } from "./fact_codec.ts";
import type { Publication } from "./stream_messages.ts";

/** One of them. */
export interface SentFact {
  /** What it is. */
  readonly fact: Fact;
  /** Where it came from; undefined for what no client did. */
  readonly origin: Origin | undefined;
  /** When it was sent, by a clock of milliseconds that never goes back. */
  readonly sentAtMs: number;
}

/** How one is sent. */
export interface Sending {
  /** The lease of this server now. */
  readonly lease: string;
  /** See `SentFact.origin`. */
  readonly origin: Origin | undefined;
  /** Set where other servers may write the same fact: the stream takes it from the first of them. */
  readonly onceId?: string;
}

/** What was sent and has not come back. */
export class SentFacts {
  readonly #publish: (publications: readonly Publication[]) => void;
  readonly #waiting = new Map<number, SentFact>();
  #publications: Publication[] = [];
  #lastId = 0;
  #roundTripMs = 0;

  /** `publish` gets what one turn has sent, in order. */
  constructor(publish: (publications: readonly Publication[]) => void) {
    this.#publish = publish;
  }

  /** How many there are. */
  get count(): number {
    return this.#waiting.size;
  }

  /** How long the last one took, in milliseconds. */
  get roundTripMs(): number {
    return this.#roundTripMs;
  }

  /** Sends a fact, and gives the id by which it is known when it comes back. */
  send(fact: Fact, { lease, origin, onceId }: Sending): number {
    const id = ++this.#lastId;
    // What others may write as well may never come back as ours.
    if (onceId === undefined) this.#waiting.set(id, { fact, origin, sentAtMs: performance.now() });
    const text = encodeFact({ lease, id, fact });
    const subject = subjectOf(fact);
    this.#publications.push({ id, onceId: onceId ?? `${lease}.${id}`, subject, text });
    if (this.#publications.length === 1) queueMicrotask(() => this.flush());
    return id;
  }

  /** One has come back; undefined where it is not waited for. */
  settle(id: number): SentFact | undefined {
    const sent = this.drop(id);
    if (sent !== undefined) this.#roundTripMs = performance.now() - sent.sentAtMs;
    return sent;
  }

  /** One is not waited for any more. */
  drop(id: number): SentFact | undefined {
    const sent = this.#waiting.get(id);
    this.#waiting.delete(id);
    return sent;
  }

  /** Hands on what waits for the end of the turn. */
  flush(): void {
    const publications = this.#publications;
    if (publications.length === 0) return;
    this.#publications = [];
    this.#publish(publications);
  }
}
