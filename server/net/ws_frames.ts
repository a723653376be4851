/** Lines as frames of WebSocket: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */

import { binaryFrameBit, textFrameBit } from "../core/session.ts";

const LF = 10;
const CR = 13;

/** A whole message of text, and of bytes. */
const textOpcode = 0x81;
const binaryOpcode = 0x82;

/** Lengths above this stand in the two bytes after it; none of our lines is longer than those can say. */
const maxShortLength = 125;
const wideLength = 126;
const maxLength = 0xffff;

/** Bytes of lines as a shape's transport takes them: as they are, or each line without its end as a frame of its own. */
export function inFrames(lines: Uint8Array, shape: number): Uint8Array {
  if ((shape & (textFrameBit | binaryFrameBit)) === 0) return lines;
  return frameLines(lines, (shape & textFrameBit) !== 0 ? textOpcode : binaryOpcode);
}

/** A server's frames are not masked. Empty lines are none. */
function frameLines(lines: Uint8Array, opcode: number): Uint8Array {
  // The shortest line that is one has two bytes with its end, and gets two in front.
  const frames = new Uint8Array(lines.length * 2 + 4);
  let size = 0;
  for (let start = 0; start < lines.length;) {
    const found = lines.indexOf(LF, start);
    const next = found < 0 ? lines.length : found + 1;
    let end = found < 0 ? lines.length : found;
    if (end > start && lines[end - 1] === CR) end--;
    if (end > start) {
      size = putHead(frames, size, { opcode, length: end - start });
      frames.set(lines.subarray(start, end), size);
      size += end - start;
    }
    start = next;
  }
  return frames.slice(0, size);
}

interface FrameHead {
  readonly opcode: number;
  readonly length: number;
}

function putHead(frames: Uint8Array, at: number, { opcode, length }: FrameHead): number {
  if (length > maxLength) throw new RangeError(`A line of ${length} bytes is too long for a frame`);
  frames[at] = opcode;
  if (length <= maxShortLength) {
    frames[at + 1] = length;
    return at + 2;
  }
  frames[at + 1] = wideLength;
  frames[at + 2] = length >> 8;
  frames[at + 3] = length & 0xff;
  return at + 4;
}

/**
 * How many of `frames`, made by `inFrames`, may be written at once so that a frame of somebody else's can follow: whole ones,
 * up to about `maxBytes`, and at least one.
 */
export function wholeFrames(frames: Uint8Array, maxBytes: number): number {
  if (frames.length <= maxBytes) return frames.length;
  let at = 0;
  for (;;) {
    const next = at + frameBytes(frames, at);
    if (next > maxBytes && at > 0) return at;
    if (next >= frames.length || next > maxBytes) return Math.min(next, frames.length);
    at = next;
  }
}

function frameBytes(frames: Uint8Array, at: number): number {
  const length = frames[at + 1] ?? 0;
  if (length < wideLength) return 2 + length;
  return 4 + ((frames[at + 2] ?? 0) << 8) + (frames[at + 3] ?? 0);
}
