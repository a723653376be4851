import assert from "node:assert/strict";
import { wordsOf } from "../../server/store/words.ts";

function assertWords(text: string, ...expected: readonly string[]): void {
  assert.deepEqual([...wordsOf(text)].toSorted(), expected.toSorted(), text);
}

Deno.test("a text is cut into words without case", () => {
  assertWords("Hello, World! hello", "hello", "world");
  assertWords(
    "don't panic-stricken foo_bar 3.14",
    "don",
    "t",
    "panic",
    "stricken",
    "foo",
    "bar",
    "3",
    "14",
  );
  assertWords("");
  assertWords(" … !?");
});

Deno.test("marks above and below letters do not count, nor do other forms of them", () => {
  assertWords("Naïve CAFÉ", "naive", "cafe");
  assertWords("nai\u0308ve", "naive");
  assertWords("ﬁne ＡＢＣ", "fine", "abc");
});

Deno.test("languages without spaces are cut as they are read", () => {
  assert.ok(wordsOf("我们明天去東京旅行").has("東京"));
  assert.deepEqual([...wordsOf("東京")], ["東京"]);
  const thai = wordsOf("สวัสดีชาวโลกทุกคน");
  for (const word of wordsOf("ชาวโลก")) assert.ok(thai.has(word), word);
});

Deno.test("a word is the same in a text of ASCII and in one that is not", () => {
  const texts = ["don't", "foo_bar", "3.14", "a-b", "x@example.org", "C:\\dir"];
  for (const text of texts) {
    const [ascii, other] = [wordsOf(text), wordsOf(`${text} é`)];
    for (const word of ascii) assert.ok(other.has(word), `${word} of ${text}`);
  }
});

Deno.test("colours and styles are no part of a word, not even within it", () => {
  assertWords("\x0304,12red\x03 and \x02bo\x02ld", "red", "and", "bold");
  assertWords("\x04ff0000h\x04e \x04FF0000,00FF00x\x0f", "he", "x");
  assertWords("\x0312 monkeys", "monkeys");
  assertWords("a\tb", "a", "b");
});

Deno.test("what somebody does is found by its words alone", () => {
  assertWords("\x01ACTION waves\x01", "waves");
  assertWords("\x01ACTION wäves\x01", "waves");
});

Deno.test("so many words of one text count, and no more", () => {
  const text = Array.from({ length: 1_000 }, (_, index) => `w${index}`).join(" ");
  assert.equal(wordsOf(text).size, 300);
});
