import assert from "node:assert/strict";
import { decodeUtf8, firstEnd, type Line, LineSplitter } from "../../wire/lines.ts";
import { randomBelow, randomBytes, randomCuts, seededRandom } from "../helpers/random.ts";

const encoder = new TextEncoder();
const ample = 8703;

interface Vector {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly maxBytes?: number;
  /** What push gives. */
  readonly lines: readonly Line[];
  /** What flush gives after it. */
  readonly rest?: readonly Line[];
}

function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => typeof part === "string" ? [...utf8(part)] : part),
  );
}

/** `text` is the line's first bytes. */
function tooLong(maxBytes: number, text: string): Line {
  return { kind: "tooLong", maxBytes, text };
}

function invalid(text: string): Line {
  return { kind: "invalidUtf8", text };
}

const vectors: readonly Vector[] = [
  { name: "gives nothing for nothing", bytes: bytes(), lines: [] },
  { name: "ends a line at LF", bytes: bytes("one\ntwo\n"), lines: ["one", "two"] },
  { name: "ends a line at CRLF once", bytes: bytes("one\r\ntwo\r\n"), lines: ["one", "two"] },
  { name: "ends a line at a lone CR", bytes: bytes("one\rtwo\r"), lines: ["one", "two"] },
  { name: "ends a line at CR NUL once", bytes: bytes("one\r\0two\r\0"), lines: ["one", "two"] },
  { name: "takes mixed ends", bytes: bytes("a\rb\nc\r\nd\r\0"), lines: ["a", "b", "c", "d"] },
  { name: "gives empty lines", bytes: bytes("\n\r\n\r\r\0\n"), lines: ["", "", "", "", ""] },
  { name: "takes LF CR as two ends", bytes: bytes("a\n\rb\n"), lines: ["a", "", "b"] },
  { name: "takes only one character after CR", bytes: bytes("a\r\n\nb\n"), lines: ["a", "", "b"] },
  {
    name: "leaves a NUL that follows no CR inside its line",
    bytes: bytes("a\0b\n\0c\r\0\0d\n"),
    lines: ["a\0b", "\0c", "\0d"],
  },
  { name: "gives an unended rest at the end", bytes: bytes("a\nb"), lines: ["a"], rest: ["b"] },
  { name: "gives no rest after an ended line", bytes: bytes("a\r"), lines: ["a"], rest: [] },
  {
    name: "keeps characters of two, three and four bytes whole",
    bytes: bytes("é東🙂\r\ne\u0301👩‍👩‍👧\r"),
    lines: ["é東🙂", "e\u0301👩‍👩‍👧"],
  },
  {
    name: "keeps a byte order mark",
    bytes: bytes("\ufeffa\n\ufeffb"),
    lines: ["\ufeffa"],
    rest: ["\ufeffb"],
  },
  {
    name: "takes U+FFFD that was sent for what it is",
    bytes: bytes("a\ufffd\nb\ufffd"),
    lines: ["a\ufffd"],
    rest: ["b\ufffd"],
  },
  {
    name: "leaves U+2028, U+0085, VT and FF inside their line",
    bytes: bytes("a\u2028b\u0085c\vd\fe\n"),
    lines: ["a\u2028b\u0085c\vd\fe"],
  },
  {
    name: "tells invalid UTF-8 and spares its neighbours",
    bytes: bytes("a\nb", 0xff, "c\r\nd\r", 0xe9, "\r\0e\n"),
    lines: ["a", invalid("b\ufffdc"), "d", invalid("\ufffd"), "e"],
  },
  {
    name: "tells U+FFFD beside an invalid byte",
    bytes: bytes("\ufffd", 0x80, "\n"),
    lines: [invalid("\ufffd\ufffd")],
  },
  {
    name: "tells a sequence that its line's end cut short, even of three bytes of four",
    bytes: bytes("a", 0xf0, 0x9f, 0x98, "\nb\n"),
    lines: [invalid("a\ufffd"), "b"],
  },
  {
    name: "tells overlong forms and surrogates",
    bytes: bytes(0xc0, 0xaf, "\n", 0xed, 0xa0, 0x80, "\n"),
    lines: [invalid("\ufffd\ufffd"), invalid("\ufffd\ufffd\ufffd")],
  },
  {
    name: "tells invalid UTF-8 in an unended rest",
    bytes: bytes("a\n", 0xe6, 0x9d),
    lines: ["a"],
    rest: [invalid("\ufffd")],
  },
  {
    name: "takes a line of exactly the cap",
    maxBytes: 4,
    bytes: bytes("abcd\nabé\r\n🙂\r"),
    lines: ["abcd", "abé", "🙂"],
  },
  {
    name: "counts bytes, not characters",
    maxBytes: 4,
    bytes: bytes("abcé\na🙂\n東東\nok\n"),
    lines: [tooLong(4, "abc\ufffd"), tooLong(4, "a\ufffd"), tooLong(4, "東\ufffd"), "ok"],
  },
  {
    name: "tells a line that is too long once and goes on with the next one",
    maxBytes: 4,
    bytes: bytes("ab\nabcdefghijklmnopqrstuvwxyz\r\ncd\nabcde\rabcdef\r\0ef\n"),
    lines: ["ab", tooLong(4, "abcd"), "cd", tooLong(4, "abcd"), tooLong(4, "abcd"), "ef"],
  },
  {
    name: "tells a rest that is too long once",
    maxBytes: 4,
    bytes: bytes("a\nabcdefghij"),
    lines: ["a", tooLong(4, "abcd")],
    rest: [],
  },
  {
    name: "takes a rest of exactly the cap",
    maxBytes: 4,
    bytes: bytes("a\nabcd"),
    lines: ["a"],
    rest: ["abcd"],
  },
  {
    name: "tells too long, not invalid, where a line is both",
    maxBytes: 4,
    bytes: bytes("abcd", 0xff, "\n", 0xff, 0xff, 0xff, 0xff, 0xff, "\nab", 0xff, "\n"),
    lines: [tooLong(4, "abcd"), tooLong(4, "\ufffd".repeat(4)), invalid("ab\ufffd")],
  },
  {
    name: "measures an invalid line by the bytes that came",
    maxBytes: 4,
    bytes: bytes(0xff, 0xff, 0xff, 0xff, "\n"),
    lines: [invalid("\ufffd\ufffd\ufffd\ufffd")],
  },
];

