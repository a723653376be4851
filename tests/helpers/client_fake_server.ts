/** A server that says what a test tells it to: it stands for any server. */

import { LineSplitter } from "../../wire/lines.ts";

const deadlineMs = 60_000;

/** Fails when `promise` takes too long, so that a test says what it waited for. */
export async function beforeDeadline<T>(promise: Promise<T>, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`Waited too long for ${what}`)), deadlineMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Listens on a free port of this machine. */
export class FakeServer implements Disposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #peers: FakePeer[] = [];
  #isClosed = false;

  /** Where to connect to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Waits for the next client. */
  async accept(): Promise<FakePeer> {
    const peer = new FakePeer(await beforeDeadline(this.#listener.accept(), "a client"));
    this.#peers.push(peer);
    return peer;
  }

  /** Waits for the next client and lets it in under the nick that it asks for. */
  async welcome(capabilities = ""): Promise<FakePeer> {
    const peer = await this.accept();
    await peer.expect("CAP LS 302");
    const nick = (await peer.expect(/^NICK /)).slice("NICK ".length);
    await peer.expect(/^USER /);
    if (capabilities !== "") {
      await peer.send(`:irc.test CAP * LS :${capabilities}`);
      const asked = (await peer.expect(/^CAP REQ /)).slice("CAP REQ :".length);
      await peer.send(`:irc.test CAP * ACK :${asked}`);
      await peer.expect("CAP END");
    }
    await peer.send(`:irc.test 001 ${nick} :Welcome`);
    return peer;
  }

  /** Closes everything; a second time does nothing. */
  [Symbol.dispose](): void {
    if (!this.#isClosed) this.#listener.close();
    this.#isClosed = true;
    for (const peer of this.#peers) peer.close();
  }
}

/** One client of the fake server. */
export class FakePeer {
  readonly #conn: Deno.TcpConn;
  readonly #splitter = new LineSplitter(16 * 1024);
  #lines: string[] = [];
  #once: string | undefined;
  #isClosed = false;

  /** Use `FakeServer.accept`. */
  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    conn.setNoDelay(true);
  }

  /** The name of the message that was expected last. */
  get once(): string | undefined {
    return this.#once;
  }

  /** Lines that have come and were not asked for yet. */
  get waiting(): readonly string[] {
    return this.#lines;
  }

  /** Gives the next line of the client; undefined at its end. */
  async next(): Promise<string | undefined> {
    const buffer = new Uint8Array(4096);
    while (this.#lines.length === 0) {
      const length = await beforeDeadline(this.#conn.read(buffer), "a line of the client");
      if (length === null) return undefined;
      for (const line of this.#splitter.push(buffer.subarray(0, length))) {
        if (typeof line === "string") this.#lines.push(line);
      }
    }
    return this.#lines.shift();
  }

  /** Demands that the next line is this one, or matches; the name that a message has is for `once` to tell. */
  async expect(wanted: string | RegExp): Promise<string> {
    const told = await this.next();
    const [tag = "", once] = /^@\+chat\/once=(\S+) /.exec(told ?? "") ?? [];
    this.#once = once;
    const line = told?.slice(tag.length);
    const fits = typeof wanted === "string" ? line === wanted : wanted.test(line ?? "");
    if (line === undefined || !fits) throw new Error(`Wanted ${wanted}, got ${line}`);
    return line;
  }

  /** Waits for this line, whatever comes before it. */
  async skipUntil(wanted: string): Promise<void> {
    for (;;) {
      const line = await this.next();
      if (line === wanted) return;
      if (line === undefined) throw new Error(`Wanted ${wanted}, got the end`);
    }
  }

  /** Sends lines in one write. */
  async send(...lines: readonly string[]): Promise<void> {
    await this.sendBytes(new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join("")));
  }

  /** Sends bytes as they are. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#conn.write(rest));
  }

  /** Closes the connection; a second time does nothing. */
  close(): void {
    if (!this.#isClosed) this.#conn.close();
    this.#isClosed = true;
  }
}
