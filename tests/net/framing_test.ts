import assert from "node:assert/strict";
import type { Line } from "../../wire/lines.ts";
import type { Dialect } from "../../wire/dialect.ts";
import { Framing } from "../../server/net/framing.ts";

const encoder = new TextEncoder();

/** What comes: text, bytes, or a pause that is long enough for `flush`. */
type Input = string | readonly number[] | "pause";

interface Step {
  /** What comes. */
  readonly on: Input;
  /** The lines that it completes. */
  readonly lines: readonly Line[];
  /** The pause that is due after it. */
  readonly quietMs?: number;
  /** What the client is known to speak after it. */
  readonly dialect: Dialect;
}

interface Scenario {
  readonly name: string;
  readonly anyCase?: false;
  readonly steps: readonly Step[];
}

const pause = "pause";
const openMs = 5_000;
const typingMs = 1_000;
const unframedMs = 50;

const scenarios: readonly Scenario[] = [
  {
    name: "a line is a line, and talk",
    steps: [{ on: "hello\n", lines: ["hello"], dialect: "plain" }],
  },
  {
    name: "unframed bytes are a line after a pause, again and again",
    steps: [
      { on: "hello", lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: pause, lines: ["hello"], dialect: "plain" },
      { on: "second one", lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: " goes on", lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: pause, lines: ["second one goes on"], dialect: "plain" },
    ],
  },
  {
    name: "a single character is typing, and the next one goes with it",
    steps: [
      { on: "n", lines: [], quietMs: openMs, dialect: "open" },
      { on: "o", lines: [], quietMs: typingMs, dialect: "plain" },
      { on: "é", lines: [], quietMs: typingMs, dialect: "plain" },
      { on: "\r", lines: ["noé"], dialect: "plain" },
    ],
  },
  {
    name: "a single character followed by a second of nothing is a line",
    steps: [
      { on: "x", lines: [], quietMs: typingMs, dialect: "plain" },
      { on: pause, lines: ["x"], dialect: "plain" },
    ],
  },
  {
    name: "half a character is waited for",
    steps: [
      { on: [0x78, 0x78, 0xf0, 0x9f], lines: [], quietMs: typingMs, dialect: "plain" },
      { on: [0x98, 0x80], lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: pause, lines: ["xx😀"], dialect: "plain" },
    ],
  },
  ...["\r", "\n", "\r\n", "\r\0"].map((end): Scenario => ({
    name: `the first ${JSON.stringify(end)} ends reading by pauses for good`,
    steps: [
      { on: "hello", lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: `${end}`, lines: ["hello"], dialect: "plain" },
      { on: "hal", lines: [], dialect: "plain" },
      { on: `f${end}rest`, lines: ["half"], dialect: "plain" },
    ],
  })),
  {
    name: "an empty line ends reading by pauses too",
    steps: [
      { on: "\n", lines: [""], dialect: "plain" },
      { on: "hal", lines: [], dialect: "plain" },
    ],
  },
  {
    name: "typed IRC in lower case is IRC",
    steps: [{ on: "nick ann\r\n", lines: ["nick ann"], dialect: "irc" }],
  },
  {
    name: "lower case is talk where lines are relayed as they are",
    anyCase: false,
    steps: [{ on: "nick ann\r\n", lines: ["nick ann"], dialect: "plain" }],
  },
  {
    name: "IRC is never read by pauses",
    steps: [
      { on: "NICK a", lines: [], dialect: "irc" },
      { on: "nn\r\nUSER", lines: ["NICK ann"], dialect: "irc" },
      { on: " x\n", lines: ["USER x"], dialect: "irc" },
    ],
  },
  {
    name: "a start of a word of IRC that nothing follows is talk after 5 s",
    steps: [
      { on: "pas", lines: [], quietMs: openMs, dialect: "open" },
      { on: pause, lines: ["pas"], dialect: "plain" },
    ],
  },
  {
    name: "a start of a word of IRC and a line end is talk",
    steps: [
      { on: "pas", lines: [], quietMs: openMs, dialect: "open" },
      { on: "\n", lines: ["pas"], dialect: "plain" },
    ],
  },
  {
    name: "tags may come before the word",
    steps: [
      { on: "@label=1;x", lines: [], quietMs: openMs, dialect: "open" },
      { on: " CAP ", lines: [], dialect: "irc" },
    ],
  },
  {
    name: "a request of HTTP",
    steps: [
      { on: "GET / HT", lines: [], quietMs: openMs, dialect: "open" },
      { on: "TP/1.1\r\nHost: x\r\n", lines: ["GET / HTTP/1.1", "Host: x"], dialect: "http" },
      { on: "\r\nbody", lines: [""], dialect: "http" },
    ],
  },
  {
    name: "a hello of TLS is told at once, though no line ends in it",
    steps: [{
      on: [0x16, 3, 1, 0, 0x80, 1, 2, 3],
      lines: ["\x16\x03\x01\0\x80\x01\x02\x03".replace("\x80", "\ufffd")].map((text) => ({
        kind: "invalidUtf8",
        text,
      })),
      dialect: "tls",
    }],
  },
  {
    name: "a hello of TLS cut after its first byte",
    steps: [
      { on: [0x16], lines: [], quietMs: openMs, dialect: "open" },
      { on: [3, 1], lines: ["\x16\x03\x01"], dialect: "tls" },
    ],
  },
  {
    name: "telnet's negotiation is dropped, before the first line and in it",
    steps: [
      { on: [255, 251, 31, 255, 250, 31, 0, 80, 10, 13, 255, 240], lines: [], dialect: "open" },
      { on: [0x68, 255, 241, 0x69, 13, 0], lines: ["hi"], dialect: "plain" },
    ],
  },
  {
    name: "telnet's negotiation in the middle of typing leaves it typing",
    steps: [
      { on: "x", lines: [], quietMs: typingMs, dialect: "plain" },
      { on: [255, 253, 3], lines: [], quietMs: typingMs, dialect: "plain" },
    ],
  },
  {
    name: "what is not UTF-8 is told",
    steps: [{
      on: [0xe4, 0x62, 10],
      lines: [{ kind: "invalidUtf8", text: "\ufffdb" }],
      dialect: "plain",
    }],
  },
  {
    name: "a plain line holds 4096 bytes",
    steps: [
      { on: "x".repeat(4096) + "\n", lines: ["x".repeat(4096)], dialect: "plain" },
      { on: "y".repeat(4096) + "\n", lines: ["y".repeat(4096)], dialect: "plain" },
      {
        on: "z".repeat(4097) + "\nnext\n",
        lines: [{ kind: "tooLong", maxBytes: 4096, text: "" }, "next"],
        dialect: "plain",
      },
    ],
  },
  {
    name: "a first line above 4096 bytes is too long as well",
    steps: [{
      on: "é".repeat(2049) + "\nnext\n",
      lines: [{ kind: "tooLong", maxBytes: 4096, text: "" }, "next"],
      dialect: "plain",
    }],
  },
  {
    name: "a first line that is too long is IRC where it starts as such",
    steps: [{
      on: `NICK ${"x".repeat(9000)}\r\nPING x\r\n`,
      lines: [{ kind: "tooLong", maxBytes: 8701, text: `NICK ${"x".repeat(8696)}` }, "PING x"],
      dialect: "irc",
    }],
  },
  {
    name: "a line of IRC holds its tags besides",
    steps: [
      {
        on: `@+x=${"y".repeat(5000)} NICK ann\r\n`,
        lines: [`@+x=${"y".repeat(5000)} NICK ann`],
        dialect: "irc",
      },
      {
        on: `${"z".repeat(8702)}\r\nPING x\r\n`,
        lines: [{ kind: "tooLong", maxBytes: 8701, text: "z".repeat(8701) }, "PING x"],
        dialect: "irc",
      },
    ],
  },
  {
    name: "unframed bytes above the limit are told once, and skipped to the pause",
    steps: [
      { on: "hello", lines: [], quietMs: unframedMs, dialect: "plain" },
      {
        on: "x".repeat(4096),
        lines: [{ kind: "tooLong", maxBytes: 4096, text: "" }],
        quietMs: unframedMs,
        dialect: "plain",
      },
      { on: "more of it", lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: pause, lines: [], dialect: "plain" },
      { on: "next", lines: [], quietMs: unframedMs, dialect: "plain" },
      { on: pause, lines: ["next"], dialect: "plain" },
    ],
  },
];

