/** Frames of WebSocket to the web's port, without sockets: what is read, and how it ends. */

import assert from "node:assert/strict";
import { Framing } from "../../server/net/framing.ts";
import { messageLines } from "../../server/net/line_reader.ts";
import type { MessageTransport } from "../../server/net/transport.ts";
import { connectPage } from "../helpers/memory_page.ts";
import { type Random, randomBelow, randomBytes, randomOf } from "../helpers/random.ts";
import { expand, wordsOf } from "./grammar.ts";
import { lineGrammar } from "./line_grammar.ts";
import { joined } from "./mutation.ts";
import type { Notice, Piece, Target } from "./target.ts";
import { readFrames } from "./ws_reading.ts";

const encoder = new TextEncoder();
const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const kinds = Object.values(opcodes);

/** See `Target`. A piece is a frame, or what could be one. */
export const frameTarget: Target = {
  name: "frames",
  share: 10,
  scriptPieces: 40,
  // What is changed is mostly the end of its connection.
  changedShare: 5,
  words: [...wordsOf(lineGrammar), "\r\n", "\n", "\x81\x80", "\x88\x80"],
  make: (random) => randomOf(random, makers)(random),
  run,
};

const makers = [...Array.from({ length: 16 }, () => textFrame), anyFrame, fragments, fragments];

function textFrame(random: Random): Piece {
  const end = randomOf(random, ["", "", "", "\r\n", "\n", "\nQUIT"]);
  const text = encoder.encode(expand(random, lineGrammar, "line") + end);
  return frame(random, { first: 0x80 | randomOf(random, [1, 1, 1, 2]), body: text });
}

/** A message in parts, with a ping between them. */
function fragments(random: Random): Piece {
  const text = encoder.encode(expand(random, lineGrammar, "line"));
  const at = randomBelow(random, text.length + 1);
  return joined(
    frame(random, { first: opcodes.text, body: text.subarray(0, at) }),
    frame(random, { first: 0x80 | opcodes.ping, body: encoder.encode("a") }),
    frame(random, { first: 0x80 | opcodes.more, body: text.subarray(at) }),
  );
}

function anyFrame(random: Random): Piece {
  const bits = randomOf(random, [0x80, 0x80, 0x80, 0, 0xc0, 0xa0, 0x90]);
  const code = randomOf(random, [1000, 1001, 1005, 1006, 1011, 3000, 4999, 5000, 0]);
  const body = randomOf(random, [
    new Uint8Array(0),
    Uint8Array.of(code >> 8, code & 0xff, 120),
    randomBytes(random, [0x78, 0xc3, 0xa9, 0xff, 0xed, 0xa0, 0x80], 20),
    new Uint8Array(randomOf(random, [125, 126, 127, 16_384, 16_385])).fill(120),
  ]);
  const opcode = randomOf(random, [...kinds, ...kinds, 3, 7, 11, 15]);
  return frame(random, { first: bits | opcode, body, isMasked: randomBelow(random, 20) > 0 });
}

interface FrameParts {
  readonly first: number;
  readonly body: Uint8Array;
  readonly isMasked?: boolean;
}

function frame(random: Random, { first, body, isMasked = true }: FrameParts): Piece {
  const bit = isMasked ? 0x80 : 0;
  const { length } = body;
  const head = length < 126
    ? [first, bit | length]
    : [first, bit | 126, length >> 8 & 0xff, length & 0xff];
  if (!isMasked) return joined(Uint8Array.from(head), body);
  const mask = randomBytes(random, [0, 1, 0x55, 0xff], 4);
  const key = [0, 1, 2, 3].map((at) => mask[at] ?? 0);
  return joined(
    Uint8Array.from([...head, ...key]),
    body.map((byte, at) => byte ^ (key[at % 4] ?? 0)),
  );
}

const protocols = [
  "",
  "Sec-WebSocket-Protocol: text.ircv3.net\r\n",
  "Sec-WebSocket-Protocol: binary.ircv3.net\r\n",
];

async function run(script: readonly Piece[], notice: Notice): Promise<number> {
  const { browser, transport } = await connectPage(protocols[script.length % 3]);
  const [read, expected] = [readAll(transport), readFrames(script)];
  for (const piece of script) browser.sends(piece);
  browser.endsSending();
  const { messages, ending } = await read;
  transport.close();
  assert.equal(messages.join("\n"), expected.messages.join("\n"), "Other messages are read");
  if (expected.ending !== "open") assert.equal(ending, expected.ending, expected.why);
  notice(expected.endsAt, `ends ${expected.ending} ${expected.why}`);
  for (const [at, feature] of expected.features) notice(at, feature);
  return expected.endsAt + 1;
}

interface Read {
  readonly messages: readonly string[];
  readonly ending: "closed" | "fault";
}

/** Keeps the messages, until the end, and reads their lines as the hub does. */
function readAll(transport: MessageTransport): Promise<Read> {
  const messages: string[] = [];
  const framing = new Framing({
    anyCase: true,
    maxPlainBytes: 4096,
    ...(transport.dialect === undefined ? {} : { dialect: transport.dialect }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<Read>();
  transport.listen({
    onMessages: (some) => {
      messages.push(...some.map((message) => message.toHex()));
      for (const line of some.flatMap((message) => messageLines(message, framing))) {
        if (typeof line === "string") assert.doesNotMatch(line, /[\r\n]/);
      }
    },
    onEnd: () => resolve({ messages, ending: "closed" }),
    onLost: (error) => {
      if (error instanceof Error && error.name === "WebSocketFault") {
        resolve({ messages, ending: "fault" });
      } else reject(error);
    },
  });
  return promise;
}
