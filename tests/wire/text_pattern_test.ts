import assert from "node:assert/strict";
import { hasMatch, isTextPattern } from "../../wire/text_pattern.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";

Deno.test("a pattern fits where a part of the text does: * is any run, ? one character", () => {
  const vectors: readonly (readonly [string, string, boolean])[] = [
    ["buy now", "now", true],
    ["buy now", "w", true],
    ["buy now", "own", false],
    ["buy now", "buy?now", true],
    ["buy now", "buy*now", true],
    ["buynow", "buy?now", false],
    ["buynow", "buy*now", true],
    ["now buy", "buy*now", false],
    ["a😀b", "a?b", true],
    ["a😀b", "a??b", false],
    ["aab", "a?b", true],
    ["abab", "ab*ab", true],
    ["abab", "aba*bab", false],
    ["x", "xx*", false],
    ["ac abc", "a?c", true],
    ["", "a", false],
    ["ab", "?a", false],
    ["ba", "?a", true],
    ["aa", "a?*a", false],
    ["aaa", "a?*a", true],
  ];
  for (const [text, pattern, fits] of vectors) {
    assert.equal(hasMatch(text, pattern), fits, `${pattern} in ${text}`);
  }
});

Deno.test("patterns fit what the regular expressions of the same meaning fit", () => {
  const random = seededRandom(7);
  const word = (letters: readonly string[], most: number) =>
    Array.from({ length: randomBelow(random, most) }, () => randomOf(random, letters)).join("");
  for (let round = 0; round < 20_000; round++) {
    const pattern = word(["a", "b", "*", "?", "😀"], 7);
    const text = word(["a", "b", "😀"], 12);
    const same = new RegExp(pattern.replaceAll("*", ".*").replaceAll("?", "."), "u");
    assert.equal(hasMatch(text, pattern), same.test(text), `${pattern} in ${text}`);
  }
});

Deno.test("a pattern needs a character of its own, and bounds what a ? makes loose", () => {
  for (const good of ["a", "*a*", "?a", `${"a".repeat(99)}`, `a?${"b".repeat(29)}`]) {
    assert.equal(isTextPattern(good), true, good);
  }
  for (const bad of ["", "*", "?", "*?*", `a?${"b".repeat(30)}`, `c*a?${"b".repeat(30)}`]) {
    assert.equal(isTextPattern(bad), false, bad);
  }
});

Deno.test("the longest stretch with a ? is found at its end", () => {
  const part = `?${"b".repeat(30)}`;
  assert.equal(hasMatch(`x${"b".repeat(30)}`, part), true);
  assert.equal(hasMatch("b".repeat(30), part), false);
});

Deno.test("a hostile pattern costs one pass over the text, whatever it could begin with", () => {
  const text = "a".repeat(1_000_000);
  // One that goes back and tries again would not end.
  for (const pattern of [`${"a*".repeat(49)}b`, `${"a?*".repeat(33)}b`, `${"?a".repeat(15)}b`]) {
    assert.equal(hasMatch(text, pattern), false);
  }
});
