/** A socket as the streams of Node take it. */

import { Duplex } from "node:stream";
import type { Transport } from "./connection.ts";

// A pending read pins its buffer, so an idle connection costs the small one.
const smallBytes = 512;
const largeBytes = 16 * 1024;

/**
 * Makes a stream of a socket, which ends with it.
 *
 * It takes from the socket only what its reader asks for, as sockets of Node that speak TLS do not: see `TlsTransport`.
 */
export function transportStream(transport: Transport): Duplex {
  let buffer = new Uint8Array(smallBytes);
  const read = async (): Promise<Uint8Array | null> => {
    const count = await transport.read(buffer);
    if (count === null) return null;
    const bytes = buffer.slice(0, count);
    if (count === buffer.length && count < largeBytes) buffer = new Uint8Array(largeBytes);
    else if (count < smallBytes && buffer.length > smallBytes) buffer = new Uint8Array(smallBytes);
    return bytes;
  };
  const stream = new Duplex({
    allowHalfOpen: true,
    readableHighWaterMark: largeBytes,
    read: () => void read().then((bytes) => stream.push(bytes), (error) => stream.destroy(error)),
    write: (bytes: Uint8Array, _, done) => void writeAll(transport, bytes).then(() => done(), done),
    final: (done) => void transport.closeWrite().then(() => done(), done),
    destroy: (error, done) => {
      close(transport);
      done(error);
    },
  });
  return stream;
}

async function writeAll(transport: Transport, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await transport.write(rest));
}

function close(transport: Transport): void {
  try {
    transport.close();
  } catch {
    // The peer's reset has closed it.
  }
}
