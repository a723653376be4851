import assert from "node:assert/strict";
import { gemoji } from "gemoji";
import stringWidth from "string-width";
import { cells, textWidth } from "../../client/text_width.ts";

Deno.test("every character is as wide as string-width has it", () => {
  const differing: string[] = [];
  for (let code = 0xa0; code < 0x32000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    if (textWidth(character) !== stringWidth(character)) differing.push(code.toString(16));
  }
  assert.deepEqual(differing, []);
});

Deno.test("emoji, scripts that join letters, and letters with marks are as wide as string-width has them", () => {
  const texts = [
    ...gemoji.flatMap(({ emoji }) => [emoji, `${emoji}\ufe0e`, `a${emoji}${emoji}b`]),
    ...[
      "नमस्ते",
      "ไทยกำ",
      "한국어",
      "각ᆨ",
      "مرحبا",
      "🇩🇪🇫🇷🇽",
      "ｶﾞ",
      "e\u0301\u0302",
      "ක්‍ෂ",
      "✊🏽",
      "❤",
      "❤️",
    ],
  ];
  const widths = (width: (text: string) => number) => texts.map((text) => [text, width(text)]);
  assert.deepEqual(widths(textWidth), widths((text) => stringWidth(text)));
});

Deno.test("cells() gives each letter of plain text a column, and keeps what belongs together", () => {
  assert.deepEqual(cells("é│"), [{ text: "é", width: 1 }, { text: "│", width: 1 }]);
  assert.deepEqual(cells("👨‍👩‍👧e\u0301"), [{ text: "👨‍👩‍👧", width: 2 }, { text: "e\u0301", width: 1 }]);
});
