import assert from "node:assert/strict";
import { cutUtf8, exceedsUtf8, utf8Length } from "../../wire/utf8.ts";
import { randomBelow, randomText, seededRandom } from "../helpers/random.ts";

const encoder = new TextEncoder();

// The last ones are lone surrogates, which may also meet and become a pair.
const pieces = [
  "a",
  "\0",
  "\x7f",
  "\x80",
  "\u07ff",
  "\u0800",
  "\uffff",
  "\ufffd",
  "🙂",
  "\u{10ffff}",
  "\ud7ff",
  "\ud800",
  "\udbff",
  "\udc00",
  "\udfff",
  "\ue000",
];

Deno.test("utf8Length counts one to four bytes a character", () => {
  assert.equal(utf8Length(""), 0);
  assert.equal(utf8Length("\x00\x7f"), 2);
  assert.equal(utf8Length("\x80\u07ff"), 4);
  assert.equal(utf8Length("\u0800\uffff"), 6);
  assert.equal(utf8Length("\u{10000}\u{10ffff}"), 8);
});

Deno.test("utf8Length counts a lone surrogate as U+FFFD", () => {
  assert.equal(utf8Length("\ud83d"), 3);
  assert.equal(utf8Length("\ude42\ud83d"), 6);
  assert.equal(utf8Length("\ud83d\ud83d\ude42"), 7);
  assert.equal(utf8Length("\ud83da"), 4);
});

Deno.test("utf8Length and exceedsUtf8 agree with TextEncoder on random text", () => {
  const random = seededRandom(2);
  for (let round = 0; round < 20_000; round++) {
    const text = randomText(random, pieces, 12);
    const { length } = encoder.encode(text);
    assert.equal(utf8Length(text), length);
    for (const maxBytes of [length - 1, length, length + 1, randomBelow(random, 40)]) {
      assert.equal(exceedsUtf8(text, maxBytes), length > maxBytes);
    }
  }
});

Deno.test("cutUtf8 leaves a text alone that fits", () => {
  assert.equal(cutUtf8("", 0), "");
  assert.equal(cutUtf8("abc", 3), "abc");
  assert.equal(cutUtf8("é東🙂", 9), "é東🙂");
});

Deno.test("cutUtf8 never cuts inside a code point", () => {
  const text = "aé東🙂b";
  const cuts = Array.from({ length: 12 }, (_, maxBytes) => cutUtf8(text, maxBytes));
  assert.deepEqual(cuts, [
    "",
    "a",
    "a",
    "aé",
    "aé",
    "aé",
    "aé東",
    "aé東",
    "aé東",
    "aé東",
    "aé東🙂",
    text,
  ]);
});

Deno.test("cutUtf8 gives the longest start of code points that fits", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 10_000; round++) {
    const text = randomText(random, pieces, 12);
    const maxBytes = randomBelow(random, 30);
    const points = [...text];
    const fitting = points.findIndex((_, at) =>
      encoder.encode(points.slice(0, at + 1).join("")).length > maxBytes
    );
    assert.equal(
      cutUtf8(text, maxBytes),
      points.slice(0, fitting < 0 ? undefined : fitting).join(""),
    );
  }
});
