/** The bytes of one connection to lines, while it is not yet known what it speaks, and after. */

import { type Dialect, tellDialect } from "../../wire/dialect.ts";
import { firstEnd, type Line, LineSplitter } from "../../wire/lines.ts";
import { maxMessageBytes } from "../../wire/message.ts";
import { maxTagBytes } from "../../wire/tags.ts";
import { TelnetFilter } from "../../wire/telnet.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";

/** How lines are read. */
export interface FramingOptions {
  /** See `DialectOptions.anyCase`. */
  readonly anyCase: boolean;
  /** Longest plain line, in bytes without its end. */
  readonly maxPlainBytes: number;
  /** What is spoken, where that is agreed on before the first line. */
  readonly dialect?: "irc";
}

const maxIrcBytes = maxTagBytes + maxMessageBytes - 2;

/** Unframed bytes that no more follow for this long are a line. */
const quietMs = 50;

/** The same after a single character, which is typing, or half of one. */
const typingMs = 1_000;

/** The same for the start of a word of IRC. A pause that long within a word is not a program's. */
const openMs = 5_000;

/**
 * Reads one connection.
 *
 * A plain client that has never sent a line end is read by pauses: `quietMs` tells how long to wait before `flush`.
 */
export class Framing {
  readonly #options: FramingOptions;
  readonly #splitter = new LineSplitter(maxIrcBytes);
  readonly #telnet = new TelnetFilter();
  #dialect: Dialect = "open";
  #hasLineEnds = false;
  #isTyping = false;

  /** Starts with a connection of which nothing is known. */
  constructor(options: FramingOptions) {
    this.#options = options;
    this.#dialect = options.dialect ?? "open";
  }

  /** What the connection speaks, as far as it is known. */
  get dialect(): Dialect {
    return this.#dialect;
  }

  /** Says whether a line has begun that is not ended yet. */
  get isMidLine(): boolean {
    return this.#splitter.isMidLine;
  }

  /** How long no byte must come until `flush` is due; undefined where only a line end ends a line. */
  get quietMs(): number | undefined {
    if (this.#hasLineEnds || !this.#splitter.isMidLine) return undefined;
    if (this.#dialect === "open") return openMs;
    if (this.#dialect !== "plain") return undefined;
    return this.#isTyping ? typingMs : quietMs;
  }

  /** Takes what one read gave. `chunk` may be reused afterwards. */
  push(chunk: Uint8Array): readonly Line[] {
    // The first line tells how the others are to be read, also those that came with it.
    const end = this.#dialect === "open" ? firstEnd(chunk) + 1 : chunk.length;
    if (end >= chunk.length) return this.#read(chunk);
    return [...this.#read(chunk.subarray(0, end)), ...this.#read(chunk.subarray(end))];
  }

  #read(chunk: Uint8Array): readonly Line[] {
    const isIrc = this.#dialect === "irc";
    const bytes = isIrc ? chunk : this.#telnet.push(chunk);
    const lines = this.#splitter.push(bytes);
    if (isIrc) return lines;
    if (bytes.length > 0) {
      this.#isTyping = isOneCharacter(bytes) || endsInsideCharacter(this.#splitter.pending);
      // A line that is too long is told without its end: only an end that came says that there are any.
      this.#hasLineEnds ||= firstEnd(bytes) < bytes.length;
    }
    if (this.#dialect === "open") this.#decide(lines[0]);
    // No line need end in a hello of TLS, and nothing more comes until it is answered.
    if (this.#dialect === "tls" && lines.length === 0) return this.flush();
    return this.#dialect === "plain" ? lines.map((line) => this.#capped(line)) : lines;
  }

  /** Ends the bytes so far as a line: they have been quiet long enough, or the stream has ended. */
  flush(): readonly Line[] {
    const lines = this.#splitter.flush();
    if (this.#dialect === "open") this.#decide(lines[0]);
    return this.#dialect === "plain" ? lines.map((line) => this.#capped(line)) : lines;
  }

  #decide(first: Line | undefined): void {
    const { anyCase } = this.#options;
    const isLine = first !== undefined;
    const text = isLine ? textOf(first) : lossy.decode(this.#splitter.pending);
    if (isLine || text !== "") this.#dialect = tellDialect(text, { anyCase, isLine });
    if (this.#dialect === "plain") this.#splitter.limit(this.#options.maxPlainBytes);
  }

  /** The cap of the block in which the dialect was decided was IRC's. */
  #capped(line: Line): Line {
    const { maxPlainBytes } = this.#options;
    const isTooLong = typeof line === "string"
      ? exceedsUtf8(line, maxPlainBytes)
      : line.kind === "tooLong";
    // Nothing of what was said is told back.
    return isTooLong ? { kind: "tooLong", maxBytes: maxPlainBytes, text: "" } : line;
  }
}

// As lines are read: see `LineSplitter`.
const lossy = new TextDecoder("utf-8", { ignoreBOM: true });

function textOf(line: Line): string {
  return typeof line === "string" ? line : line.text;
}

function isOneCharacter(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  return bytes.length > 0 && bytes.length <= characterBytes(first);
}

/** A network may cut within a character; the rest of it is on its way. */
function endsInsideCharacter(bytes: Uint8Array): boolean {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return characterBytes(byte) > back;
    if (byte < 0x80) return false;
  }
  return false;
}

function characterBytes(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
