/** A socket that speaks TLS. */

import { Duplex } from "node:stream";
import { type SecureContext, TLSSocket } from "node:tls";
import type { Transport } from "./connection.ts";

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

// A pending read pins its buffer.
const rawBytes = 2 * 1024;

/** What every connection of TLS begins with: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const handshakeType = 0x16;

const ircTurnAwayText = "ERROR :This port speaks TLS, as chat client --tls does\r\n";

/** What ended a connection that was not lost by itself; others see its name in the reason. */
class TlsFault extends Error {
  /** See `Error`. */
  override readonly name = "TlsFault";
}

/** The server's end. Takes from the socket only what it is asked for, so that a peer that sends too fast has to wait. */
export class TlsTransport implements Transport {
  /** See `Transport`. Rejected too when the handshake takes too long. */
  readonly opened: Promise<void>;
  /** See `Transport`. */
  readonly isSecure = true;
  readonly #raw: Transport;
  readonly #turnAwayText: string;
  readonly #socket: TLSSocket;
  readonly #opening = Promise.withResolvers<void>();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #writing = new Set<(fault: Error) => void>();
  readonly #rawBuffer = new Uint8Array(rawBytes);
  #fingerprint: string | undefined;
  #hasBegun = false;
  #isOpen = false;
  #hasEnded = false;
  #fault: Error | undefined;
  #onChange: (() => void) | undefined;
  #onWanted: (() => void) | undefined;

  /** Begins the handshake on a connection that was just accepted. */
  constructor(raw: Transport, options: TlsTransportOptions) {
    const { secureContext, handshakeMs = 10_000, turnAwayText = ircTurnAwayText } = options;
    const { asksCertificate = false } = options;
    this.#raw = raw;
    this.#turnAwayText = turnAwayText;
    this.opened = this.#opening.promise;
    // Who does not wait for the handshake sees its failure when reading.
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
    socket.on("readable", () => this.#change());
    socket.on("end", () => this.#end());
    socket.on("error", (error: Error) => this.#fail(error.message));
    // What comes broken after the handshake is told by this event alone, and the socket left as it is.
    socket.on("_tlsError", (error: Error) => this.#fail(error.message));
    socket.on("close", () => this.#fail("The connection is closed"));
  }

  /** See `Socket`. The handshake has proved that the peer has its key. */
  get fingerprint(): string | undefined {
    return this.#fingerprint;
  }

  /** See `Reader`. */
  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault;
      const length = Math.min(this.#socket.readableLength, buffer.length);
      // Reading nothing lets the stream go on, and notice its end.
      const chunk: Uint8Array | null = this.#socket.read(length);
      if (length > 0 && chunk !== null) {
        buffer.set(chunk);
        return chunk.length;
      }
      if (this.#hasEnded) return null;
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
        this.#want();
      });
    }
  }

  /** See `Transport`. */
  async write(bytes: Uint8Array): Promise<number> {
    const record = bytes.subarray(0, recordBytes);
    await this.#written((done) => this.#socket.write(record, done));
    return record.length;
  }

  /** See `Transport`. */
  async closeWrite(): Promise<void> {
    await this.#written((done) => this.#socket.end(done));
  }

  /** See `Transport`. */
  close(): void {
    this.#fail("The connection is closed");
  }

  /** The socket as `TLSSocket` takes it, which would take all that comes from a socket of its own, read or not. */
  #stream(): Duplex {
    const stream = new Duplex({
      allowHalfOpen: true,
      read: () => void this.#readRaw(stream),
      write: (bytes: Uint8Array, _, done) => void this.#writeRaw(bytes).then(() => done(), done),
      final: (done) => void this.#raw.closeWrite().then(() => done(), done),
    });
    stream.on("error", (error) => this.#fail(error));
    return stream;
  }

  /** Never rejects. */
  async #readRaw(stream: Duplex): Promise<void> {
    try {
      if (this.#isOpen && this.#onChange === undefined) {
        await new Promise<void>((resolve) => this.#onWanted = resolve);
      }
      if (this.#fault !== undefined) return;
      const count = await this.#raw.read(this.#rawBuffer);
      if (count === null && !this.#isOpen) return this.#fail("The peer left before the handshake");
      const bytes = count === null ? null : this.#rawBuffer.slice(0, count);
      if (this.#hasBegun || bytes === null || bytes[0] === handshakeType) stream.push(bytes);
      else await this.#turnAway();
      this.#hasBegun = true;
    } catch (error) {
      this.#fail(error instanceof Error ? error : String(error));
    }
  }

  async #turnAway(): Promise<void> {
    await this.#writeRaw(new TextEncoder().encode(this.#turnAwayText));
    await this.#raw.closeWrite();
    this.#fail("What came is no handshake");
  }

  async #writeRaw(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#raw.write(rest));
  }

  #want(): void {
    const onWanted = this.#onWanted;
    this.#onWanted = undefined;
    onWanted?.();
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#isOpen = true;
    this.#fingerprint = fingerprintOf(this.#socket);
    this.#opening.resolve();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#change();
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
    try {
      this.#raw.close();
    } catch {
      // The peer's reset has closed it.
    }
    this.#want();
    this.#change();
  }

  #change(): void {
    const onChange = this.#onChange;
    this.#onChange = undefined;
    onChange?.();
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
