/** A connection between a client and a server that passes bytes on in small pieces. */

/** Takes one client. */
export class Relay implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #passing: Promise<void>;

  /** Passes on to a port of this machine, `pieceBytes` at a time, both ways. */
  constructor(port: number, pieceBytes: number) {
    this.#passing = this.#pass(port, pieceBytes);
  }

  /** Where it listens. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** To be called when the client has gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#passing.catch(() => {});
  }

  async #pass(port: number, pieceBytes: number): Promise<void> {
    using client = await this.#listener.accept();
    using server = await Deno.connect({ hostname: "127.0.0.1", port });
    await Promise.all([
      passOn(client, server, pieceBytes),
      passOn(server, client, pieceBytes),
    ]);
  }
}

async function passOn(from: Deno.TcpConn, to: Deno.TcpConn, pieceBytes: number): Promise<void> {
  to.setNoDelay(true);
  const buffer = new Uint8Array(pieceBytes);
  try {
    for (;;) {
      const count = await from.read(buffer);
      if (count === null) break;
      let rest = buffer.subarray(0, count);
      while (rest.length > 0) rest = rest.subarray(await to.write(rest));
    }
    await to.closeWrite();
  } catch {
    // One of them has gone.
  }
}
