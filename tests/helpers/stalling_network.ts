/** A network between a server and what it depends on: it can be cut, and it can swallow all that is sent. */

/** Passes bytes on between a free port of this machine and another one on it. */
export class StallingNetwork implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #portOf: () => number;
  readonly #work = new Set<Promise<void>>();
  readonly #conns = new Set<Deno.TcpConn>();
  #isCut = false;
  #stalled: PromiseWithResolvers<void> | undefined;

  /** Leads to the port that `portOf` gives, which each connection asks anew. */
  constructor(portOf: () => number) {
    this.#portOf = portOf;
    this.#track(this.#accept());
  }

  /** Where one connects to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Breaks all connections, and every new one at once. */
  cut(): void {
    this.#isCut = true;
    this.#closeAll();
  }

  /** From now on nothing arrives, and nobody is told: what is sent waits. */
  stall(): void {
    this.#stalled ??= Promise.withResolvers();
  }

  /** All is as ever; what waited arrives. */
  heal(): void {
    this.#isCut = false;
    this.#stalled?.resolve();
    this.#stalled = undefined;
  }

  /** Breaks everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.cut();
    this.heal();
    this.#closeAll();
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #track(work: Promise<void>): void {
    const tracked = work.catch(() => {}).finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#listener) {
      if (this.#isCut) conn.close();
      else this.#track(this.#lead(conn));
    }
  }

  async #lead(conn: Deno.TcpConn): Promise<void> {
    this.#conns.add(conn);
    await this.#stalled?.promise;
    try {
      const other = await Deno.connect({ hostname: "127.0.0.1", port: this.#portOf() });
      this.#conns.add(other);
      await Promise.all([this.#pass(conn, other), this.#pass(other, conn)]);
      this.#close(other);
    } finally {
      this.#close(conn);
    }
  }

  async #pass(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    try {
      for (;;) {
        const length = await from.read(buffer);
        await this.#stalled?.promise;
        if (length === null) return await to.closeWrite();
        let rest = buffer.subarray(0, length);
        while (rest.length > 0) rest = rest.subarray(await to.write(rest));
      }
    } catch {
      // Broken here, or by one side, which the other is to notice.
      this.#close(from);
      this.#close(to);
    }
  }

  #closeAll(): void {
    for (const conn of this.#conns) this.#close(conn);
  }

  #close(conn: Deno.TcpConn): void {
    this.#conns.delete(conn);
    try {
      conn.close();
    } catch {
      // It is closed already.
    }
  }
}
