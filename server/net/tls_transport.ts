/** A socket that speaks TLS. */

import { Duplex } from "node:stream";
import { type SecureContext, TLSSocket } from "node:tls";
import type { ByteEvents, Transport } from "./transport.ts";
import { copied, writeAll } from "./transport_stream.ts";

/** What a server's end goes by. */
export interface TlsTransportOptions {
  /** The certificate and its key. */
  readonly secureContext: SecureContext;
  /** Asks the peer for a certificate, which it need not have and nobody need have signed. */
  readonly asksCertificate?: boolean;
  /** Time for the whole handshake, however busy the peer is meanwhile. */
  readonly handshakeMs?: number;
  /** What those are told who speak something else; if left out, what programs of IRC and people understand. */
  readonly turnAwayText?: string;
}

/** A record of TLS: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 Written one by one they tell how fast a peer reads. */
const recordBytes = 16 * 1024;

/** What every connection of TLS begins with: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const handshakeType = 0x16;

const ircTurnAwayText = "ERROR :This port speaks TLS, as chat client --tls does\r\n";

/** What ended a connection that was not lost by itself; others see its name in the reason. */
class TlsFault extends Error {
  /** See `Error`. */
  override readonly name = "TlsFault";
}

/** Where a connection is in its life. One that is turned away has sent no handshake. */
type Phase = "accepted" | "turned away" | "shaking hands" | "open";

/** The server's end. Takes from the socket only what is wanted, so that a peer that sends too fast has to wait. */
export class TlsTransport implements Transport {
  /** See `Socket`. Rejected too when the handshake takes too long. */
  readonly opened: Promise<void>;
  /** See `Socket`. */
  readonly isSecure = true;
  readonly #raw: Transport;
  readonly #turnAwayText: string;
  readonly #socket: TLSSocket;
  readonly #opening = Promise.withResolvers<void>();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #writing = new Set<(fault: Error) => void>();
  #phase: Phase = "accepted";
  #fingerprint: string | undefined;
  #events: ByteEvents | undefined;
  #isPaused = false;
  #end: "none" | "due" | "told" = "none";
  #fault: Error | undefined;
  /** Nothing may be told any more. */
  #isOver = false;