/** Pushes `chunks` by way of one buffer that is overwritten after each push, as a reader does. */
function pushAll(splitter: LineSplitter, chunks: Iterable<Uint8Array>): Line[] {
  const lines: Line[] = [];
  for (const chunk of chunks) {
    const buffer = chunk.slice();
    lines.push(...splitter.push(buffer));
    buffer.fill(0x23);
  }
  return lines;
}

function assertGives(vector: Vector, chunks: Iterable<Uint8Array>): void {
  const splitter = new LineSplitter(vector.maxBytes ?? ample);
  assert.deepEqual(pushAll(splitter, chunks), vector.lines);
  assert.deepEqual(splitter.flush(), vector.rest ?? []);
}

for (const vector of vectors) {
  Deno.test(`splitter ${vector.name}`, () => assertGives(vector, [vector.bytes]));

  Deno.test(`splitter ${vector.name}, cut in two at any byte`, () => {
    for (let at = 0; at <= vector.bytes.length; at++) {
      assertGives(vector, [vector.bytes.subarray(0, at), vector.bytes.subarray(at)]);
    }
  });

  Deno.test(`splitter ${vector.name}, byte by byte`, () => {
    assertGives(vector, Array.from(vector.bytes, (byte) => Uint8Array.of(byte)));
  });
}

Deno.test("splitter gives the same for all bytes cut in three anywhere", () => {
  const all = bytes("a\r\nb\r\0c\r", "é🙂\n", 0xff, "\r\n\r\ntoo long for it\n\0x\r\n");
  const whole = new LineSplitter(8).push(all);
  assert.equal(whole.length, 8);
  for (let one = 0; one <= all.length; one++) {
    for (let two = one; two <= all.length; two++) {
      const chunks = [all.subarray(0, one), all.subarray(one, two), all.subarray(two)];
      assert.deepEqual(pushAll(new LineSplitter(8), chunks), whole);
    }
  }
});

/** The rules once more, slowly: bytes of each line first, then what each is. */
function naiveLines(input: Uint8Array, maxBytes: number): readonly Line[] {
  const lines: Line[] = [];
  let line: number[] = [];
  const end = (isRest: boolean) => {
    const start = new TextDecoder("utf-8", { ignoreBOM: true })
      .decode(Uint8Array.from(line.slice(0, maxBytes)));
    if (line.length > maxBytes) lines.push(tooLong(maxBytes, start));
    else if (line.length > 0 || !isRest) lines.push(naiveLine(Uint8Array.from(line)));
    line = [];
  };
  for (const [at, byte] of input.entries()) {
    if (at > 0 && input[at - 1] === 13 && (byte === 10 || byte === 0)) continue;
    if (byte === 10 || byte === 13) end(false);
    else line.push(byte);
  }
  end(true);
  return lines;
}

function naiveLine(line: Uint8Array): Line {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return invalid(new TextDecoder("utf-8", { ignoreBOM: true }).decode(line));
  }
}

Deno.test("splitter gives what a naive one gives, however random bytes are cut", () => {
  const random = seededRandom(1);
  const valid = [0, 10, 13, 13, 0x61, 0x62, 0x20];
  const hostile = [...valid, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0xef, 0xbf, 0xbd];
  for (let round = 0; round < 6000; round++) {
    const input = randomBytes(random, round % 2 === 0 ? valid : hostile, 40);
    const maxBytes = 1 + randomBelow(random, 12);
    const expected = naiveLines(input, maxBytes);
    for (const chunks of [[input], randomCuts(random, input)]) {
      const splitter = new LineSplitter(maxBytes);
      assert.deepEqual([...pushAll(splitter, chunks), ...splitter.flush()], expected);
    }
  }
});

