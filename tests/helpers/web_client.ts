/** A client of WebSocket, for tests that say every message themselves. */

import { Feed } from "./feed.ts";

/** How a client comes. */
export interface WebClientOptions {
  /** The web's port on loopback. */
  readonly port: number;
  /** Who must answer there, in PEM, where that speaks TLS. */
  readonly ca?: string;
  /** What it offers, in its order. */
  readonly protocols?: readonly string[];
  /** The page that it says to come from. */
  readonly origin?: string;
  /** Says in failures whose text it is. */
  readonly name?: string;
}

/** A connection. Each message that comes is a line of its feed. */
export class WebClient implements AsyncDisposable {
  /** What the server has sent, each message with LF after it. */
  readonly feed: Feed;
  /** Whether each message was text. */
  readonly wereText: boolean[] = [];
  readonly #socket: WebSocket;
  readonly #http: Deno.HttpClient;
  readonly #closed = Promise.withResolvers<number>();

  private constructor(options: WebClientOptions) {
    const { port, ca, protocols = [], origin, name = "a page" } = options;
    this.feed = new Feed(name);
    this.#http = Deno.createHttpClient(ca === undefined ? {} : { caCerts: [ca] });
    this.#socket = new WebSocket(`${ca === undefined ? "ws" : "wss"}://127.0.0.1:${port}/`, {
      protocols: [...protocols],
      client: this.#http,
      ...(origin === undefined ? {} : { headers: { origin } }),
    });
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.#take(data);
    this.#socket.onclose = ({ code }) => {
      this.feed.end();
      this.#http.close();
      this.#closed.resolve(code);
    };
  }

  /** Connects; rejects where that is refused. */
  static async connect(options: WebClientOptions): Promise<WebClient> {
    const client = new WebClient(options);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    client.#socket.onopen = () => resolve();
    client.#socket.onerror = (event) =>
      reject(new Error("message" in event ? String(event.message) : "It was refused"));
    await promise;
    client.#socket.onerror = () => {};
    return client;
  }

  /** What was agreed on. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Sends one message. */
  sends(message: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(message);
  }

  /** Sends each line as a message, and waits for what the last of them brings. */
  async registers(nick: string, channel = "#lobby"): Promise<void> {
    for (const line of [`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, `JOIN ${channel}`]) {
      this.sends(line);
    }
    await this.expects(new RegExp(` 366 \\S+ ${channel} .*\\n`));
  }

  /** Waits for `pattern`; see `Feed.expects`. */
  async expects(pattern: string | RegExp): Promise<readonly string[]> {
    return await this.feed.expects(pattern);
  }

  /** Waits until it is closed, and gives the code. */
  async closes(): Promise<number> {
    return await this.#closed.promise;
  }

  /** Closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.closes();
  }

  #take(data: string | ArrayBuffer): void {
    this.wereText.push(typeof data === "string");
    const text = typeof data === "string" ? data : new TextDecoder().decode(data);
    this.feed.add(`${text}\n`);
  }
}
