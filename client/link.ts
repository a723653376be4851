/** The connection to a server: lines in, lines out. */

import { type Line, LineSplitter } from "../wire/lines.ts";
import { maxMessageBytes } from "../wire/message.ts";
import { maxTagBytes } from "../wire/tags.ts";
import { formatMessage } from "../wire/format.ts";
import { startTls, TlsFailure, type TlsTrust } from "./start_tls.ts";
import type { ByteStream } from "./byte_stream.ts";

/** How long a connection may take, and how long a silent one is believed in. */
export interface LinkOptions {
  /** Where to connect to. */
  readonly host: string;
  /** Where to connect to. */
  readonly port: number;
  /** Speaks TLS, and goes by this to know the server. */
  readonly tls?: TlsTrust | undefined;
  /** What the server wants to be told before anything else; left out: nothing. */
  readonly password?: string | undefined;
  /** How long connecting may take. */
  readonly connectMs?: number;
  /** After this much silence the server is asked whether it is there. */
  readonly idleMs?: number;
  /** After this much more it is taken for dead. */
  readonly answerMs?: number;
}

const readBytes = 16 * 1024;
// Replies are written without waiting; a server that makes us reply and reads nothing may not fill our memory.
const maxUnwrittenLength = 1024 * 1024;

/** A connection that can be read once and written to until it is closed. */
export class Link {
  readonly #conn: ByteStream;
  readonly #idleMs: number;
  readonly #answerMs: number;
  readonly #encoder = new TextEncoder();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unwritten = "";
  #writing: Promise<void> | undefined;
  #isClosed = false;
  #fault: string | undefined;

  /** Use `connect`. */
  constructor(conn: ByteStream, { idleMs, answerMs }: { idleMs: number; answerMs: number }) {
    this.#conn = conn;
    this.#idleMs = idleMs;
    this.#answerMs = answerMs;
    this.#expectLife();
  }

  /** Why we closed the connection, where it was not asked for. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** The lines of the server: at each turn those that one read completed. Ends with the connection, and never throws. */
  async *lines(): AsyncGenerator<readonly Line[], void, undefined> {
    let hasBegun = false;
    const splitter = new LineSplitter(maxTagBytes + maxMessageBytes);
    const buffer = new Uint8Array(readBytes);
    for (;;) {
      const length = await this.#read(buffer);
      if (length === null) break;
      this.#expectLife();
      if (!hasBegun && isTlsAlert(buffer.subarray(0, length))) {
        return this.#fail("The server speaks TLS on this port: give --tls");
      }
      hasBegun = true;
      const lines = splitter.push(buffer.subarray(0, length));
      if (lines.length > 0) yield lines;
    }
    const rest = splitter.flush();
    if (rest.length > 0) yield rest;
  }

  /** Sends lines, given without their ends. Resolves when they are written, or never will be. */
  send(lines: readonly string[]): Promise<void> {
    if (this.#isClosed || lines.length === 0) return Promise.resolve();
    this.#unwritten += lines.join("\r\n") + "\r\n";
    if (this.#unwritten.length > maxUnwrittenLength) this.#fail("The server does not read");
    this.#writing ??= this.#write();
    return this.#writing;
  }

  /** Closes the connection at once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#conn.close();
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#conn.read(buffer);
    } catch {
      // Reset, or closed by us: it has ended either way.
      return null;
    }
  }

  async #write(): Promise<void> {
    try {
      while (this.#unwritten !== "" && !this.#isClosed) {
        let bytes = this.#encoder.encode(this.#unwritten);
        this.#unwritten = "";
        while (bytes.length > 0) bytes = bytes.subarray(await this.#conn.write(bytes));
      }
    } catch {
      // Reading sees the end too, after all that the server still had to say.
    }
    this.#writing = undefined;
  }

  #expectLife(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.send(["PING alive"]);
      this.#timer = setTimeout(() => this.#fail("The server no longer answers"), this.#answerMs);
    }, this.#idleMs);
  }

  #fail(fault: string): void {
    this.#fault = fault;
    this.close();
  }
}

/**
 * Connects to a server.
 *
 * @throws {Error} with one line for the user when nobody can be reached.
 */
export async function connect(options: LinkOptions): Promise<Link> {
  const { host, port, tls, connectMs = 15_000, idleMs = 90_000, answerMs = 30_000 } = options;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), connectMs);
  try {
    const stream = tls === undefined
      ? await openPlain(host, port, patience.signal)
      : await startTls({ host, port, ...tls, patience: patience.signal });
    const link = new Link(stream, { idleMs, answerMs });
    const { password } = options;
    // https://modern.ircdocs.horse/#pass-message comes before all else.
    if (password !== undefined) link.send([formatMessage({ command: "PASS", params: [password] })]);
    return link;
  } catch (error) {
    const why = patience.signal.aborted
      ? `it did not answer within ${connectMs / 1000} s. Check host, port and ` +
        (tls === undefined ? "network" : "whether it speaks TLS")
      : reasonOf(error, host);
    throw new Error(
      `Could not connect to ${host.includes(":") ? `[${host}]` : host}:${port}: ${why}`,
    );
  } finally {
    clearTimeout(timer);
  }
}

async function openPlain(hostname: string, port: number, signal: AbortSignal): Promise<ByteStream> {
  const connection = await Deno.connect({ hostname, port, signal });
  connection.setNoDelay(true);
  return connection;
}

/** What a server of TLS answers to what is none: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
function isTlsAlert([type, version]: Uint8Array): boolean {
  return type === 0x15 && version === 3;
}

function reasonOf(error: unknown, host: string): string {
  if (error instanceof TlsFailure) return error.message;
  if (error instanceof Deno.errors.ConnectionRefused || /ECONNREFUSED/.test(String(error))) {
    return "nothing listens there. Start a server with: chat server";
  }
  const text = error instanceof Error ? error.message : String(error);
  if (/failed to lookup|ENOTFOUND|invalid empty host/.test(text) || error instanceof URIError) {
    return `there is no host "${host}". Check its spelling`;
  }
  return `${text.replace(/ \(os error \d+\)$/, "")}. Check host, port and network`;
}
