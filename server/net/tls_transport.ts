/** A socket that speaks TLS. */

import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import type { Transport } from "./connection.ts";

/** Time for a handshake, from the first byte of the connection on. */
const handshakeMs = 10_000;

/** A record of TLS: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 Written one by one they tell how fast a peer reads. */
const recordBytes = 16 * 1024;

/** The server's end. Reads only what it is asked for, so that a peer that sends too fast has to wait. */
export class TlsTransport implements Transport {
  /** See `Transport`. Rejected too when the handshake takes too long. */
  readonly opened: Promise<void>;
  /** See `Transport`. */
  readonly isSecure = true;
  readonly #socket: TLSSocket;
  #fault: Error | undefined;
  #hasEnded = false;
  #onChange: (() => void) | undefined;
  #onWritten: ((error: Error | undefined) => void) | undefined;

  /** Begins the handshake on a connection that was just accepted, paused and half open at its end. */
  constructor(raw: Socket, secureContext: SecureContext) {
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    this.#socket = socket;
    const late = new Error("The handshake took too long");
    const timer = setTimeout(() => socket.destroy(late), handshakeMs);
    this.opened = new Promise((resolve, reject) => {
      socket.once("secure", resolve);
      socket.once("close", () => reject(this.#fault));
    });
    socket.once("secure", () => clearTimeout(timer));
    // Who does not wait for the handshake sees its failure when reading.
    this.opened.catch(() => {});
    socket.on("readable", () => this.#change());
    socket.on("end", () => {
      this.#hasEnded = true;
      this.#change();
    });
    socket.on("error", (error: Error) => this.#fault ??= error);
    raw.on("error", (error) => this.#fault ??= error);
    socket.on("close", () => {
      clearTimeout(timer);
      this.#fault ??= new Error("The connection is closed");
      this.#change();
      this.#onWritten?.(this.#fault);
    });
  }

  /** See `Reader`. */
  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      const length = Math.min(this.#socket.readableLength, buffer.length);
      // Reading nothing lets the stream go on, and notice its end.
      const chunk: Uint8Array | null = this.#socket.read(length);
      if (length > 0 && chunk !== null) {
        buffer.set(chunk);
        return chunk.length;
      }
      if (this.#hasEnded) return null;
      if (this.#fault !== undefined) throw this.#fault;
      await new Promise<void>((resolve) => this.#onChange = resolve);
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
    this.#socket.destroy();
  }

  #change(): void {
    const onChange = this.#onChange;
    this.#onChange = undefined;
    onChange?.();
  }

  /** What a closed socket had still to write may never be told of. */
  #written(write: (done: (error?: Error | null) => void) => void): Promise<void> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#onWritten = (error) => {
        this.#onWritten = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      write((error) => this.#onWritten?.(error ?? undefined));
    });
  }
}
