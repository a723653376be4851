/** Connections that are not let in. */

import type { Log } from "../core/log.ts";
import { encodeText } from "./encode.ts";
import { formatPeer, type Peer } from "./peer.ts";
import { type AnyTransport, frameBitOf } from "./transport.ts";

/** How long the refused may take to go. */
const partingMs = 1_000;

/** Most refused connections that are still told why. */
const maxRefusing = 64;

/** Refuses connections. In a flood most are closed at once, and one line tells of them. */
export class Refusals {
  readonly #log: Log;
  #count = 0;

  /** Nobody is refused yet. */
  constructor(log: Log) {
    this.#log = log;
  }

  /** Tells a peer why it is not let in, as long as few are told at a time, and closes. Never rejects. */
  async refuse(transport: AnyTransport, peer: Peer, reason: string): Promise<void> {
    if (this.#count === 0) {
      this.#log.warn(`Refused connection from ${formatPeer(peer)}: ${reason}`, {
        event: "connection_refused",
        peer: formatPeer(peer),
        reason,
      });
    }
    if (this.#count >= maxRefusing) return transport.close();
    this.#count++;
    await part(transport, reason);
    this.#count--;
  }
}

/**
 * A socket closed with unread bytes would be reset, and the answer lost with it, so what comes is read until the peer has
 * closed its side, or for a second.
 */
async function part(transport: AnyTransport, reason: string): Promise<void> {
  const { promise: gone, resolve: go } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    transport.close();
    go();
  }, partingMs);
  try {
    await transport.opened;
    const line = `ERROR :Closing link: ${reason}\r\n`;
    await transport.write(encodeText(line, frameBitOf(transport)));
    await transport.closeWrite();
    transport.listen({ onBytes() {}, onMessages() {}, onEnd: go, onLost: go });
    await gone;
  } catch {
    // It did not wait for the answer.
  }
  clearTimeout(timer);
  transport.close();
}
