/** Whoever listens to a socket, and keeps what it tells. */

import type { ByteEvents, Transport } from "../../server/net/transport.ts";
import { Feed } from "./feed.ts";

/** Hears all that a socket tells. */
export class Listener implements ByteEvents {
  /** What came, as text; it ends when no more will come. */
  readonly feed: Feed;
  /** Settles with what the connection is lost by. */
  readonly lost: Promise<unknown>;
  readonly #lost = Promise.withResolvers<unknown>();
  readonly #decoder = new TextDecoder();

  /** Begins to listen. */
  constructor(transport: Transport, name = "the server") {
    this.feed = new Feed(name);
    this.lost = this.#lost.promise;
    transport.listen(this);
  }

  /** See `ByteEvents`. */
  onBytes(bytes: Uint8Array): void {
    this.feed.add(this.#decoder.decode(bytes, { stream: true }));
  }

  /** See `SocketEvents`. */
  onEnd(): void {
    this.feed.end();
  }

  /** See `SocketEvents`. */
  onLost(error: unknown): void {
    this.feed.end();
    this.#lost.resolve(error);
  }
}
