/** A socket as the streams of Node take it. */

import { Duplex } from "node:stream";
import type { Transport } from "./transport.ts";

/** So much may wait unread before no more is taken from the socket. */
const maxUnreadBytes = 16 * 1024;

/** Makes a stream of a socket that nobody listens to yet. Either ends with the other. */
export function transportStream(transport: Transport): Duplex {
  const stream = new Duplex({
    allowHalfOpen: true,
    readableHighWaterMark: maxUnreadBytes,
    read: () => transport.resume(),
    write: (bytes: Uint8Array, _, done) => void writeAll(transport, bytes).then(() => done(), done),
    final: (done) => void transport.closeWrite().then(() => done(), done),
    destroy: (error, done) => {
      transport.close();
      done(error);
    },
  });
  transport.listen({
    onBytes: (bytes) => {
      if (!stream.push(copied(bytes))) transport.pause();
    },
    onEnd: () => void stream.push(null),
    onLost: (error) => void stream.destroy(error instanceof Error ? error : Error(String(error))),
  });
  return stream;
}

/** Writes all of `bytes`. */
export async function writeAll(transport: Transport, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await transport.write(rest));
}

/** What may be kept of what a socket has told; `slice` of a Buffer would copy nothing. */
export function copied(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
