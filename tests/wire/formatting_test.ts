import assert from "node:assert/strict";
import { formattedSpans } from "../../wire/formatting.ts";

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
  assert.ok(formattedSpans("\x02a".repeat(100_000)).length <= 100_001);
});
