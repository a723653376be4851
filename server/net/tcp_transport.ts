/** A socket of TCP. */

import { getSystemErrorName } from "node:util";
import {
  endOfStream,
  isWrittenLater,
  own,
  shutDown,
  type TcpHandle,
  type TcpOwner,
  write,
} from "./tcp_handle.ts";
import type { ByteEvents, Transport } from "./transport.ts";
import type { Turns } from "./turns.ts";

/** Given to a write at once. What a peer can't take of it is waited for as a whole, so it tells how fast that reads. */
const writeBytes = 16 * 1024;

/** What the sockets of a thread have in common. */
export interface TcpShared {
  /** They read into it. */
  readonly buffer: Uint8Array;
  /** Who has sent much waits for one. */
  readonly turns: Turns;
  /** Called when one is closed, and its descriptor free again. */
  readonly onClosed: () => void;
}

/** What happens to people's connections, in words. */
const plainNames: ReadonlyMap<string, string> = new Map([
  ["ECONNRESET", "ConnectionReset"],
  ["EPIPE", "BrokenPipe"],
  ["ETIMEDOUT", "TimedOut"],
]);

/** What ended a connection; others see its name in the reason. */
class TcpFault extends Error {
  /** Takes what is wrong, as a negative `errno`. */
  constructor(status: number) {
    const code = getSystemErrorName(status);
    super(code);
    this.name = plainNames.get(code) ?? code;
  }
}

/** It was closed by ourselves, while somebody waited. */
class ClosedSocket extends Error {
  /** See `Error`. */
  override readonly name = "ClosedSocket";
}

/** What is awaited of a socket. */
interface Awaited {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The server's end. */
export class TcpTransport implements Transport, TcpOwner {
  readonly #handle: TcpHandle;
  readonly #shared: TcpShared;
  #events: ByteEvents | undefined;
  #isReading = false;
  #isPaused = false;
  /** So much has come that others have to have a turn. */
  #isResting = false;
  #hasEnded = false;
  #isClosed = false;
  #writing: Awaited | undefined;
  #ending: Awaited | undefined;

  /** Takes a handle that was just accepted. */
  constructor(handle: TcpHandle, shared: TcpShared) {
    this.#handle = handle;
    this.#shared = shared;
    own(handle, this, shared.buffer);
  }

  /** See `Transport`. */
  listen(events: ByteEvents): void {
    this.#events = events;
    this.#read();
  }

  /** See `Socket`. */
  pause(): void {
    this.#isPaused = true;
    this.#read();
  }

  /** See `Socket`. */
  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  /** See `Socket`. */
  write(bytes: Uint8Array): number | Promise<number> {
    if (this.#isClosed) throw new ClosedSocket();
    const some = bytes.length > writeBytes ? bytes.subarray(0, writeBytes) : bytes;
    const status = write(this.#handle, some);
    if (status !== 0) throw new TcpFault(status);
    if (!isWrittenLater()) return some.length;
    return new Promise((resolve, reject) =>
      this.#writing = { resolve: () => resolve(some.length), reject }
    );
  }

  /** See `Socket`. */
  closeWrite(): Promise<void> {
    if (this.#isClosed) return Promise.reject(new ClosedSocket());
    const status = shutDown(this.#handle);
    if (status !== 0) return Promise.reject(new TcpFault(status));
    return new Promise((resolve, reject) => this.#ending = { resolve, reject });
  }

  /** See `Socket`. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handle.owner = undefined;
    this.#handle.close(this.#shared.onClosed);
    this.#writing?.reject(new ClosedSocket());
    this.#ending?.reject(new ClosedSocket());
  }

  /** See `TcpOwner`. */
  onRead(count: number): void {
    if (count > 0) {
      const { buffer } = this.#shared;
      if (count === buffer.length) this.#rest();
      this.#events?.onBytes(buffer.subarray(0, count));
    } else if (count < 0) {
      // The runtime has stopped reading.
      this.#hasEnded = true;
      if (count === endOfStream) this.#events?.onEnd();
      else this.#events?.onLost(new TcpFault(count));
    }
  }

  /** See `TcpOwner`. */
  onWritten(status: number): void {
    const writing = this.#writing;
    this.#writing = undefined;
    settle(writing, status);
  }

  /** See `TcpOwner`. */
  onShutDown(status: number): void {
    settle(this.#ending, status);
  }

  #rest(): void {
    this.#isResting = true;
    this.#read();
    this.#shared.turns.next(() => {
      this.#isResting = false;
      this.#read();
    });
  }

  #read(): void {
    if (this.#isClosed || this.#hasEnded || this.#events === undefined) return;
    const isToRead = !this.#isPaused && !this.#isResting;
    if (isToRead === this.#isReading) return;
    this.#isReading = isToRead;
    if (isToRead) this.#handle.readStart();
    else this.#handle.readStop();
  }
}

function settle(awaited: Awaited | undefined, status: number): void {
  if (status === 0) awaited?.resolve();
  else awaited?.reject(new TcpFault(status));
}
