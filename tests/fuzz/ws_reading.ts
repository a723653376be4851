/** How frames are to be read, written down a second time: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */

import { maxMessageBytes } from "../../server/net/ws_transport.ts";
import { decodeUtf8 } from "../../wire/lines.ts";
import { joined } from "./mutation.ts";
import type { Piece } from "./target.ts";

/** What a server must make of a client's frames. */
export interface WsReading {
  /** Whole messages, in hex. */
  readonly messages: readonly string[];
  /** How it ends: in order, by something that is wrong, or not by itself. */
  readonly ending: "closed" | "fault" | "open";
  /** In a few words. */
  readonly why: string;
  /** The piece that ended it. */
  readonly endsAt: number;
  /** What was in it, by the piece in which it began. */
  readonly features: readonly (readonly [at: number, feature: string])[];
}

interface Frame {
  readonly isLast: boolean;
  readonly reserved: number;
  readonly opcode: number;
  readonly isMasked: boolean;
  readonly length: number;
  readonly body: Uint8Array;
  readonly end: number;
}

/** See `WsTransport`: a peer that sends more of them within a second is ended. */
const maxControlFrames = 50;

/** Reads all pieces as one stream. */
export function readFrames(pieces: readonly Piece[]): WsReading {
  const bytes = joined(...pieces);
  const messages: string[] = [];
  const features: [number, string][] = [];
  let parts: Uint8Array[] | undefined;
  let isText = false;
  let controlFrames = 0;
  for (let at = 0; at < bytes.length;) {
    const piece = pieceAt(pieces, at);
    const end = (ending: WsReading["ending"], why: string): WsReading => ({
      messages,
      ending,
      why,
      endsAt: piece,
      features,
    });
    const frame = frameAt(bytes, at);
    const fault = frame === undefined ? undefined : faultOf(frame, parts);
    if (fault !== undefined) return end("fault", fault);
    if (frame === undefined || frame.end > bytes.length) return end("open", "cut off");
    at = frame.end;
    features.push([piece, `opcode ${frame.opcode} ${frame.isLast} ${sizeOf(frame.length)}`]);
    if (frame.opcode >= 8) {
      if (frame.opcode === 8) return end(...closing(frame.body));
      if (++controlFrames > maxControlFrames) return end("fault", "too many control frames");
      continue;
    }
    if (frame.opcode !== 0) isText = frame.opcode === 1;
    parts = [...parts ?? [], frame.body];
    const whole = joined(...parts);
    if (whole.length > maxMessageBytes) return end("fault", "message too long");
    if (!frame.isLast) continue;
    if (isText && decodeUtf8(whole) === undefined) return end("fault", "invalid UTF-8");
    messages.push(whole.toHex());
    parts = undefined;
  }
  return { messages, ending: "open", why: "no more", endsAt: pieces.length - 1, features };
}

function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  let length = lengthBytes === 0 ? short : 0;
  for (let index = 0; index < lengthBytes; index++) {
    length = length * 256 + (bytes[at + 2 + index] ?? 0);
  }
  const isMasked = (second & 0x80) !== 0;
  const start = at + 2 + lengthBytes + (isMasked ? 4 : 0);
  const key = bytes.subarray(start - 4, start);
  const body = bytes.slice(start, start + length).map((byte, index) =>
    byte ^ (key[index % 4] ?? 0)
  );
  return {
    isLast: (first & 0x80) !== 0,
    reserved: first & 0x70,
    opcode: first & 0x0f,
    isMasked,
    // What is not there yet can't be wrong yet.
    length: at + 2 + lengthBytes > bytes.length ? 0 : length,
    body,
    end: at + 2 + lengthBytes > bytes.length ? Infinity : start + length,
  };
}

function faultOf(frame: Frame, parts: readonly Uint8Array[] | undefined): string | undefined {
  const { opcode, isLast, reserved, isMasked, length } = frame;
  if (reserved !== 0) return "reserved bits";
  if (opcode > 2 && opcode < 8 || opcode > 10) return "unknown opcode";
  if (opcode === 0 && parts === undefined) return "nothing to go on with";
  if ((opcode === 1 || opcode === 2) && parts !== undefined) return "a message within a message";
  if (opcode >= 8 && !isLast) return "a control frame in parts";
  if (opcode >= 8 && length > 125) return "a long control frame";
  if (opcode === 8 && length === 1) return "half a close code";
  if (!isMasked) return "not masked";
  const before = (parts ?? []).reduce((sum, part) => sum + part.length, 0);
  return opcode < 8 && before + length > maxMessageBytes ? "message too long" : undefined;
}

function closing(body: Uint8Array): readonly ["closed" | "fault", string] {
  if (body.length === 0) return ["closed", "no code"];
  const code = (body[0] ?? 0) * 256 + (body[1] ?? 0);
  const isCode = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code) ||
    code >= 3000 && code <= 4999;
  if (!isCode) return ["fault", "no such close code"];
  return decodeUtf8(body.subarray(2)) === undefined
    ? ["fault", "invalid reason"]
    : ["closed", "code"];
}

function pieceAt(pieces: readonly Piece[], at: number): number {
  let end = 0;
  return pieces.findIndex(({ length }) => (end += length) > at);
}

function sizeOf(length: number): string {
  return length === 0 ? "empty" : length < 126 ? "short" : "long";
}
