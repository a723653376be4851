import assert from "node:assert/strict";
import { binaryFrameBit, plainBit, textFrameBit } from "../../server/core/session.ts";
import { inFrames, wholeFrames } from "../../server/net/ws_frames.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reads frames as a client does: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function readFrames(bytes: Uint8Array): readonly (readonly [opcode: number, text: string])[] {
  const frames: (readonly [number, string])[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length;) {
    const short = view.getUint8(at + 1);
    const start = short === 126 ? at + 4 : at + 2;
    const length = short === 126 ? view.getUint16(at + 2) : short;
    frames.push([view.getUint8(at), decoder.decode(bytes.subarray(start, start + length))]);
    at = start + length;
  }
  return frames;
}

function framed(text: string, shape: number): readonly (readonly [number, string])[] {
  return readFrames(inFrames(encoder.encode(text), shape));
}

Deno.test("without frames lines are the same bytes", () => {
  const lines = encoder.encode("a\r\nb\r\n");
  assert.equal(inFrames(lines, plainBit), lines);
});

Deno.test("each line is a frame of its own, without its end", () => {
  const frames = framed("one\r\ntwo 漢字\r\nthree\n", textFrameBit | plainBit);
  assert.deepEqual(frames, [[0x81, "one"], [0x81, "two 漢字"], [0x81, "three"]]);
  assert.deepEqual(framed("one\r\n", binaryFrameBit), [[0x82, "one"]]);
});

Deno.test("empty lines are no frames, and what has no end is one", () => {
  assert.deepEqual(framed("\r\n", textFrameBit), []);
  assert.deepEqual(framed("\na\n\n\r\nb\n", textFrameBit), [[0x81, "a"], [0x81, "b"]]);
  assert.deepEqual(framed("alias?", textFrameBit), [[0x81, "alias?"]]);
});

Deno.test("frames of every length a line may have are read back", () => {
  for (const length of [1, 2, 124, 125, 126, 127, 128, 255, 256, 510, 8_703, 65_535]) {
    const text = "x".repeat(length);
    assert.deepEqual(framed(`${text}\r\na\r\n`, textFrameBit), [[0x81, text], [0x81, "a"]]);
  }
  assert.throws(() => framed("x".repeat(65_536), textFrameBit), /too long for a frame/);
});

Deno.test("what is written at once ends with a frame, wherever the limit falls", () => {
  const lengths = [1, 125, 126, 300, 2, 2, 1_000];
  const frames = inFrames(
    encoder.encode(lengths.map((length) => `${"x".repeat(length)}\r\n`).join("")),
    textFrameBit,
  );
  const ends = new Set<number>();
  let end = 0;
  for (const length of lengths) ends.add(end += length + (length > 125 ? 4 : 2));
  for (let limit = 1; limit <= frames.length + 1; limit++) {
    const count = wholeFrames(frames, limit);
    assert.ok(ends.has(count), `${count} bytes at a limit of ${limit}`);
    assert.ok(count <= limit || count === 3, `${count} bytes at a limit of ${limit}`);
  }
  // At least one goes, however large.
  const large = inFrames(encoder.encode(`${"x".repeat(9_000)}\r\na\r\n`), textFrameBit);
  assert.equal(wholeFrames(large, 100), 9_004);
});
