/**
 * What is used of the package `ws`, which has no types of its own: https://github.com/websockets/ws/blob/8.23.0/doc/ws.md
 *
 * Those of `@types/ws` bring types of Node with them that are not Deno's.
 */

import type { Buffer } from "node:buffer";
import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** One connection. */
export interface WebSocket extends EventEmitter {
  /** What was agreed on; "" for nothing. */
  readonly protocol: string;
  /** Where it is in its life, as `OPEN`. */
  readonly readyState: number;
  /** Messages can come and go. */
  readonly OPEN: number;
  /** Nothing is taken from the stream. */
  readonly isPaused: boolean;
  /** Takes nothing more from the stream. */
  pause(): void;
  /** Takes from it again. */
  resume(): void;
  /** Answers a ping. */
  pong(data: Buffer): void;
  /** Begins to close in order. */
  close(code: number): void;
  /** Closes now. */
  terminate(): void;
}

/** How connections are taken. */
export interface WebSocketServerOptions {
  /** Upgrades are handed over. */
  readonly noServer: true;
  /** Keeps a set of all connections. */
  readonly clientTracking: boolean;
  /** Most bytes of a message. */
  readonly maxPayload: number;
  /** Packs messages. */
  readonly perMessageDeflate: boolean;
  /** Answers pings by itself. */
  readonly autoPong: boolean;
  /** Chooses from what is offered. */
  handleProtocols(offered: ReadonlySet<string>): string | false;
}

/** Upgrades connections. */
export class WebSocketServer {
  /** Starts without connections. */
  constructor(options: WebSocketServerOptions);
  /** Upgrades one, or refuses it. */
  handleUpgrade(
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    take: (socket: WebSocket) => void,
  ): void;
}
