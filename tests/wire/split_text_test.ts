import assert from "node:assert/strict";
import { splitText } from "../../wire/split_text.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { randomBelow, randomText, seededRandom } from "../helpers/random.ts";

const family = "👩‍👩‍👧";
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

Deno.test("splitText gives a text that fits as it is", () => {
  assert.deepEqual(splitText("", 10), [""]);
  assert.deepEqual(splitText("0123456789", 10), ["0123456789"]);
  assert.deepEqual(splitText(" a  b ", 6), [" a  b "]);
  assert.deepEqual(splitText("ééééé", 10), ["ééééé"]);
});

Deno.test("splitText cuts at the last space that fits and leaves it out", () => {
  assert.deepEqual(splitText("one two three", 9), ["one two", "three"]);
  assert.deepEqual(splitText("one two three", 5), ["one", "two", "three"]);
});

Deno.test("splitText takes a space right after what fits", () => {
  assert.deepEqual(splitText("one two three", 7), ["one two", "three"]);
  assert.deepEqual(splitText("one two", 3), ["one", "two"]);
});

Deno.test("splitText leaves out one space a cut", () => {
  assert.deepEqual(splitText("one  two", 4), ["one ", "two"]);
  assert.deepEqual(splitText("one   two", 4), ["one ", " two"]);
});

Deno.test("splitText counts bytes", () => {
  assert.deepEqual(splitText("é é é é", 5), ["é é", "é é"]);
  assert.deepEqual(splitText("東京 大阪", 7), ["東京", "大阪"]);
});

Deno.test("splitText cuts a word that is too long where it must", () => {
  assert.deepEqual(splitText("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  assert.deepEqual(splitText("éééé", 5), ["éé", "éé"]);
  assert.deepEqual(splitText(" abcdef", 4), [" abc", "def"]);
});

Deno.test("splitText cuts between graphemes", () => {
  assert.deepEqual(splitText("ae\u0301e\u0301", 4), ["ae\u0301", "e\u0301"]);
  assert.deepEqual(splitText("ae\u0301e\u0301", 6), ["ae\u0301", "e\u0301"]);
  assert.deepEqual(splitText(`ab${family}${family}`, 20), [`ab${family}`, family]);
  assert.deepEqual(splitText(`ab${family}`, 19), ["ab", family]);
  assert.deepEqual(splitText("🇩🇪🇫🇷🇯🇵", 12), ["🇩🇪", "🇫🇷", "🇯🇵"]);
  assert.deepEqual(splitText("x👍🏽", 8), ["x", "👍🏽"]);
});

Deno.test("splitText cuts inside a grapheme that alone is too long, between code points", () => {
  assert.deepEqual(splitText(family, 10), ["👩‍", "👩‍", "👧"]);
  assert.deepEqual(splitText(`e${"\u0301".repeat(5)}`, 6), ["e\u0301\u0301", "\u0301\u0301\u0301"]);
  assert.deepEqual(splitText("🙂🙂", 4), ["🙂", "🙂"]);
  assert.deepEqual(splitText("🙂🙂", 7), ["🙂", "🙂"]);
});

/** Asserts of one piece, which was cut off the start of `rest`, that it was cut in the right place. */
function assertCut(rest: string, piece: string, maxBytes: number): void {
  assert.ok(rest.startsWith(piece));
  assert.ok(utf8Length(piece) <= maxBytes);
  if (rest[piece.length] === " ") {
    const nextSpace = rest.indexOf(" ", piece.length + 1);
    const longer = rest.slice(0, nextSpace < 0 ? undefined : nextSpace);
    assert.ok(utf8Length(longer) > maxBytes, "a later space fits too");
    return;
  }
  assert.ok(piece.lastIndexOf(" ") <= 0, "a space fits");
  let end = 0;
  for (const { segment } of segmenter.segment(rest)) {
    end += segment.length;
    if (utf8Length(rest.slice(0, end)) > maxBytes) {
      const start = end - segment.length;
      if (start > 0) assert.equal(piece.length, start, "is cut after the last grapheme that fits");
      return;
    }
  }
  assert.fail("all of the rest fits");
}

Deno.test("splitText cuts random text in the right places and loses but the spaces it cuts at", () => {
  const random = seededRandom(13);
  const pieces = [..."ab  ", "é", "e\u0301\u0302", "東", "🙂", family, "🇩🇪", "🇫", "👍🏽", "\u200d"];
  for (let round = 0; round < 10_000; round++) {
    const text = randomText(random, pieces, 20);
    const maxBytes = 4 + randomBelow(random, 36);
    const cut = splitText(text, maxBytes);
    let rest = text;
    for (const piece of cut.slice(0, -1)) {
      assertCut(rest, piece, maxBytes);
      rest = rest.slice(piece.length + (rest[piece.length] === " " ? 1 : 0));
    }
    const last = cut.at(-1) ?? "";
    // A space at the very end may have been the one to cut at.
    if (rest !== last) assert.equal(rest, `${last} `);
    assert.ok(utf8Length(last) <= maxBytes);
  }
});

Deno.test("splitText takes lone surrogates and ends whatever the limit is", () => {
  const random = seededRandom(14);
  for (let round = 0; round < 2000; round++) {
    const text = randomText(random, ["a", " ", "\ud83d", "\ude42", "🙂"], 12);
    for (const maxBytes of [0, 1, 2, 3, 4, 7]) {
      const cut = splitText(text, maxBytes);
      assert.equal(cut.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
      if (maxBytes >= 4) assert.ok(cut.every((piece) => utf8Length(piece) <= maxBytes));
    }
  }
});

Deno.test("splitText takes time in line with the length of a hostile text", () => {
  const texts = [
    "a".repeat(100_000),
    " ".repeat(100_000),
    `a ${"b".repeat(100_000)}`,
    `a${"\u0301".repeat(50_000)}`,
    `🙂\u200d`.repeat(20_000),
    "🇩".repeat(25_000),
  ];
  for (const text of texts) {
    const started = performance.now();
    splitText(text, 400);
    // Some 20 ms; a cut that looks at all of the rest takes seconds.
    assert.ok(performance.now() - started < 5_000);
  }
});

Deno.test("splitText comes to an end whatever it is given for a limit", () => {
  for (const limit of [3, 1, 0, -1, -600]) {
    assert.deepEqual(splitText("", limit), [""]);
    assert.deepEqual(splitText("漢字🙂", limit), ["漢", "字", "🙂"]);
  }
});
