import assert from "node:assert/strict";
import { packTokens } from "../../wire/pack_tokens.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { randomBelow, randomText, seededRandom } from "../helpers/random.ts";

function pack(tokens: Iterable<string>, maxBytes: number, separator?: string): string[] {
  return [...packTokens(tokens, maxBytes, separator)];
}

Deno.test("packTokens gives no text for no tokens", () => {
  assert.deepEqual(pack([], 10), []);
});

Deno.test("packTokens joins what fits, in order", () => {
  assert.deepEqual(pack(["a", "b", "c"], 100), ["a b c"]);
  assert.deepEqual(pack(["aa", "bb", "cc", "dd"], 6), ["aa bb", "cc dd"]);
});

Deno.test("packTokens fills a text to its last byte", () => {
  assert.deepEqual(pack(["aa", "bb", "cc"], 5), ["aa bb", "cc"]);
  assert.deepEqual(pack(["aa", "bb", "cc"], 8), ["aa bb cc"]);
  assert.deepEqual(pack(["aa", "bb", "cc"], 7), ["aa bb", "cc"]);
});

Deno.test("packTokens counts bytes", () => {
  assert.deepEqual(pack(["é", "東", "🙂"], 6), ["é 東", "🙂"]);
  assert.deepEqual(pack(["é", "東", "🙂"], 5), ["é", "東", "🙂"]);
});

Deno.test("packTokens lets a token that is too long stand alone", () => {
  assert.deepEqual(pack(["a", "too long", "b", "c"], 3), ["a", "too long", "b c"]);
});

Deno.test("packTokens takes another separator", () => {
  assert.deepEqual(pack(["a", "b", "c"], 3, ","), ["a,b", "c"]);
  assert.deepEqual(pack(["a", "b", "c"], 4, "; "), ["a; b", "c"]);
  assert.deepEqual(pack(["a", "b", "c"], 4, "·"), ["a·b", "c"]);
  assert.deepEqual(pack(["a", "b", "c"], 3, "·"), ["a", "b", "c"]);
});

Deno.test("packTokens takes tokens as they come and asks for no more than it needs", () => {
  let taken = 0;
  function* endless(): Generator<string> {
    for (;;) {
      taken++;
      yield "token";
    }
  }
  const packed = packTokens(endless(), 11);
  assert.equal(packed.next().value, "token token");
  assert.equal(taken, 3);
});

Deno.test("packTokens loses nothing, never exceeds the limit and could not have joined more", () => {
  const random = seededRandom(4);
  for (let round = 0; round < 3000; round++) {
    const tokens = Array.from(
      { length: randomBelow(random, 12) },
      () => "x" + randomText(random, ["a", "é", "東", "🙂"], 4),
    );
    const maxBytes = 1 + randomBelow(random, 40);
    const packed = pack(tokens, maxBytes);
    assert.deepEqual(packed.flatMap((text) => text.split(" ")), tokens);
    for (const [at, text] of packed.entries()) {
      assert.ok(utf8Length(text) <= maxBytes || !text.includes(" "));
      const [following] = packed[at + 1]?.split(" ") ?? [];
      if (following !== undefined) assert.ok(utf8Length(`${text} ${following}`) > maxBytes);
    }
  }
});