Deno.test("splitter holds an unfinished line up to its cap and nothing of one that is longer", () => {
  const splitter = new LineSplitter(10);
  splitter.push(utf8("done\n12345"));
  assert.deepEqual(splitter.pending, utf8("12345"));
  splitter.push(utf8("67890"));
  assert.deepEqual(splitter.pending, utf8("1234567890"));
  assert.deepEqual(splitter.push(utf8("1")), [tooLong(10, "1234567890")]);
  for (let round = 0; round < 100; round++) {
    assert.deepEqual(splitter.push(utf8("no end ")), []);
    assert.equal(splitter.pending.length, 0);
  }
  assert.deepEqual(splitter.push(utf8("\rnext")), []);
  assert.deepEqual(splitter.pending, utf8("next"));
});

Deno.test("splitter holds none of the bytes that were pushed", () => {
  const splitter = new LineSplitter(10);
  const buffer = utf8("abc");
  splitter.push(buffer);
  buffer.fill(0x78);
  assert.deepEqual(splitter.pending, utf8("abc"));
  buffer.set(utf8("d\ne"));
  assert.deepEqual(splitter.push(buffer), ["abcd"]);
  buffer.fill(0x78);
  assert.deepEqual(splitter.flush(), ["e"]);
});

Deno.test("splitter goes on after a flush", () => {
  const splitter = new LineSplitter(4);
  splitter.push(utf8("ab"));
  assert.deepEqual(splitter.flush(), ["ab"]);
  assert.deepEqual(splitter.flush(), []);
  assert.deepEqual(splitter.push(utf8("cd\n")), ["cd"]);
  splitter.push(utf8("too long"));
  assert.deepEqual(splitter.flush(), []);
  assert.deepEqual(splitter.push(utf8("ef\n")), ["ef"]);
});

Deno.test("splitter knows after a flush that the LF belongs to the CR before it", () => {
  const splitter = new LineSplitter(4);
  assert.deepEqual(splitter.push(utf8("ab\r")), ["ab"]);
  assert.deepEqual(splitter.flush(), []);
  assert.deepEqual(splitter.push(utf8("\ncd\n")), ["cd"]);
});

Deno.test("splitter takes a new cap from the next push on", () => {
  const splitter = new LineSplitter(4);
  splitter.limit(8);
  assert.deepEqual(splitter.push(utf8("12345678\n123")), ["12345678"]);
  splitter.limit(2);
  assert.deepEqual(splitter.push(utf8("4")), [tooLong(2, "12")]);
  assert.deepEqual(splitter.push(utf8("5\n12\n")), ["12"]);
});

Deno.test("splitter flushes a rest longer than a new cap as too long", () => {
  const splitter = new LineSplitter(4);
  splitter.push(utf8("1234"));
  splitter.limit(2);
  assert.deepEqual(splitter.flush(), [tooLong(2, "12")]);
});

Deno.test("splitter takes thousands of invalid lines in one push without stalling", () => {
  const hostile = bytes(...Array.from({ length: 8192 }, () => [0xff, 10]).flat());
  const leastMs = (work: () => void) =>
    Math.min(...Array.from({ length: 5 }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }));
  const splitMs = leastMs(() => {
    assert.equal(new LineSplitter(ample).push(hostile).length, 8192);
  });
  const strict = new TextDecoder("utf-8", { fatal: true });
  const throwMs = leastMs(() => {
    for (let line = 0; line < 8192; line++) {
      assert.throws(() => strict.decode(hostile.subarray(0, 1)), TypeError);
    }
  });
  assert.ok(splitMs < throwMs / 2, `${splitMs} ms, and ${throwMs} ms where each line throws`);
});

Deno.test("decodeUtf8 gives the text of valid bytes and undefined for others", () => {
  assert.equal(decodeUtf8(bytes()), "");
  assert.equal(decodeUtf8(utf8("\ufeffé\ufffd🙂\0")), "\ufeffé\ufffd🙂\0");
  for (const wrong of [[0xff], [0xc3], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    assert.equal(decodeUtf8(Uint8Array.from(wrong)), undefined);
  }
});

Deno.test("the first end of a line is a CR or an LF, whichever comes first", () => {
  for (const text of ["", "ab", "ab\n", "ab\r\ncd\n", "ab\n\r", "\r", "ab\rcd", "ab\u010a\n"]) {
    const expected = utf8(text).findIndex((byte) => byte === 10 || byte === 13);
    assert.equal(firstEnd(utf8(text)), expected < 0 ? utf8(text).length : expected, text);
  }
});
