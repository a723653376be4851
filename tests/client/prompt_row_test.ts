import assert from "node:assert/strict";
import { layPrompt } from "../../client/prompt_row.ts";
import { textWidth } from "../../client/text_width.ts";
import { randomBelow, randomText, seededRandom } from "../helpers/random.ts";

Deno.test("textWidth counts columns", () => {
  const widths: Readonly<Record<string, number>> = {
    "abc": 3,
    "漢字": 4,
    "é": 1,
    "e\u0301": 1,
    "👨‍👩‍👧": 2,
    "🇩🇪": 2,
    "❤️": 2,
    "ｆｕｌｌ": 8,
    "한글": 4,
    "…⏎": 2,
    "": 0,
  };
  for (const [text, width] of Object.entries(widths)) assert.equal(textWidth(text), width, text);
});

Deno.test("layPrompt shows short text as it is", () => {
  const content = { prompt: "#lobby> ", text: "héllo 漢字", cursor: 7, columns: 80 };
  assert.deepEqual(layPrompt(content), { row: "#lobby> héllo 漢字", column: 8 + 8 });
});

Deno.test("layPrompt scrolls long text so that the cursor is seen", () => {
  const text = "0123456789".repeat(10);
  const { row, column } = layPrompt({ prompt: "> ", text, cursor: 100, columns: 20 });
  assert.match(row, /^> …[0-9]+9$/);
  assert.equal(column, textWidth(row));
  const start = layPrompt({ prompt: "> ", text, cursor: 0, columns: 20 });
  assert.deepEqual(start, { row: "> 01234567890123456", column: 2 });
});

Deno.test("layPrompt shows a pasted line end as a sign", () => {
  assert.equal(layPrompt({ prompt: "> ", text: "a\nb", cursor: 3, columns: 20 }).row, "> a⏎b");
});

Deno.test("layPrompt shortens a long prompt", () => {
  const prompt = `#${"x".repeat(60)}> `;
  assert.equal(
    layPrompt({ prompt, text: "", cursor: 0, columns: 30 }).row,
    "#xxxxxx…> ",
  );
});

Deno.test("layPrompt never fills the row and never loses the cursor", () => {
  const random = seededRandom(7);
  const pieces = ["a", " ", "漢", "👨‍👩‍👧", "é", "\n", "e\u0301", "🇩🇪"];
  for (let round = 0; round < 3000; round++) {
    const before = randomText(random, pieces, 30);
    const text = before + randomText(random, pieces, 30);
    const cursor = before.length;
    const columns = 8 + randomBelow(random, 40);
    const { row, column } = layPrompt({ prompt: "#lobby> ", text, cursor, columns });
    assert.ok(textWidth(row) < columns, `"${row}" in ${columns}`);
    assert.ok(column < columns && column <= textWidth(row), `column ${column} of "${row}"`);
  }
});
