import assert from "node:assert/strict";
import {
  escapeTag,
  formatTags,
  isClientOnlyTag,
  noTags,
  parseTags,
  unescapeTag,
} from "../../wire/tags.ts";
import { randomText, seededRandom } from "../helpers/random.ts";

function parsed(text: string): readonly (readonly [string, string])[] {
  return [...parseTags(text)];
}

Deno.test("parseTags takes names, values and their order", () => {
  assert.deepEqual(parsed("b=1;a=2;+c=3"), [["b", "1"], ["a", "2"], ["+c", "3"]]);
  assert.deepEqual(parsed("vendor.example/x-1=y"), [["vendor.example/x-1", "y"]]);
});

Deno.test("parseTags takes a missing value for an empty one", () => {
  assert.deepEqual(parsed("a;b=;c=1"), [["a", ""], ["b", ""], ["c", "1"]]);
});

Deno.test("parseTags takes all after the first = for the value", () => {
  assert.deepEqual(parsed("a=b=c==;d=="), [["a", "b=c=="], ["d", "="]]);
});

Deno.test("parseTags takes the last one of a tag given twice", () => {
  assert.deepEqual(parsed("a=1;b=2;a=3"), [["a", "3"], ["b", "2"]]);
  assert.deepEqual(parsed("a=1;a"), [["a", ""]]);
});

Deno.test("parseTags tells names apart by case", () => {
  assert.deepEqual(parsed("a=1;A=2"), [["a", "1"], ["A", "2"]]);
});

Deno.test("parseTags passes over tags without a name", () => {
  assert.deepEqual(parsed(""), []);
  assert.deepEqual(parsed(";;=x;a;"), [["a", ""]]);
});

Deno.test("parseTags takes names that objects are born with", () => {
  assert.deepEqual(parsed("__proto__=1;constructor=2"), [["__proto__", "1"], ["constructor", "2"]]);
});

Deno.test("parseTags unescapes values, not names", () => {
  assert.deepEqual(parsed("a\\:b=c\\:d"), [["a\\:b", "c;d"]]);
});

Deno.test("formatTags writes an empty value as a missing one", () => {
  assert.equal(formatTags(new Map([["a", ""], ["b", "1"], ["+c", "2"]])), "a;b=1;+c=2");
  assert.equal(formatTags(noTags), "");
});

Deno.test("escapeTag knows the five characters and leaves all others", () => {
  assert.equal(escapeTag("; \\\r\n"), "\\:\\s\\\\\\r\\n");
  assert.equal(escapeTag(":=,@\t\0é🙂"), ":=,@\t\0é🙂");
});

Deno.test("unescapeTag knows the five escapes", () => {
  assert.equal(unescapeTag("\\:\\s\\\\\\r\\n"), "; \\\r\n");
  assert.equal(unescapeTag("a\\\\sb\\\\\\sc"), "a\\sb\\ c");
});

Deno.test("unescapeTag drops the backslash of any other escape and at the end", () => {
  assert.equal(unescapeTag("\\a\\b\\1\\é\\🙂\\\n"), "ab1é🙂\n");
  assert.equal(unescapeTag("abc\\"), "abc");
  assert.equal(unescapeTag("\\"), "");
  assert.equal(unescapeTag("\\\\\\"), "\\");
});

const pieces = [..."; \\\r\n:snrab=", "\\\\", "é", "🙂", "\ud83d", "\0"];

Deno.test("unescapeTag gives back what escapeTag was given, whatever it is", () => {
  const random = seededRandom(7);
  for (let round = 0; round < 20_000; round++) {
    const value = randomText(random, pieces, 10);
    const escaped = escapeTag(value);
    assert.doesNotMatch(escaped, /[; \r\n]/);
    assert.equal(unescapeTag(escaped), value);
  }
});

Deno.test("tags formatted and parsed again are the same, whatever was parsed", () => {
  const random = seededRandom(8);
  for (let round = 0; round < 20_000; round++) {
    const tags = parseTags(randomText(random, pieces, 14));
    assert.deepEqual([...parseTags(formatTags(tags))], [...tags]);
  }
});

Deno.test("client-only tags start with +", () => {
  assert.equal(isClientOnlyTag("+typing"), true);
  assert.equal(isClientOnlyTag("+vendor.example/x"), true);
  assert.equal(isClientOnlyTag("typing+"), false);
  assert.equal(isClientOnlyTag(""), false);
  assert.equal(isClientOnlyTag("+"), false);
});
