/** Has the runtime look at all sockets before it goes on. */

const loopback = "127.0.0.1";

/**
 * A connection to ourselves.
 *
 * Deno's runtime runs what is ready, `setImmediate` up to 61 times (2.9.6), before it looks at sockets again, and no timer is
 * shorter than a millisecond. A byte that we send to ourselves can be read only after it has looked.
 */
export class SelfPipe implements Disposable {
  readonly #near: Deno.TcpConn;
  readonly #far: Deno.TcpConn;
  #waiting: (() => void) | undefined;

  private constructor(near: Deno.TcpConn, far: Deno.TcpConn) {
    this.#near = near;
    this.#far = far;
    void this.#read();
  }

  /** Opens one; undefined where this machine can't connect to itself. */
  static async open(): Promise<SelfPipe | undefined> {
    try {
      using listener = Deno.listen({ hostname: loopback, port: 0 });
      const { port } = listener.addr;
      const [near, far] = await Promise.all([
        Deno.connect({ hostname: loopback, port }),
        listener.accept(),
      ]);
      near.setNoDelay(true);
      // Somebody else on this machine was quicker.
      if (far.remoteAddr.port === near.localAddr.port) return new SelfPipe(near, far);
      near.close();
      far.close();
    } catch {
      // There are other ways to let time pass.
    }
    return undefined;
  }

  /** Calls `act` when all that has come to sockets by now was handed to who reads them. One caller at a time. */
  poll(act: () => void): void {
    this.#waiting = act;
    this.#near.write(oneByte).catch(() => this.#goOn());
  }

  /** Closes it; who waits is called. */
  [Symbol.dispose](): void {
    this.#near.close();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(1);
    try {
      while (await this.#far.read(buffer) !== null) this.#goOn();
    } finally {
      this.#far.close();
      this.#goOn();
    }
  }

  #goOn(): void {
    const act = this.#waiting;
    this.#waiting = undefined;
    // What was found with it is handled first.
    if (act !== undefined) setImmediate(act);
  }
}

const oneByte = new Uint8Array(1);
