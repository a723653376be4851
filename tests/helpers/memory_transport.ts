/** A socket without a network: what the peer sends and what it gets are the test's. */

import type { ByteEvents, Transport } from "../../server/net/transport.ts";
import { Feed } from "./feed.ts";

const encoder = new TextEncoder();

/** The server's end of a connection, with the peer's end as methods of the test. */
export class MemoryTransport implements Transport {
  /** See `Transport`. */
  readonly opened: Promise<void>;
  /** What the peer has got. */
  readonly output: Feed;
  /** Takes nothing: writes wait for `close`. */
  isStuck = false;
  readonly #decoder = new TextDecoder();
  readonly #closed = Promise.withResolvers<never>();
  #input: Uint8Array[] = [];
  #events: ByteEvents | undefined;
  #inputEnd: "open" | "due" | "told" = "open";
  #loss: Error | undefined;
  #isPaused = false;
  #isClosed = false;

  /** `name` says in failures whose end it is. */
  constructor(name: string, opened: Promise<void> = Promise.resolve()) {
    this.opened = opened;
    this.output = new Feed(name);
    // Whoever waits is told; where nobody does it is no failure.
    this.#closed.promise.catch(() => {});
  }

  /** Whether the server has closed it. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether the server takes nothing of what the peer sends. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** The peer sends. */
  sends(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? encoder.encode(data) : data.slice();
    if (bytes.length > 0) this.#input.push(bytes);
    this.#deliverSoon();
  }

  /** The peer sends no more. */
  endsSending(): void {
    if (this.#inputEnd === "open") this.#inputEnd = "due";
    this.#deliverSoon();
  }

  /** The connection is lost, as is told when all was that came before. */
  loses(error: Error): void {
    this.#loss = error;
    this.#deliverSoon();
  }

  /** See `Transport`. */
  listen(events: ByteEvents): void {
    this.#events = events;
    this.#deliverSoon();
  }

  /** See `Socket`. */
  pause(): void {
    this.#isPaused = true;
  }

  /** See `Socket`. */
  resume(): void {
    this.#isPaused = false;
    this.#deliverSoon();
  }

  /** See `Socket`. */
  write(bytes: Uint8Array): number | Promise<number> {
    if (this.isStuck || this.#isClosed) return this.#closed.promise;
    this.output.add(this.#decoder.decode(bytes, { stream: true }));
    return bytes.length;
  }

  /** See `Socket`. */
  async closeWrite(): Promise<void> {
    if (this.isStuck) await this.#closed.promise;
    this.output.end();
  }

  /** See `Socket`. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.output.end();
    this.#closed.reject(new Deno.errors.Interrupted("operation canceled"));
  }

  #deliverSoon(): void {
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    const events = this.#events;
    if (events === undefined) return;
    while (!this.#isPaused && !this.#isClosed) {
      const next = this.#input.shift();
      if (next === undefined) break;
      events.onBytes(next);
      next.fill(0);
    }
    if (this.#isPaused || this.#isClosed || this.#inputEnd === "told") return;
    if (this.#inputEnd === "open" && this.#loss === undefined) return;
    this.#inputEnd = "told";
    if (this.#loss === undefined) events.onEnd();
    else events.onLost(this.#loss);
  }
}
