/** Frames of WebSocket to the web's port, without sockets: what is read, and how it ends. */

import assert from "node:assert/strict";
import type { MessageTransport } from "../../server/net/connection.ts";
import { Framing } from "../../server/net/framing.ts";
import { readMessages } from "../../server/net/read_messages.ts";
import { WebServer } from "../../server/net/web_server.ts";
import { FakeDesk } from "../helpers/fake_desk.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";
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

const request =
  "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

async function run(script: readonly Piece[], notice: Notice): Promise<number> {
  const browser = new MemoryTransport("a page");
  const served = Promise.withResolvers<MessageTransport>();
  const web = createWeb((transport) => served.resolve(transport));
  const peer = { address: "127.0.0.1", port: 40_000, localPort: 5_080 };
  web.take(browser, peer);
  browser.sends(`${request}${protocols[script.length % 3]}\r\n`);
  const transport = await served.promise;
  const [read, expected] = [readAll(transport), readFrames(script)];
  for (const piece of script) browser.sendsBytes(piece);
  browser.endsSending();
  const { messages, ending } = await read;
  try {
    transport.close();
  } catch {
    // It is closed.
  }
  web.close();
  assert.equal(messages.join("\n"), expected.messages.join("\n"), "Other messages are read");
  if (expected.ending !== "open") assert.equal(ending, expected.ending, expected.why);
  notice(expected.endsAt, `ends ${expected.ending} ${expected.why}`);
  for (const [at, feature] of expected.features) notice(at, feature);
  return expected.endsAt + 1;
}

function createWeb(serve: (transport: MessageTransport) => void): WebServer {
  return new WebServer({
    serve: (transport) => {
      assert.ok("receive" in transport);
      serve(transport);
    },
    names: () => ({ hosts: [], origins: [] }),
    page: undefined,
    desk: new FakeDesk(),
    unready: () => undefined,
    metrics: () => Promise.reject(new Error("There are none")),
    hasPublicMetrics: () => false,
    limits: () => ({ maxClients: 5, connectionsPerAddress: 2 }),
    isExempt: () => true,
    isProxy: () => false,
    findBan: () => undefined,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

interface Read {
  readonly messages: readonly string[];
  readonly ending: "closed" | "fault";
}

/** Reads as the hub does, and keeps the messages themselves. */
async function readAll(transport: MessageTransport): Promise<Read> {
  const messages: string[] = [];
  const framing = new Framing({
    anyCase: true,
    maxPlainBytes: 4_096,
    ...transport.dialect === undefined ? {} : { dialect: transport.dialect },
  });
  const reader = {
    receive: async () => {
      const some = await transport.receive();
      for (const message of some ?? []) messages.push(message.toHex());
      return some;
    },
  };
  try {
    for await (const lines of readMessages(reader, framing, () => {})) {
      for (const line of lines) {
        if (typeof line === "string") assert.doesNotMatch(line, /[\r\n]/);
      }
    }
    return { messages, ending: "closed" };
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "WebSocketFault", String(error));
    return { messages, ending: "fault" };
  }
}
