import assert from "node:assert/strict";
import stringWidth from "string-width";
import { bodySpans } from "../../../client/view/body_spans.ts";
import { type Span, span, tamed } from "../../../client/view/styled.ts";
import { wrapSpans } from "../../../client/view/wrap.ts";
import { randomBelow, seededRandom } from "../../helpers/random.ts";
import { hostileText } from "./hostile_text.ts";

Deno.test("a row is never wider than it may be, and nothing but space is lost", () => {
  const random = seededRandom(2);
  for (let round = 0; round < 500; round++) {
    const spans = bodySpans(hostileText(random).replaceAll("\n", ""), { style: {}, marked: "o" });
    const first = 4 + randomBelow(random, 40);
    const rest = 4 + randomBelow(random, 40);
    const rows = wrapSpans(spans, { first, rest }).map(textOf);
    for (const [at, row] of rows.entries()) {
      assert.ok(stringWidth(row) <= (at === 0 ? first : rest), JSON.stringify(row));
    }
    assert.equal(rows.join("").replaceAll(" ", ""), textOf(spans).replaceAll(" ", ""));
  }
});

Deno.test("rows are broken at spaces", () => {
  assert.deepEqual(wrapped("one two three", 8), ["one two", "three"]);
  assert.deepEqual(wrapped("one  two", 4), ["one", "two"]);
  assert.deepEqual(wrapped("", 8), [""]);
});

Deno.test("a word that is too long is cut between letters", () => {
  assert.deepEqual(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  assert.deepEqual(wrapped("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 5), ["👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]);
});

Deno.test("a letter that is wider than a row is left out", () => {
  assert.deepEqual(wrapped("a漢b", 1), ["a", "b"]);
});

Deno.test("wide letters are broken anywhere but before what ends a sentence", () => {
  assert.deepEqual(wrapped("漢字漢字", 5), ["漢字", "漢字"]);
  assert.deepEqual(wrapped("漢字。", 5), ["漢", "字。"]);
});

Deno.test("a link stays on one row where it fits", () => {
  const rows = wrapped("see https://example.org/a/b for more", 24);
  assert.deepEqual(rows, ["see", "https://example.org/a/b", "for more"]);
});

Deno.test("each row of a longer link leads to all of it", () => {
  const href = "https://example.org/a/long/path/that/goes/on";
  const rows = wrapSpans(bodySpans(`x ${href}`, { style: {}, marked: "" }), {
    first: 12,
    rest: 12,
  });
  assert.ok(rows.length > 2);
  for (const row of rows) assert.equal(row.at(-1)?.href, href);
});

Deno.test("formatting is drawn and what was searched for is marked, in links too", () => {
  const spans = bodySpans("\x02Go\x02 to https://go.org", {
    style: { role: "text" },
    marked: "go",
  });
  const marked = spans.filter(({ style }) => style.role === "found").map(({ text }) => text);
  assert.deepEqual(marked, ["Go", "go"]);
  assert.equal(spans[0]?.style.bold, true);
  assert.equal(spans.find(({ style }) => style.role === "link")?.text, "https://");
});

Deno.test("marks do not pile up, and what has no place of its own is dropped", () => {
  assert.ok(tamed(`z${"\u0336".repeat(500)}`).length <= 40);
  assert.equal(tamed("\u0301a\u200bb"), "ab");
  assert.equal(tamed("cafe\u0301"), "cafe\u0301");
});

function wrapped(text: string, columns: number): readonly string[] {
  const spans = text === "" ? [span("")] : bodySpans(text, { style: {}, marked: "" });
  return wrapSpans(spans, { first: columns, rest: columns }).map(textOf);
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join("");
}
