/** Two who behave well: one says numbers, the other and its own echo must bring each of them once and in order. */

const encoder = new TextEncoder();

/** Half of what the server lets one client on this machine say. */
const linesPerSecond = 50;

/** Lines go out this often. */
const tickMs = 200;

/** A pair in a channel of its own. */
export class SoakPair {
  readonly #channel: string;
  readonly #connections: readonly Deno.TcpConn[];
  readonly #counters: readonly Counter[];
  #sent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(channel: string, connections: readonly Deno.TcpConn[]) {
    this.#channel = channel;
    this.#connections = connections;
    this.#counters = connections.map((connection) => new Counter(connection, channel));
  }

  /** Comes in. */
  static async join(port: number, number: number): Promise<SoakPair> {
    const channel = `#pair${number}`;
    const connections: Deno.TcpConn[] = [];
    for (const role of ["says", "hears"]) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      const nick = `${role}${number}`;
      await write(
        connection,
        `CAP REQ echo-message\r\nNICK ${nick}\r\nUSER p 0 * :p\r\nCAP END\r\nJOIN ${channel}\r\n`,
      );
      connections.push(connection);
    }
    const pair = new SoakPair(channel, connections);
    await Promise.all(pair.#counters.map(({ joined }) => joined));
    return pair;
  }

  /** How many were said. */
  get sent(): number {
    return this.#sent;
  }

  /** Begins to talk. */
  starts(): void {
    const perTick = linesPerSecond * tickMs / 1_000;
    const tick = async (): Promise<void> => {
      let lines = "";
      for (let left = perTick; left > 0; left--) {
        lines += `PRIVMSG ${this.#channel} :${this.#sent++} ${"x".repeat(60)}\r\n`;
      }
      const [sender] = this.#connections;
      if (sender !== undefined) await write(sender, lines);
      if (this.#timer !== undefined) this.#timer = setTimeout(tick, tickMs);
    };
    this.#timer = setTimeout(tick, tickMs);
  }

  /** Talks no more, and waits for what is on its way; tells what is wrong, if anything. */
  async ends(deadlineMs: number): Promise<string | undefined> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const untilMs = performance.now() + deadlineMs;
    const isBehind = () => this.#counters.some(({ next, fault }) => !fault && next < this.#sent);
    while (isBehind() && performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const connection of this.#connections) connection.close();
    await Promise.all(this.#counters.map(({ ended }) => ended));
    return this.#counters.map((counter, at) =>
      counter.fault ??
        (counter.next === this.#sent
          ? undefined
          : `${this.#channel}: ${["echo", "listener"][at]} has ${counter.next} of ${this.#sent}`)
    ).find((fault) => fault !== undefined);
  }
}

/** Counts what comes from one end. */
class Counter {
  /** The number that must come next. */
  next = 0;
  /** What came instead. */
  fault: string | undefined;
  /** Settles when it is in. */
  readonly joined: Promise<void>;
  /** Settles when no more will come. */
  readonly ended: Promise<void>;

  constructor(connection: Deno.TcpConn, channel: string) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.joined = promise;
    this.ended = this.#read(connection, channel, resolve);
  }

  async #read(connection: Deno.TcpConn, channel: string, onJoined: () => void): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const count = await connection.read(buffer).catch(() => null);
      if (count === null) break;
      const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true }))
        .split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.includes(" 366 ")) onJoined();
        if (line.startsWith("PING ")) await write(connection, `PONG${line.slice(4)}\r\n`);
        if (line.startsWith("ERROR ")) this.fault ??= `${channel}: ${line}`;
        const said = / PRIVMSG \S+ :(\d+) /.exec(line)?.[1];
        if (said === undefined) continue;
        if (Number(said) !== this.next) this.fault ??= `${channel}: ${said} came, not ${this.next}`;
        this.next++;
      }
    }
  }
}

async function write(connection: Deno.TcpConn, text: string): Promise<void> {
  let bytes = encoder.encode(text);
  while (bytes.length > 0) {
    bytes = bytes.subarray(await connection.write(bytes).catch(() => bytes.length));
  }
}
