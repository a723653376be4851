/** A socket without a network: what the peer sends and what it gets are the test's. */

import type { Transport } from "../../server/net/connection.ts";
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
  #input: Uint8Array[] = [];
  #hasInputEnded = false;
  #isClosed = false;
  #wake: (() => void) | undefined;
  readonly #closed = Promise.withResolvers<never>();

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

  /** The peer sends. */
  sends(data: string | Uint8Array): void {
    this.sendsBytes(typeof data === "string" ? encoder.encode(data) : data);
  }

  /** The peer sends bytes as they are. */
  sendsBytes(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#input.push(bytes);
    this.#wake?.();
  }

  /** The peer sends no more. */
  endsSending(): void {
    this.#hasInputEnded = true;
    this.#wake?.();
  }

  /** See `Reader`. */
  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#input.length === 0 && !this.#hasInputEnded) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await Promise.race([promise, this.#closed.promise]);
    }
    const next = this.#input.shift();
    if (next === undefined) return null;
    const taken = next.subarray(0, buffer.length);
    buffer.set(taken);
    if (taken.length < next.length) this.#input.unshift(next.subarray(taken.length));
    return taken.length;
  }

  /** See `Transport`. */
  async write(bytes: Uint8Array): Promise<number> {
    if (this.isStuck || this.#isClosed) return await this.#closed.promise;
    this.output.add(this.#decoder.decode(bytes, { stream: true }));
    return bytes.length;
  }

  /** See `Transport`. */
  async closeWrite(): Promise<void> {
    if (this.isStuck) await this.#closed.promise;
    this.output.end();
  }

  /** See `Transport`. */
  close(): void {
    if (this.#isClosed) throw new Deno.errors.BadResource("Bad resource ID");
    this.#isClosed = true;
    this.output.end();
    this.#closed.reject(new Deno.errors.Interrupted("operation canceled"));
  }
}
