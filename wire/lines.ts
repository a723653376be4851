/** Bytes of a stream to lines: the floor that every connection of server and client stands on. */

import { exceedsUtf8 } from "./utf8.ts";

/** A line that can't be given as text; the reader answers it and goes on with the next one. */
export type LineFault =
  /** `text` is how the line began, as much of it as was kept, and like that of `invalidUtf8`. */
  | { readonly kind: "tooLong"; readonly maxBytes: number; readonly text: string }
  /** `text` is the line with U+FFFD for what was not UTF-8: good for naming its command, never for relaying. */
  | { readonly kind: "invalidUtf8"; readonly text: string }
  /** A message of a transport that has one line in each held more; nothing of it is told back. */
  | { readonly kind: "severalLines"; readonly text: "" };

/** One line without its end, or what was wrong with it. */
export type Line = string | LineFault;

const LF = 10;
const CR = 13;
const empty = new Uint8Array(0);

/**
 * Splits pushed bytes into lines ended by CR, LF, CRLF or CR NUL (telnet's form).
 *
 * Holds at most `maxBytes` of an unfinished line: a longer one is told once as `tooLong` and skipped to its end.
 * A CR ends its line at once; an LF or NUL that follows, even in the next push, belongs to it.
 */
export class LineSplitter {
  #maxBytes: number;
  #pending: Uint8Array = empty;
  #skipping = false;
  #afterCr = false;

  /** `maxBytes`: longest line taken, without its end. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of the line that is not ended yet. Valid until the next push. */
  get pending(): Uint8Array {
    return this.#pending;
  }

  /** Says whether a line has begun that is not ended yet; one that is skipped counts too. */
  get isMidLine(): boolean {
    return this.#skipping || this.#pending.length > 0;
  }

  /** Changes the cap, from the next push on; a dialect that was recognised has its own. */
  limit(maxBytes: number): void {
    this.#maxBytes = maxBytes;
  }

  /** Takes the bytes of one read and gives the lines that it completed. `chunk` may be reused afterwards. */
  push(chunk: Uint8Array): readonly Line[] {
    let start = 0;
    if (this.#afterCr && chunk.length > 0) {
      this.#afterCr = false;
      if (chunk[0] === LF || chunk[0] === 0) start = 1;
    }
    const end = lastEnd(chunk, start);
    if (end < start) {
      this.#keep(chunk.subarray(start));
      return this.#skipping || this.#pending.length <= this.#maxBytes ? [] : [this.#overflow()];
    }
    const block = this.#join(part(chunk, start, end + 1));
    this.#afterCr = chunk[end] === CR;
    const lines = this.#split(block);
    this.#pending = empty;
    let rest = end + 1;
    if (this.#afterCr && rest < chunk.length) {
      // The last end in the chunk is this CR, so a NUL after it can only be its second half.
      this.#afterCr = false;
      if (chunk[rest] === 0) rest++;
    }
    if (rest < chunk.length) this.#keep(chunk.subarray(rest));
    if (this.#pending.length > this.#maxBytes) lines.push(this.#overflow());
    return lines;
  }

  /** Ends the pending bytes as a line, at the end of the stream or where a client sends no line ends. */
  flush(): readonly Line[] {
    const block = this.#pending;
    this.#pending = empty;
    if (this.#skipping) {
      this.#skipping = false;
      return [];
    }
    return block.length === 0 ? [] : [this.#decode(block)];
  }

  #keep(bytes: Uint8Array): void {
    if (this.#skipping || bytes.length === 0) return;
    this.#pending = this.#pending.length === 0 ? bytes.slice() : this.#join(bytes);
  }

  #join(bytes: Uint8Array): Uint8Array {
    if (this.#pending.length === 0) return bytes;
    const joined = new Uint8Array(this.#pending.length + bytes.length);
    joined.set(this.#pending);
    joined.set(bytes, this.#pending.length);
    return joined;
  }

  #overflow(): LineFault {
    const fault = this.#tooLong(this.#pending);
    this.#pending = empty;
    this.#skipping = true;
    return fault;
  }

  /** One decode for the whole block is several times cheaper than one a line; only a block at fault is done by line. */
  #split(block: Uint8Array): Line[] {
    const text = decodeUtf8(block);
    return text === undefined ? this.#splitBytes(block) : this.#splitText(text);
  }

  #splitText(text: string): Line[] {
    const lines: Line[] = [];
    let start = 0;
    let [lf, cr] = [next(text, "\n", 0), next(text, "\r", 0)];
    // Each is looked for again only when it is passed: a search for a character is quicker than looking at each.
    for (let at = Math.min(lf, cr); at < text.length; at = Math.min(lf, cr)) {
      if (this.#skipping) this.#skipping = false;
      else lines.push(this.#checked(text.slice(start, at)));
      start = at + 1;
      if (at === cr && isSecondHalf(text.charCodeAt(start))) start++;
      if (lf < start) lf = next(text, "\n", start);
      if (cr < start) cr = next(text, "\r", start);
    }
    return lines;
  }

  #splitBytes(block: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let at = 0; at < block.length; at++) {
      const byte = block[at];
      if (byte !== LF && byte !== CR) continue;
      if (this.#skipping) this.#skipping = false;
      else lines.push(this.#decode(block.subarray(start, at)));
      if (byte === CR && isSecondHalf(block[at + 1])) at++;
      start = at + 1;
    }
    return lines;
  }

  #decode(bytes: Uint8Array): Line {
    const text = decodeUtf8(bytes);
    if (text !== undefined) return this.#checked(text);
    if (bytes.length > this.#maxBytes) return this.#tooLong(bytes);
    return { kind: "invalidUtf8", text: decoder.decode(bytes) };
  }

  #checked(text: string): Line {
    return exceedsUtf8(text, this.#maxBytes) ? this.#tooLong(encoder.encode(text)) : text;
  }

  #tooLong(bytes: Uint8Array): LineFault {
    const maxBytes = this.#maxBytes;
    return { kind: "tooLong", maxBytes, text: decoder.decode(bytes.subarray(0, maxBytes)) };
  }
}

// A byte order mark is a character like others here: hiding it would let two names look the same.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Decodes `bytes`, or gives undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  // A fatal decoder throws, which takes 10 µs, and a read may hold thousands of lines that are wrong.
  const text = decoder.decode(bytes);
  return text.includes("\ufffd") && !isSame(encoder.encode(text), bytes) ? undefined : text;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Where `character` is next; behind the end where it is not. */
function next(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

function isSecondHalf(unit: number | undefined): boolean {
  return unit === LF || unit === 0;
}

/** Mostly that is all of it, and no view is made. */
function part(chunk: Uint8Array, start: number, end: number): Uint8Array {
  return start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end);
}

/** Where the first end of a line is, a CR or an LF; the length where there is none. */
export function firstEnd(bytes: Uint8Array): number {
  const [lf, cr] = [bytes.indexOf(LF), bytes.indexOf(CR)];
  if (lf < 0 && cr < 0) return bytes.length;
  return lf < 0 || cr < 0 ? Math.max(lf, cr) : Math.min(lf, cr);
}

function lastEnd(chunk: Uint8Array, start: number): number {
  for (let at = chunk.length - 1; at >= start; at--) {
    if (chunk[at] === LF || chunk[at] === CR) return at;
  }
  return -1;
}
