/** A connection between a client and a server that passes bytes on in small pieces. */

/** What a relay does to bytes. */
export interface RelayOptions {
  /** The most that it passes on at a time. */
  readonly pieceBytes: number;
  /** The byte of the client, counted from 0, that arrives as another. */
  readonly damagedByte?: number;
}

/** Takes one client. */
export class Relay implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #passing: Promise<void>;

  /** Passes on to a port of this machine, both ways. */
  constructor(port: number, options: RelayOptions) {
    this.#passing = this.#pass(port, options);
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

  async #pass(port: number, { pieceBytes, damagedByte }: RelayOptions): Promise<void> {
    using client = await this.#listener.accept();
    using server = await Deno.connect({ hostname: "127.0.0.1", port });
    await Promise.all([
      passOn(client, server, { pieceBytes, ...(damagedByte !== undefined && { damagedByte }) }),
      passOn(server, client, { pieceBytes }),
    ]);
  }
}

async function passOn(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  { pieceBytes, damagedByte = -1 }: RelayOptions,
): Promise<void> {
  to.setNoDelay(true);
  const buffer = new Uint8Array(pieceBytes);
  let passed = 0;
  try {
    for (;;) {
      const count = await from.read(buffer);
      if (count === null) break;
      const damaged = buffer[damagedByte - passed];
      if (damaged !== undefined) buffer[damagedByte - passed] = damaged ^ 0x41;
      passed += count;
      let rest = buffer.subarray(0, count);
      while (rest.length > 0) rest = rest.subarray(await to.write(rest));
    }
    await to.closeWrite();
  } catch {
    // One of them has gone.
  }
}
