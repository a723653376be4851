/** A client of raw bytes, for tests that say every byte themselves. */

import { Feed } from "./feed.ts";

const encoder = new TextEncoder();

/** A port of loopback that speaks TLS. */
export interface TlsPort {
  /** Its number. */
  readonly port: number;
  /** The certificate of whoever must answer there, in PEM. */
  readonly ca: string;
  /** The client's own certificate and key, in PEM, where it has one. */
  readonly own?: { readonly cert: string; readonly key: string };
}

/** Connects to a port of loopback; where that speaks TLS, the handshake is over. */
export async function dial(at: number | TlsPort): Promise<Deno.TcpConn | Deno.TlsConn> {
  const { port, ca, own } = typeof at === "number"
    ? { port: at, ca: undefined, own: undefined }
    : at;
  if (ca !== undefined && own !== undefined) {
    return await Deno.connectTls({ hostname: "127.0.0.1", port, caCerts: [ca], ...own });
  }
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  if (ca === undefined) return connection;
  const secure = await Deno.startTls(connection, { hostname: "127.0.0.1", caCerts: [ca] });
  try {
    await secure.handshake();
    return secure;
  } catch (error) {
    secure.close();
    throw error;
  }
}

/** A connection to a server, by TCP or by TLS. */
export class WireClient implements AsyncDisposable {
  /** What the server has sent. */
  readonly feed: Feed;
  readonly #connection: Deno.TcpConn | Deno.TlsConn;
  readonly #reading: Promise<void>;

  /** See `connect`. */
  private constructor(connection: Deno.TcpConn | Deno.TlsConn, name: string) {
    this.#connection = connection;
    this.feed = new Feed(name);
    this.#reading = this.#read();
  }

  /** Connects to a port of loopback. `name` says in failures whose text it is. */
  static async connect(at: number | TlsPort, name = "a client"): Promise<WireClient> {
    return new WireClient(await dial(at), name);
  }

  /** Connects as an IRC client, registers as `nick` and joins `#lobby`. */
  static async joined(
    at: number | TlsPort,
    nick: string,
    capabilities = "",
  ): Promise<WireClient> {
    const client = await WireClient.connect(at, nick);
    if (capabilities !== "") await client.sends(`CAP REQ :${capabilities}\r\nCAP END\r\n`);
    await client.sends(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN #lobby\r\n`);
    await client.feed.expects(/ 366 \S+ #lobby .*\r\n/);
    return client;
  }

  /** Connects as a plain client that ends its lines, and comes in as `alias`. */
  static async plain(at: number | TlsPort, alias: string): Promise<WireClient> {
    const client = await WireClient.connect(at, alias);
    await client.sends(`${alias}\n`);
    await client.feed.expects(/\[server\] Here: .*\n/);
    return client;
  }

  /** The address that the server sees. */
  get address(): string {
    const { hostname, port } = this.#connection.localAddr;
    return `${hostname}:${port}`;
  }

  /** Writes all of it. */
  async sends(data: string | Uint8Array): Promise<void> {
    let rest = typeof data === "string" ? encoder.encode(data) : data;
    while (rest.length > 0) rest = rest.subarray(await this.#connection.write(rest));
  }

  /** Waits for `pattern`; see `Feed.expects`. */
  async expects(pattern: string | RegExp): Promise<readonly string[]> {
    return await this.feed.expects(pattern);
  }

  /** Waits until the server has handled all that this IRC client has sent; gives what came meanwhile. */
  async barrier(): Promise<string> {
    const token = crypto.randomUUID();
    await this.sends(`PING ${token}\r\n`);
    const [all = ""] = await this.expects(new RegExp(`[^]*${token}\r\n`));
    return all.replace(/.*\r\n$/, "");
  }

  /** Says that no more will be sent. */
  async endsSending(): Promise<void> {
    await this.#connection.closeWrite();
  }

  /** Closes the connection. */
  async close(): Promise<void> {
    try {
      this.#connection.close();
    } catch {
      // Closed before.
    }
    await this.#reading;
  }

  /** See `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const count = await this.#connection.read(buffer);
        if (count === null) break;
        this.feed.add(decoder.decode(buffer.subarray(0, count), { stream: true }));
      }
    } catch {
      // Closed by this side, or reset by the other.
    }
    this.feed.end();
  }
}
