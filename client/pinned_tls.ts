/** A connection to a server that is known by its certificate, whoever signed that. Loaded only where it is asked for. */

import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { Identity } from "./start_tls.ts";
import type { ByteStream } from "./byte_stream.ts";

/** Where to go, and for how long to try. */
export interface PeerPlace {
  /** Name or address of the server. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** What we show of ourselves. */
  readonly identity?: Identity | undefined;
  /** Ends the handshake when it takes too long. */
  readonly patience: AbortSignal;
}

/** What is at the other end, which nothing is said to yet. */
export interface PinnedPeer {
  /** SHA-256 of its certificate, in pairs of hex digits with colons between them, as openssl shows it. */
  readonly fingerprint: string;
  /** The connection. */
  readonly stream: ByteStream;
}

/**
 * Shakes hands with whoever is there. The caller compares the fingerprint before anything is said.
 *
 * @throws {Error} in the words of OpenSSL.
 */
export async function shakeHands(
  { host, port, identity, patience }: PeerPlace,
): Promise<PinnedPeer> {
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ host, port, ...name, ...identity, rejectUnauthorized: false });
  const giveUp = () => socket.destroy(new Error("gave up"));
  patience.addEventListener("abort", giveUp);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("secureConnect", resolve);
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("end of file")));
    });
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    patience.removeEventListener("abort", giveUp);
  }
  // What breaks from now on is seen by whoever reads.
  socket.on("error", () => {});
  return {
    fingerprint: socket.getPeerCertificate().fingerprint256 ?? "",
    stream: streamOf(socket),
  };
}

/** Reads at most a buffer ahead: the socket itself waits for whoever reads. */
function streamOf(socket: TLSSocket): ByteStream {
  const chunks = socket[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  return {
    async read(buffer) {
      if (rest.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return null;
        rest = new Uint8Array(value);
      }
      const taken = rest.subarray(0, buffer.length);
      rest = rest.subarray(taken.length);
      buffer.set(taken);
      return taken.length;
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => error ? reject(error) : resolve(bytes.length));
      }),
    close: () => {
      socket.destroy();
    },
  };
}
