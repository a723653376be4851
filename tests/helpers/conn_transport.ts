/** A connection of the runtime as a socket of the server's. */

import type { ByteEvents, Transport } from "../../server/net/transport.ts";

/** The server's end of a connection that a test's peer has made. */
export class ConnTransport implements Transport {
  readonly #conn: Deno.Conn;
  #going = Promise.withResolvers<void>();
  #isClosed = false;

  /** Takes a connection that was just accepted. */
  constructor(conn: Deno.Conn) {
    this.#conn = conn;
    this.#going.resolve();
  }

  /** See `Transport`. */
  listen(events: ByteEvents): void {
    void this.#read(events);
  }

  /** See `Socket`. */
  pause(): void {
    this.#going.resolve();
    this.#going = Promise.withResolvers();
  }

  /** See `Socket`. */
  resume(): void {
    this.#going.resolve();
  }

  /** See `Socket`. */
  write(bytes: Uint8Array): Promise<number> {
    return this.#conn.write(bytes);
  }

  /** See `Socket`. */
  closeWrite(): Promise<void> {
    return this.#conn.closeWrite();
  }

  /** See `Socket`. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#going.resolve();
    this.#conn.close();
  }

  async #read(events: ByteEvents): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      await this.#goesOn();
      if (this.#isClosed) return;
      const outcome = await this.#conn.read(buffer).catch((error: Error) => error);
      await this.#goesOn();
      if (this.#isClosed) return;
      if (outcome instanceof Error) return events.onLost(outcome);
      if (outcome === null) return events.onEnd();
      events.onBytes(buffer.subarray(0, outcome));
    }
  }

  /** It may be paused again while it is waited for. */
  async #goesOn(): Promise<void> {
    let going: Promise<void> | undefined;
    while (going !== this.#going.promise) {
      going = this.#going.promise;
      await going;
    }
  }
}
