import assert from "node:assert/strict";
import { TelnetFilter } from "../../wire/telnet.ts";
import { randomBytes, randomCuts, seededRandom } from "../helpers/random.ts";

const [IAC, SB, SE, WILL, DO, DONT, NOP, AYT] = [255, 250, 240, 251, 253, 254, 241, 246];
const encoder = new TextEncoder();

function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => typeof part === "string" ? [...encoder.encode(part)] : part),
  );
}

interface Vector {
  readonly name: string;
  readonly sent: Uint8Array;
  readonly kept: Uint8Array;
}

const vectors: readonly Vector[] = [
  { name: "keeps text of any script", sent: bytes("aé🙂\r\0\n"), kept: bytes("aé🙂\r\0\n") },
  {
    name: "drops commands of two bytes",
    sent: bytes("a", IAC, NOP, "b", IAC, AYT, IAC, 249, "c", IAC, SE, "d"),
    kept: bytes("abcd"),
  },
  {
    name: "drops options of three bytes, whatever the third one is",
    sent: bytes(IAC, WILL, 31, "a", IAC, DO, 255, "b", IAC, DONT, 10, "c", IAC, 252, 250, "d"),
    kept: bytes("abcd"),
  },
  {
    name: "drops subnegotiations with all that is in them",
    sent: bytes("a", IAC, SB, 31, 0, 80, 0, 24, IAC, SE, "b\n"),
    kept: bytes("ab\n"),
  },
  {
    name: "knows a doubled 255 inside a subnegotiation",
    sent: bytes("a", IAC, SB, 31, IAC, IAC, SE, 1, IAC, NOP, 2, IAC, SE, "b"),
    kept: bytes("ab"),
  },
  {
    name: "takes a doubled 255 in text for one that was typed",
    sent: bytes("a", IAC, IAC, "b"),
    kept: bytes("a", 255, "b"),
  },
  {
    name: "passes on a 255 that starts no command",
    sent: bytes("a", 255, "b", 255, "\n", 255, 239, "c"),
    kept: bytes("a", 255, "b", 255, "\n", 255, 239, "c"),
  },
  {
    name: "drops what comes before any text",
    sent: bytes(IAC, DO, 1, IAC, WILL, 3),
    kept: bytes(),
  },
  { name: "waits for the rest of a command", sent: bytes("a", IAC), kept: bytes("a") },
];

function filtered(chunks: Iterable<Uint8Array>): Uint8Array {
  const filter = new TelnetFilter();
  return bytes(...Array.from(chunks, (chunk) => [...filter.push(chunk)]).flat());
}

for (const { name, sent, kept } of vectors) {
  Deno.test(`telnet filter ${name}`, () => assert.deepEqual(filtered([sent]), kept));

  Deno.test(`telnet filter ${name}, however it is cut`, () => {
    for (let at = 0; at <= sent.length; at++) {
      assert.deepEqual(filtered([sent.subarray(0, at), sent.subarray(at)]), kept);
    }
    assert.deepEqual(filtered(Array.from(sent, (byte) => Uint8Array.of(byte))), kept);
  });
}

Deno.test("telnet filter gives back the chunk itself where it drops nothing", () => {
  const filter = new TelnetFilter();
  const chunk = bytes("hello\r\n");
  assert.equal(filter.push(chunk), chunk);
  filter.push(bytes(IAC, NOP));
  assert.equal(filter.push(chunk), chunk);
});

Deno.test("telnet filter gives the same bytes however random ones are cut", () => {
  const random = seededRandom(10);
  const choice = [IAC, IAC, IAC, SB, SE, WILL, NOP, 0x61, 0x62, 0xc3, 0xa9, 10, 13, 0];
  for (let round = 0; round < 10_000; round++) {
    const sent = randomBytes(random, choice, 24);
    assert.deepEqual(filtered(randomCuts(random, sent)), filtered([sent]));
  }
});

Deno.test("telnet filter drops nothing of bytes without 255", () => {
  const random = seededRandom(11);
  const choice = Array.from({ length: 255 }, (_, byte) => byte);
  for (let round = 0; round < 1000; round++) {
    const sent = randomBytes(random, choice, 40);
    assert.deepEqual(filtered(randomCuts(random, sent)), sent);
  }
});
