/** A client of raw lines that measures how long answers take. */

const encoder = new TextEncoder();

/** A registered IRC client. */
export class RawClient {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(256 * 1024);
  readonly #decoder = new TextDecoder();
  #text = "";

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects and registers. */
  static async register(port: number, nick: string, capabilities = ""): Promise<RawClient> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    const client = new RawClient(connection);
    await client.ask(
      `CAP REQ :${capabilities}\r\nNICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nCAP END\r\n`,
      / (376|422) .*\r\n/,
    );
    return client;
  }

  /** Sends lines and waits for what ends the answer; gives the answer. */
  async ask(lines: string, end: RegExp): Promise<string> {
    await this.#connection.write(encoder.encode(lines));
    for (;;) {
      // Only the last lines are looked at.
      if (end.test(this.#text.slice(-2_000))) break;
      const count = await this.#connection.read(this.#buffer);
      if (count === null) throw new Error(`The server has left; it said ${this.#text.slice(-500)}`);
      this.#text += this.#decoder.decode(this.#buffer.subarray(0, count), { stream: true });
    }
    const answer = this.#text;
    this.#text = "";
    return answer;
  }

  /** Gives how long `ask` takes, in milliseconds. */
  async time(lines: string, end: RegExp): Promise<number> {
    const startMs = performance.now();
    await this.ask(lines, end);
    return performance.now() - startMs;
  }

  /** Closes the connection. */
  close(): void {
    this.#connection.close();
  }
}
