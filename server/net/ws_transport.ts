/** A connection of WebSocket, of which each message is a line: https://ircv3.net/specs/extensions/websocket */

import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
// @ts-types="./ws_module.d.ts"
import type { WebSocket } from "ws";
import { binaryFrameBit, textFrameBit } from "../core/session.ts";
import type { MessageEvents, MessageTransport } from "./transport.ts";
import { wholeFrames } from "./ws_frames.ts";

/** What was agreed on at the upgrade. */
export interface WsTransportOptions {
  /** The upgraded stream that `ws` reads and writes too. */
  readonly stream: Duplex;
  /** The subprotocol, "" for none. */
  readonly protocol: string;
  /** It came by TLS. */
  readonly isSecure: boolean;
}

/** Most bytes of one message: a line of IRC with all tags it may have, and then some, so that the usual answer tells of it. */
export const maxMessageBytes = 16 * 1024;

/** So much may wait unread before no more is taken from the socket. */
const maxUnreadMessages = 64;
const maxUnreadBytes = 32 * 1024;

/** Written at once; how fast that goes tells how fast a peer reads. */
const writeBytes = 32 * 1024;

/** Most frames of control a peer may send within a second, since each is answered. */
const maxControlFrames = 50;
const controlMs = 1_000;

/** Normal closure: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const normalClosure = 1000;

/** The server's end. */
export class WsTransport implements MessageTransport {
  /** See `Socket`. */
  readonly isSecure: boolean;
  /** See `Session.frameBit`. Without subprotocol frames are text, as bare pages and gamja expect. */
  readonly frameBit: number;
  /** See `MessageTransport`. */
  readonly dialect?: "irc";
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  #events: MessageEvents | undefined;
  #isPaused = false;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  #hasEnded = false;
  #fault: Error | undefined;
  /** Nothing may be told any more. */
  #isOver = false;
  #controlFrames = 0;
  #controlSinceMs = 0;

  /** Takes over what `ws` has upgraded. */
  constructor(socket: WebSocket, { stream, protocol, isSecure }: WsTransportOptions) {
    this.#socket = socket;
    this.#stream = stream;
    this.isSecure = isSecure;
    this.frameBit = protocol.startsWith("binary.") ? binaryFrameBit : textFrameBit;
    if (protocol !== "") this.dialect = "irc";
    socket.on("message", (data: Buffer) => this.#take(data));
    socket.on("ping", (data: Buffer) => this.#answerPing(data));
    socket.on("pong", () => this.#countControl());
    // A frame that is too large or broken; `ws` has told the peer by the code with which it closes.
    socket.on("error", (error: Error) => this.#fault ??= error);
    socket.on("close", () => this.#end());
  }

  /** See `MessageTransport`. */
  listen(events: MessageEvents): void {
    this.#events = events;
    this.#tellSoon();
  }

  /** See `Socket`. Frames of control are answered all the same. */
  pause(): void {
    this.#isPaused = true;
  }

  /** See `Socket`. */
  resume(): void {
    this.#isPaused = false;
    this.#tellSoon();
  }

  /** See `Socket`. Whole frames at a time, since `ws` may write its own between them. */
  write(bytes: Uint8Array): Promise<number> {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      return Promise.reject(new WebSocketFault("It is being closed"));
    }
    const count = wholeFrames(bytes, writeBytes);
    const frames = count === bytes.length ? bytes : bytes.subarray(0, count);
    return new Promise((resolve, reject) => {
      this.#stream.write(frames, (error) => error ? reject(error) : resolve(count));
    });
  }

  /** See `Socket`. */
  closeWrite(): Promise<void> {
    if (this.#isOver || this.#hasEnded) return Promise.reject(new WebSocketFault("It is closed"));
    this.#socket.close(normalClosure);
    // Nothing is parsed while it is paused, and the peer's answer would be waited for in vain.
    this.#read();
    return Promise.resolve();
  }

  /** See `Socket`. */
  close(): void {
    this.#isOver = true;
    this.#socket.terminate();
  }

  #take(data: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#unread.length === 0) this.#tellSoon();
    this.#unread.push(data);
    this.#unreadBytes += data.length;
    const isMuch = this.#unread.length >= maxUnreadMessages || this.#unreadBytes >= maxUnreadBytes;
    if (isMuch && !this.#socket.isPaused) this.#socket.pause();
  }

  /** What is parsed in this turn is told together. */
  #tellSoon(): void {
    queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    if (this.#isHeld) return;
    if (this.#unread.length > 0) this.#events?.onMessages(this.#read());
    if (this.#isHeld || !this.#hasEnded) return;
    this.#isOver = true;
    if (this.#fault === undefined) this.#events?.onEnd();
    else this.#events?.onLost(new WebSocketFault(this.#fault.message));
  }

  get #isHeld(): boolean {
    return this.#events === undefined || this.#isPaused || this.#isOver;
  }

  #read(): readonly Uint8Array[] {
    const messages = this.#unread;
    this.#unread = [];
    this.#unreadBytes = 0;
    if (this.#socket.isPaused) this.#socket.resume();
    return messages;
  }

  /** A peer that asks but does not read would fill the memory with answers. */
  #answerPing(data: Buffer): void {
    if (!this.#countControl()) return;
    if (this.#stream.writableLength < writeBytes) this.#socket.pong(data);
  }

  /** Ends a connection that does little else. */
  #countControl(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#controlSinceMs >= controlMs) {
      this.#controlSinceMs = nowMs;
      this.#controlFrames = 0;
    }
    if (++this.#controlFrames <= maxControlFrames) return true;
    this.#fault ??= new Error("Too many frames of control");
    this.#socket.terminate();
    return false;
  }

  #end(): void {
    this.#hasEnded = true;
    this.#tellSoon();
  }
}

/** What ended a connection that was not closed in order; others see its name in the reason. */
class WebSocketFault extends Error {
  /** See `Error`. */
  override readonly name = "WebSocketFault";
}
