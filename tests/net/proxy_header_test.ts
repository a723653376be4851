import assert from "node:assert/strict";
import { maxProxyHeaderBytes, readProxyHeader } from "../../server/net/proxy_header.ts";
import { binaryHeader, bodyOfIPv4, tlsExtra } from "../helpers/proxy_header.ts";
import { randomBelow, seededRandom } from "../helpers/random.ts";

const encoder = new TextEncoder();
const line = (text: string) => encoder.encode(`${text}\r\n`);
const ipv6 = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const bodyOfIPv6 = [...ipv6, ...ipv6, 0, 80, 19, 186];

const client = { address: "203.0.113.7", port: 56324, isSecure: false };

const good: readonly (readonly [Uint8Array, unknown])[] = [
  [line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 5050"), client],
  [
    line("PROXY TCP6 2001:db8:0:0::1 ::1 0 65535"),
    { address: "2001:db8::1", port: 0, isSecure: false },
  ],
  [
    line("PROXY TCP6 ::ffff:203.0.113.7 ::1 1 1"),
    { address: "203.0.113.7", port: 1, isSecure: false },
  ],
  [line("PROXY UNKNOWN"), undefined],
  [line("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535"), undefined],
  [binaryHeader({ body: bodyOfIPv4 }), client],
  [binaryHeader({ family: 0x21, body: bodyOfIPv6 }), {
    address: "2001:db8::1",
    port: 80,
    isSecure: false,
  }],
  [binaryHeader({ body: [...bodyOfIPv4, ...tlsExtra(true)] }), { ...client, isSecure: true }],
  [binaryHeader({ body: [...bodyOfIPv4, 4, 0, 2, 9, 9, ...tlsExtra(false)] }), client],
  [binaryHeader({ command: 0x20, family: 0, body: [] }), undefined],
  [binaryHeader({ command: 0x20, body: bodyOfIPv4 }), undefined],
  [binaryHeader({ family: 0, body: [1, 2, 3] }), undefined],
  [binaryHeader({ family: 0x31, body: new Array(216).fill(7) }), undefined],
  [binaryHeader({ body: [...bodyOfIPv4, 4, 1, 249, ...new Array(505).fill(0)] }), client],
];

const bad: readonly Uint8Array[] = [
  line("PROXY "),
  line("PROXY TCP4"),
  line("PROXY TCP5 203.0.113.7 192.0.2.1 56324 5050"),
  line("PROXY TCP4 203.0.113.7 192.0.2.1 56324"),
  line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 5050 x"),
  line("PROXY TCP4  203.0.113.7 192.0.2.1 56324 5050"),
  line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 65536"),
  line("PROXY TCP4 203.0.113.7 192.0.2.1 056 5050"),
  line("PROXY TCP4 203.0.113.7/32 192.0.2.1 56324 5050"),
  line("PROXY TCP4 2001:db8::1 ::1 1 1"),
  line("PROXY TCP6 203.0.113.7 192.0.2.1 56324 5050"),
  line("PROXY TCP4 bob 192.0.2.1 56324 5050"),
  line("PROXY UNKNOWNX"),
  line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 5050\0"),
  encoder.encode("PROXY TCP4 203.0.113.7 192.0.2.1 56324 5050\n"),
  encoder.encode(`PROXY ${"x".repeat(101)}`),
  encoder.encode(`PROXY UNKNOWN ${"x".repeat(92)}\r\n`),
  binaryHeader({ command: 0x11, body: bodyOfIPv4 }),
  binaryHeader({ command: 0x22, body: bodyOfIPv4 }),
  binaryHeader({ family: 0x12, body: bodyOfIPv4 }),
  binaryHeader({ family: 0x41, body: bodyOfIPv4 }),
  binaryHeader({ body: bodyOfIPv4.slice(1) }),
  binaryHeader({ family: 0x21, body: bodyOfIPv4 }),
  binaryHeader({ body: [...bodyOfIPv4, 4] }),
  binaryHeader({ body: [...bodyOfIPv4, 4, 0] }),
  binaryHeader({ body: [...bodyOfIPv4, 4, 0, 2, 9] }),
  binaryHeader({ body: [...bodyOfIPv4, 0x20, 0, 1, 1] }),
  binaryHeader({ body: [], length: 521 }),
];

Deno.test("a good header is read, whatever follows it, and is incomplete at every place before its end", () => {
  for (const [header, expected] of good) {
    const whole = { kind: "whole", lengthBytes: header.length, client: expected };
    assert.deepEqual(readProxyHeader(header), whole, new TextDecoder().decode(header));
    for (const rest of ["x", "NICK ann\r\n", "\0".repeat(600)]) {
      assert.deepEqual(
        readProxyHeader(new Uint8Array([...header, ...encoder.encode(rest)])),
        whole,
      );
    }
    for (let end = 0; end < header.length; end++) {
      assert.equal(readProxyHeader(header.subarray(0, end)).kind, "partial", `${end}`);
    }
  }
});

Deno.test("a bad header is known as such, at the latest with its last byte, and never taken for none", () => {
  for (const header of bad) {
    const shown = new TextDecoder().decode(header);
    assert.equal(readProxyHeader(header).kind, "malformed", shown);
    for (let end = 0; end < header.length; end++) {
      const { kind } = readProxyHeader(header.subarray(0, end));
      assert.match(kind, /^(?:partial|malformed)$/, `${shown} ${end}`);
    }
  }
});

Deno.test("what is no header is known by its first byte that can be of none", () => {
  for (const text of ["N", "PR", "PRIVMSG", "\r\n", "\r\n\r\n\0\r\nQUIT"]) {
    const { kind } = readProxyHeader(encoder.encode(text));
    assert.equal(kind, /^(?:PR|\r\n.*)$/s.test(text) ? "partial" : "none", text);
  }
  for (const text of ["PRI", "PROXY\r", "proxy ", "\r\nN", "\n", "\x16\x03\x01", " PROXY "]) {
    assert.deepEqual(readProxyHeader(encoder.encode(text)), { kind: "none" }, text);
  }
});

Deno.test("whatever stands behind its beginning, a header is no longer than it may be and has an address", () => {
  const random = seededRandom(20_261_121);
  const starts = [encoder.encode("PROXY "), encoder.encode("PROXY TCP4 "), ...good.map(([h]) => h)];
  for (let round = 0; round < 20_000; round++) {
    const start = starts[randomBelow(random, starts.length)] ?? new Uint8Array();
    const bytes = new Uint8Array([
      ...start.subarray(0, randomBelow(random, start.length + 1)),
      ...Array.from({ length: randomBelow(random, 40) }, () => randomBelow(random, 256)),
    ]);
    for (let flips = randomBelow(random, 4); flips > 0 && bytes.length > 0; flips--) {
      bytes[randomBelow(random, bytes.length)] = randomBelow(random, 256);
    }
    const header = readProxyHeader(bytes);
    if (header.kind === "whole") {
      assert.ok(header.lengthBytes <= Math.min(bytes.length, maxProxyHeaderBytes));
      if (header.client === undefined) continue;
      assert.match(header.client.address, /^[0-9a-f.:]+$/);
      assert.ok(header.client.port >= 0 && header.client.port <= 65_535);
    }
    // What is decided by a part stays so.
    const part = readProxyHeader(bytes.subarray(0, randomBelow(random, bytes.length + 1)));
    if (part.kind !== "partial") assert.equal(header.kind, part.kind);
  }
  assert.notEqual(readProxyHeader(new Uint8Array(maxProxyHeaderBytes)).kind, "partial");
});
