/** Bytes to lines, lines to messages and back: whatever the bytes, and however a network cuts them. */

import assert from "node:assert/strict";
import { commandTable } from "../../server/commands/table.ts";
import { Framing } from "../../server/net/framing.ts";
import { upperWord } from "../../wire/casemap.ts";
import { formatMessage } from "../../wire/format.ts";
import { type Line, LineSplitter } from "../../wire/lines.ts";
import { isMessage, parseMessage } from "../../wire/message.ts";
import { safeText } from "../../wire/safe_text.ts";
import { splitText } from "../../wire/split_text.ts";
import { exceedsUtf8, utf8Length } from "../../wire/utf8.ts";
import { randomOf, seededRandom } from "../helpers/random.ts";
import { expand, wordsOf } from "./grammar.ts";
import { lineGrammar } from "./line_grammar.ts";
import type { Notice, Piece, Target } from "./target.ts";

const ends: readonly string[] = ["\r\n", "\r\n", "\n", "\r", "\r\0", "\n\n", "", "\0\r\n"];
const encoder = new TextEncoder();

/** Short caps are met often. */
const caps: readonly number[] = [1, 16, 100, 510];

/** See `Target`. A piece is what a client sends: some lines, each with an end of its own. */
export const wireTarget: Target = {
  name: "wire",
  share: 50,
  scriptPieces: 20,
  changedShare: 50,
  words: [...wordsOf(lineGrammar), ...ends],
  make(random) {
    let text = "";
    for (let left = randomOf(random, [1, 1, 2, 3]); left > 0; left--) {
      text += expand(random, lineGrammar, "line") + randomOf(random, ends);
    }
    return encoder.encode(text);
  },
  run(script, notice) {
    for (const [at, piece] of script.entries()) check(at, piece, notice);
    return script.length;
  },
};

function check(at: number, piece: Piece, notice: Notice): void {
  // The cuts belong to the piece, so that it fails alone as it does among others.
  const random = seededRandom(piece.length * 31 + (piece[0] ?? 0));
  const maxBytes = caps[piece.length % caps.length] ?? 510;
  const whole = splitWhole(piece, maxBytes);
  const cuts = cut(piece, 1 + Math.floor(random() * Math.max(8, piece.length / 8)));
  const splitter = new LineSplitter(maxBytes);
  const lines = [...cuts.flatMap((part) => splitter.push(part)), ...splitter.flush()];
  assertSame(lines, whole, "Cuts change what is read");
  checkFraming(at, piece, cuts, notice);
  for (const line of splitWhole(piece, 8_701)) checkLine(at, line, notice);
}

function splitWhole(piece: Piece, maxBytes: number): readonly Line[] {
  const splitter = new LineSplitter(maxBytes);
  return [...splitter.push(piece), ...splitter.flush()];
}

function cut(piece: Piece, partBytes: number): readonly Piece[] {
  const parts: Piece[] = [];
  for (let at = 0; at < piece.length; at += partBytes) {
    parts.push(piece.slice(at, at + partBytes));
  }
  return parts;
}

function checkFraming(
  at: number,
  piece: Piece,
  cuts: readonly Piece[],
  notice: Notice,
): void {
  const options = { anyCase: true, maxPlainBytes: 4_096 };
  const whole = new Framing(options);
  const expected = [...whole.push(piece), ...whole.flush()];
  const framing = new Framing(options);
  const lines = [...cuts.flatMap((part) => framing.push(part)), ...framing.flush()];
  assert.equal(framing.dialect, whole.dialect, "Cuts change what is spoken");
  // What begins as TLS is not read as lines, and telnet's bytes are dropped as long as no IRC is spoken.
  if (whole.dialect !== "tls" && !piece.includes(telnetByte)) {
    // Of a line that is wrong in two ways either one is told.
    assertSame(lines.map(textOrRefusal), expected.map(textOrRefusal), "Cuts change what is framed");
  }
  notice(at, `speaks ${whole.dialect}, ${lines.map(kindOf).join(" ").slice(0, 40)}`);
}

/** IAC: see `TelnetFilter`. */
const telnetByte = 0xff;

/** As `assert.deepEqual`, which is slow, for what JSON can say. */
function assertSame(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) assert.fail(what);
}

function textOrRefusal(line: Line): string {
  return typeof line === "string" ? `"${line}"` : "refused";
}

function kindOf(line: Line): string {
  return typeof line === "string" ? "line" : line.kind;
}

function checkLine(at: number, line: Line, notice: Notice): void {
  if (typeof line !== "string") return notice(at, line.kind);
  const parsed = parseMessage(line);
  if (!isMessage(parsed)) return notice(at, parsed.kind);
  const again = parseMessage(formatMessage(parsed));
  assert.ok(isMessage(again));
  const { tags, source, command, params } = parsed;
  assertSame(
    { ...again, tags: [...again.tags] },
    { ...parsed, tags: [...tags] },
    "Written and read again it is another message",
  );
  const name = commandTable.has(upperWord(command)) ? upperWord(command) : "unknown";
  notice(at, `${name} ${Math.min(params.length, 5)}`);
  notice(at, `${tags.size > 0} ${source !== ""} ${params.at(-1)?.includes(" ") ?? "none"}`);
  for (const text of params) checkText(text);
}

function checkText(text: string): void {
  const safe = safeText(text);
  assert.equal(safeText(safe), safe, "Safe text is made safe again");
  // deno-lint-ignore no-control-regex -- none may be left
  assert.doesNotMatch(safe, /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  const pieces = splitText(text, 100);
  assert.ok(pieces.every((each) => !exceedsUtf8(each, 100)), "A part of a text is too long");
  const bytes = pieces.reduce((sum, each) => sum + utf8Length(each), 0);
  assert.ok(bytes <= utf8Length(text), "Parts of a text are more than it");
}