  /** Begins the handshake on a connection that was just accepted. */
  constructor(raw: Transport, options: TlsTransportOptions) {
    const { secureContext, handshakeMs = 10_000, turnAwayText = ircTurnAwayText } = options;
    const { asksCertificate = false } = options;
    this.#raw = raw;
    this.#turnAwayText = turnAwayText;
    this.opened = this.#opening.promise;
    // Who does not wait for the handshake is told of its failure.
    this.opened.catch(() => {});
    this.#timer = setTimeout(() => this.#fail("The handshake took too long"), handshakeMs);
    const socket = new TLSSocket(this.#stream(), {
      isServer: true,
      secureContext,
      requestCert: asksCertificate,
      rejectUnauthorized: false,
    });
    this.#socket = socket;
    socket.once("secure", () => this.#open());
    socket.on("end", () => this.#ended());
    socket.on("error", (error: Error) => this.#fail(error.message));
    // What comes broken after the handshake is told by this event alone, and the socket left as it is.
    socket.on("_tlsError", (error: Error) => this.#fail(error.message));
    socket.on("close", () => this.#fail("The connection is closed"));
  }

  /** See `Socket`. The handshake has proved that the peer has its key. */
  get fingerprint(): string | undefined {
    return this.#fingerprint;
  }

  /** See `Transport`. */
  listen(events: ByteEvents): void {
    this.#events = events;
    // As bare bytes: `slice` of a Buffer copies nothing.
    this.#socket.on(
      "data",
      ({ buffer, byteOffset, byteLength }: Uint8Array) =>
        events.onBytes(new Uint8Array(buffer, byteOffset, byteLength)),
    );
    this.#flow();
  }

  /** See `Socket`. */
  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
    this.#flow();
  }

  /** See `Socket`. */
  resume(): void {
    this.#isPaused = false;
    this.#socket.resume();
    this.#flow();
  }

  /** See `Socket`. */
  async write(bytes: Uint8Array): Promise<number> {
    const record = bytes.subarray(0, recordBytes);
    await this.#written((done) => this.#socket.write(record, done));
    return record.length;
  }

  /** See `Socket`. */
  async closeWrite(): Promise<void> {
    await this.#written((done) => this.#socket.end(done));
  }

  /** See `Socket`. */
  close(): void {
    this.#isOver = true;
    this.#fail("The connection is closed");
  }

  /** The socket as `TLSSocket` takes it. */
  #stream(): Duplex {
    const raw = this.#raw;
    const stream = new Duplex({
      allowHalfOpen: true,
      read: () => {},
      write: (bytes: Uint8Array, _, done) => void writeAll(raw, bytes).then(() => done(), done),
      final: (done) => void raw.closeWrite().then(() => done(), done),
    });
    stream.on("error", (error) => this.#fail(error));
    raw.listen({
      onBytes: (bytes) => this.#take(bytes, stream),
      onEnd: () => {
        if (this.#phase === "open") stream.push(null);
        else if (this.#phase !== "turned away") this.#fail("The peer left before the handshake");
      },
      onLost: (error) => this.#fail(error instanceof Error ? error : String(error)),
    });
    return stream;
  }

  #take(bytes: Uint8Array, stream: Duplex): void {
    if (this.#phase === "accepted") {
      this.#phase = bytes[0] === handshakeType ? "shaking hands" : "turned away";
      if (this.#phase === "turned away") void this.#turnAway();
    }
    if (this.#phase !== "turned away") stream.push(copied(bytes));
  }

  /** Never rejects. */
  async #turnAway(): Promise<void> {
    try {
      await writeAll(this.#raw, new TextEncoder().encode(this.#turnAwayText));
      await this.#raw.closeWrite();
    } catch {
      // It did not wait for the answer.
    }
    this.#fail("What came is no handshake");
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#phase = "open";
    this.#fingerprint = fingerprintOf(this.#socket);
    this.#flow();
    this.#opening.resolve();
  }

  /** Reads on, or not: `TLSSocket` would take and keep all that comes. */
  #flow(): void {
    const isWanted = this.#events !== undefined && !this.#isPaused;
    if (isWanted || this.#phase !== "open") this.#raw.resume();
    else this.#raw.pause();
    if (isWanted) queueMicrotask(() => this.#tellEnding());
  }

  #ended(): void {
    this.#end = "due";
    this.#tellEnding();
  }

  /** Closes for good. Whoever waits is told here, since a closed socket may never tell of what it had still to write. */
  #fail(why: Error | string): void {
    if (this.#fault !== undefined) return;
    const fault = typeof why === "string" ? new TlsFault(why) : why;
    this.#fault = fault;
    clearTimeout(this.#timer);
    this.#opening.reject(fault);
    for (const reject of this.#writing) reject(fault);
    this.#writing.clear();
    this.#socket.destroy();
    this.#raw.close();
    queueMicrotask(() => this.#tellEnding());
  }

  #tellEnding(): void {
    if (this.#events === undefined || this.#isPaused || this.#isOver) return;
    if (this.#fault !== undefined) {
      this.#isOver = true;
      this.#events.onLost(this.#fault);
    } else if (this.#end === "due") {
      this.#end = "told";
      this.#events.onEnd();
    }
  }

  #written(write: (done: (error?: Error | null) => void) => void): Promise<void> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#writing.add(reject);
      write((error) => {
        this.#writing.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

/** Strangers make the certificate: whatever can't be read is as none, and never thrown out of an event. */
function fingerprintOf(socket: TLSSocket): string | undefined {
  try {
    const peer: { readonly fingerprint256?: string } | null = socket.getPeerCertificate();
    return peer?.fingerprint256?.replaceAll(":", "").toLowerCase();
  } catch {
    return undefined;
  }
}
