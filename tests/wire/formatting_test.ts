import assert from "node:assert/strict";
import { formattedSpans } from "../../wire/formatting.ts";
import { safeText } from "../../wire/safe_text.ts";
import { randomText, seededRandom } from "../helpers/random.ts";

Deno.test("formatting begins and ends where its codes are", () => {
  assert.deepEqual(formattedSpans("a\x02b\x1dc\x02d\x0fe"), [
    { text: "a", style: {} },
    { text: "b", style: { bold: true } },
    { text: "c", style: { bold: true, italic: true } },
    { text: "d", style: { italic: true } },
    { text: "e", style: {} },
  ]);
  assert.deepEqual(formattedSpans("\x1e\x1f\x11\x16x"), [
    { text: "x", style: { strike: true, underline: true, monospace: true, reverse: true } },
  ]);
});

Deno.test("colours have one digit or two, a ground or none, and end alone", () => {
  assert.deepEqual(formattedSpans("\x034,12red\x03 \x0304x\x03991\x04FF0000,00ff00h\x04"), [
    { text: "red", style: { colour: 4, ground: 12 } },
    { text: " ", style: {} },
    { text: "x", style: { colour: 4 } },
    { text: "1", style: {} },
    { text: "h", style: { colour: "ff0000", ground: "00ff00" } },
  ]);
  assert.deepEqual(formattedSpans("\x03,5"), [{ text: ",5", style: {} }]);
});

Deno.test("all else that could touch a screen is made safe, and much formatting costs little", () => {
  assert.deepEqual(formattedSpans("\x1b[31m\u202ex\x9b"), [
    { text: "␛[31m\ufffdx\ufffd", style: {} },
  ]);
  const noise = formattedSpans("\x02a".repeat(100_000));
  assert.ok(noise.length <= 2001, String(noise.length));
  assert.equal(noise.map(({ text }) => text).join("").length, 100_000, "no text is lost");
});

Deno.test("a ground stays under another colour, and 99 is no colour", () => {
  assert.deepEqual(formattedSpans("\x034,12a\x037b\x0399c\x0399,99d"), [
    { text: "a", style: { colour: 4, ground: 12 } },
    { text: "b", style: { colour: 7, ground: 12 } },
    { text: "c", style: { ground: 12 } },
    { text: "d", style: {} },
  ]);
});

Deno.test("together the spans are the text as a terminal without colours shows it", () => {
  const random = seededRandom(3);
  const pieces = ["\x03", "\x04", "\x02", "\x0f", "\x16", "\x1d", "\x1f", "1", ",", "ff00ff", "a"];
  const hostile = ["\x1b[2J", "\x07", "\n", "\u202e", "\x9b", "\t", "é", "😀"];
  for (let round = 0; round < 500; round++) {
    const text = randomText(random, [...pieces, ...hostile], 30);
    const spans = formattedSpans(text);
    assert.equal(spans.map((span) => span.text).join(""), safeText(text), JSON.stringify(text));
    assert.ok(spans.every((span) => span.text !== ""));
  }
});
