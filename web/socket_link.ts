/** The page's connection to its server: one line a frame, https://ircv3.net/specs/extensions/websocket */

import type { Line } from "../wire/lines.ts";
import type { Link } from "../talk/link.ts";

/** What a link is made with. */
export interface SocketLinkOptions {
  /** Where the server is, as in `ws://localhost:5080/`. */
  readonly url: string;
  /** Waits for what a line needs to be understood, before it is read. */
  readonly foresee?: (line: string) => Promise<void>;
  /** How long connecting may take. */
  readonly connectMs?: number;
  /** After this long without a line the server is asked for one. */
  readonly idleMs?: number;
  /** How long it may take to answer that. */
  readonly answerMs?: number;
}

const protocol = "text.ircv3.net";
const normalClosure = 1000;

/**
 * Connects.
 *
 * @throws {Error} with one line for the user when nobody can be reached.
 */
export async function connectSocket(options: SocketLinkOptions): Promise<Link> {
  const { url, connectMs = 15_000 } = options;
  const socket = new WebSocket(url, [protocol]);
  const opened = Promise.withResolvers<void>();
  const fail = () => opened.reject(new Error("The server can't be reached"));
  const timer = setTimeout(fail, connectMs);
  socket.onopen = () => opened.resolve();
  socket.onclose = fail;
  // What comes before anybody reads is kept by the link from the start.
  const link = new SocketLink(socket, options);
  try {
    await opened.promise;
    return link;
  } catch (error) {
    link.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

class SocketLink implements Link {
  readonly #socket: WebSocket;
  readonly #options: SocketLinkOptions;
  #waiting: string[] = [];
  #news = Promise.withResolvers<void>();
  #hasEnded = false;
  #fault: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: WebSocket, options: SocketLinkOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.addEventListener("message", ({ data }) => this.#take(data));
    socket.addEventListener("close", ({ reason }) => {
      if (reason !== "") this.#fault ??= reason;
      this.#end();
    });
    this.#watch();
  }

  get fault(): string | undefined {
    return this.#fault;
  }

  async *lines(): AsyncIterable<readonly Line[]> {
    for (;;) {
      const lines = this.#waiting;
      this.#waiting = [];
      if (lines.length === 0 && this.#hasEnded) return;
      if (lines.length > 0) {
        for (const line of lines) await this.#options.foresee?.(line);
        yield lines;
        continue;
      }
      await this.#news.promise;
    }
  }

  send(lines: readonly string[]): Promise<void> {
    if (this.#socket.readyState === WebSocket.OPEN) {
      for (const line of lines) this.#socket.send(line);
    }
    return Promise.resolve();
  }

  close(): void {
    this.#socket.close(normalClosure);
    // The closing handshake may take long, or for ever where the network is gone.
    this.#end();
  }

  #take(data: unknown): void {
    if (this.#hasEnded || typeof data !== "string") return;
    this.#watch();
    this.#waiting.push(data);
    this.#wake();
  }

  /** A network that is gone says nothing: whoever was silent for long is asked. */
  #watch(): void {
    const { idleMs = 60_000, answerMs = 20_000 } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.send(["PING alive"]);
      this.#timer = setTimeout(() => {
        this.#fault = "The server no longer answers";
        this.close();
      }, answerMs);
    }, idleMs);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#hasEnded = true;
    this.#wake();
  }

  #wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }
}
