/** The lines of one connection, as they come. */

import { firstEnd, type Line } from "../../wire/lines.ts";
import type { Framing } from "./framing.ts";
import type { AnyTransport, ByteEvents, MessageEvents } from "./transport.ts";

/** Who takes the lines of a connection. */
export interface LineConsumer {
  /** Something has come: a sign of life. */
  onRead(): void;
  /**
   * Takes what one read completed, at least one line; all of it is to be handled in one turn. Gives a promise where it takes
   * time, which does not reject: until then nothing more is read.
   */
  onLines(lines: readonly Line[]): Promise<void> | undefined;
  /** No more will come. The last that is called, as `onLost` is. */
  onEnd(): void;
  /** The connection is lost. */
  onLost(error: unknown): void;
}

const LF = 10;
const CR = 13;

/** Reads a socket of any kind, by lines. */
export class LineReader implements ByteEvents, MessageEvents {
  readonly #transport: AnyTransport;
  readonly #framing: Framing;
  readonly #consumer: LineConsumer;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** Begins to read. */
  constructor(transport: AnyTransport, framing: Framing, consumer: LineConsumer) {
    this.#transport = transport;
    this.#framing = framing;
    this.#consumer = consumer;
    transport.listen(this);
  }

  /** Hands nothing over any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#quietTimer);
  }

  /** See `ByteEvents`. */
  onBytes(bytes: Uint8Array): void {
    this.#consumer.onRead();
    this.#hand(() => this.#framing.push(bytes));
  }

  /** See `MessageEvents`. */
  onMessages(messages: readonly Uint8Array[]): void {
    this.#consumer.onRead();
    this.#hand(() => messages.flatMap((message) => messageLines(message, this.#framing)));
  }

  /** See `SocketEvents`. What has no end is a line now. */
  onEnd(): void {
    const handling = this.#consume(() => this.#framing.flush());
    if (this.#isStopped) return;
    if (handling === undefined) this.#consumer.onEnd();
    else void handling.then(() => this.#consumer.onEnd());
  }

  /** See `SocketEvents`. */
  onLost(error: unknown): void {
    clearTimeout(this.#quietTimer);
    this.#consumer.onLost(error);
  }

  /** Hands lines over. A fault of ours in reading them ends one connection, not the server. */
  #consume(read: () => readonly Line[]): Promise<void> | undefined {
    clearTimeout(this.#quietTimer);
    try {
      const lines = read();
      return lines.length > 0 ? this.#consumer.onLines(lines) : undefined;
    } catch (error) {
      this.stop();
      this.#consumer.onLost(error);
      return undefined;
    }
  }

  #hand(read: () => readonly Line[]): void {
    const handling = this.#consume(read);
    if (handling === undefined) return this.#awaitQuiet();
    this.#transport.pause();
    void handling.then(() => {
      if (this.#isStopped) return;
      this.#transport.resume();
      this.#awaitQuiet();
    });
  }

  /** Where lines have no end, a pause is one. */
  #awaitQuiet(): void {
    const { quietMs } = this.#framing;
    if (quietMs === undefined || this.#isStopped) return;
    this.#quietTimer = setTimeout(() => this.#hand(() => this.#framing.flush()), quietMs);
  }
}

/**
 * The line of a message, or what is wrong with it. A line end after it is forgiven; one within it is not:
 * https://ircv3.net/specs/extensions/websocket
 */
export function messageLines(message: Uint8Array, framing: Framing): readonly Line[] {
  const end = firstEnd(message);
  const line = new Uint8Array(end + 1);
  line.set(message.subarray(0, end));
  line[end] = LF;
  const isOne = message.subarray(end).every((byte) => byte === LF || byte === CR);
  // A first message that is refused still tells what is spoken.
  if (isOne || framing.dialect === "open") {
    const lines = framing.push(line);
    if (isOne) return lines;
  }
  return [{ kind: "severalLines", text: "" }];
}
