/** A network between clients and a server that breaks when a test wants it to. */

/** One connection through it. */
interface Line {
  readonly client: Deno.TcpConn;
  readonly server: Deno.TcpConn;
}

/** Passes bytes on between a free port of this machine and a server on it. */
export class BreakingNetwork implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #serverPort: number;
  readonly #work: Promise<void>[] = [];
  #lines: Line[] = [];
  #ghosts: Deno.TcpConn[] = [];

  /** Leads to the server on `serverPort`. */
  constructor(serverPort: number) {
    this.#serverPort = serverPort;
    this.#work.push(this.#accept());
  }

  /** Where clients connect to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Breaks all connections for the clients; the server does not notice before `layGhosts`. */
  breakSilently(): void {
    for (const { client, server } of this.#lines) {
      close(client);
      this.#ghosts.push(server);
    }
    this.#lines = [];
  }

  /** Breaks all connections for both sides. */
  break(): void {
    this.breakSilently();
    this.layGhosts();
  }

  /** The server notices what is broken. */
  layGhosts(): void {
    for (const ghost of this.#ghosts) close(ghost);
    this.#ghosts = [];
  }

  /** Breaks everything and lets nobody in any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.break();
    await Promise.all(this.#work);
  }

  async #accept(): Promise<void> {
    try {
      for await (const client of this.#listener) {
        const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#serverPort });
        const line = { client, server };
        this.#lines.push(line);
        this.#work.push(this.#pass(client, server, line), this.#pass(server, client, line));
      }
    } catch {
      // The listener is closed.
    }
  }

  async #pass(from: Deno.TcpConn, to: Deno.TcpConn, line: Line): Promise<void> {
    const buffer = new Uint8Array(16 * 1024);
    try {
      for (;;) {
        const length = await from.read(buffer);
        if (length === null) break;
        // What a broken line still delivers reaches nobody.
        if (!this.#lines.includes(line)) continue;
        let rest = buffer.subarray(0, length);
        while (rest.length > 0) rest = rest.subarray(await to.write(rest));
      }
    } catch {
      // One of the two is closed.
    }
    if (!this.#lines.includes(line)) return;
    this.#lines = this.#lines.filter((one) => one !== line);
    close(line.client);
    close(line.server);
  }
}

function close(conn: Deno.TcpConn): void {
  try {
    conn.close();
  } catch {
    // It is closed already.
  }
}