for (const { name, anyCase = true, steps } of scenarios) {
  Deno.test(`framing: ${name}`, () => {
    const framing = new Framing({ anyCase, maxPlainBytes: 4096 });
    assert.equal(framing.quietMs, undefined);
    for (const [at, { on, lines, quietMs, dialect }] of steps.entries()) {
      const given = on === pause
        ? framing.flush()
        : framing.push(typeof on === "string" ? encoder.encode(on) : Uint8Array.from(on));
      assert.deepEqual(
        { at, lines: given, quietMs: framing.quietMs, dialect: framing.dialect },
        { at, lines, quietMs, dialect },
      );
    }
  });
}

Deno.test("framing: CAP LS is IRC wherever it is cut", () => {
  const bytes = encoder.encode("CAP LS 302\r\n");
  for (let cut = 1; cut < bytes.length; cut++) {
    const framing = new Framing({ anyCase: true, maxPlainBytes: 4096 });
    assert.deepEqual(framing.push(bytes.subarray(0, cut)).length, cut === 11 ? 1 : 0);
    assert.equal(framing.dialect, cut < 4 ? "open" : "irc");
    assert.equal(framing.quietMs, cut < 4 ? openMs : undefined);
    framing.push(bytes.subarray(cut));
    assert.equal(framing.dialect, "irc");
  }
});

Deno.test("framing: a byte order mark before IRC makes it talk wherever it is cut", () => {
  const bytes = encoder.encode("\ufeffCAP LS\n");
  for (let at = 0; at <= bytes.length; at++) {
    const framing = new Framing({ anyCase: true, maxPlainBytes: 100 });
    const lines = [...framing.push(bytes.slice(0, at)), ...framing.push(bytes.slice(at))];
    assert.deepEqual([framing.dialect, lines], ["plain", ["\ufeffCAP LS"]], `cut at ${at}`);
  }
});

Deno.test("framing: each byte of its own is read as all at once", () => {
  for (
    const text of ["CAP LS 302\r\nNICK ann\r\n", "hello\r\nsecond\r\n", "GET / HTTP/1.1\r\n\r\n"]
  ) {
    const [whole, cut] = [0, 1].map(() => new Framing({ anyCase: true, maxPlainBytes: 4096 }));
    const bytes = encoder.encode(text);
    const lines = [...bytes].flatMap((byte) => cut?.push(Uint8Array.of(byte)) ?? []);
    assert.deepEqual(lines, whole?.push(bytes));
    assert.equal(cut?.dialect, whole?.dialect);
  }
});

Deno.test("what comes in one read with the first line of IRC is not searched for telnet's bytes", () => {
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  const start = [...new TextEncoder().encode("NICK u\r\nPRIVMSG u :a")];
  const lines = framing.push(new Uint8Array([...start, 0xff, 0xfe, 13, 10]));
  assert.equal(lines[0], "NICK u");
  assert.deepEqual(lines[1], { kind: "invalidUtf8", text: "PRIVMSG u :a\ufffd\ufffd" });
  assert.equal(lines.length, 2);
});
