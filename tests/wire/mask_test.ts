import assert from "node:assert/strict";
import { matchesMask } from "../../wire/mask.ts";
import { randomText, seededRandom } from "../helpers/random.ts";

interface Vector {
  readonly mask: string;
  readonly fits: readonly string[];
  readonly fails: readonly string[];
}

const vectors: readonly Vector[] = [
  { mask: "", fits: [""], fails: ["a", " "] },
  { mask: "bob", fits: ["bob"], fails: ["", "bo", "bobb", "bbob", "Bob"] },
  { mask: "*", fits: ["", "a", "any thing *?\\"], fails: [] },
  { mask: "**", fits: ["", "a", "ab"], fails: [] },
  { mask: "?", fits: ["a", "?", "*", " "], fails: ["", "ab"] },
  { mask: "??", fits: ["ab"], fails: ["a", "abc"] },
  { mask: "*?", fits: ["a", "ab"], fails: [""] },
  { mask: "?*?", fits: ["ab", "abc"], fails: ["", "a"] },
  { mask: "a*", fits: ["a", "ab", "aa"], fails: ["", "ba"] },
  { mask: "*a", fits: ["a", "ba", "aba"], fails: ["", "ab"] },
  { mask: "a*b*c", fits: ["abc", "a--b--c", "abcbc", "abbcc"], fails: ["ab", "acb", "abcd"] },
  { mask: "*aab", fits: ["aaab", "aabaab"], fails: ["aaba", "ab"] },
  {
    mask: "*!*@192.0.2.*",
    fits: ["ann!a@192.0.2.7", "!@192.0.2."],
    fails: ["ann!a@192.0.20.7", "ann@192.0.2.7", "ann!a@192.0.2"],
  },
  { mask: "a.b[c](d)^$|+{e}", fits: ["a.b[c](d)^$|+{e}"], fails: ["aXb[c](d)^$|+{e}"] },
  { mask: "a\\*b", fits: ["a*b"], fails: ["a\\*b", "aXb", "ab", "a\\b"] },
  { mask: "a\\?b", fits: ["a?b"], fails: ["a\\?b", "aXb", "ab"] },
  { mask: "*\\*", fits: ["*", "a*", "**"], fails: ["", "a", "*a"] },
  { mask: "*\\?*", fits: ["?", "a?b"], fails: ["", "ab"] },
  { mask: "a\\b", fits: ["a\\b"], fails: ["ab", "a\\\\b"] },
  { mask: "a\\", fits: ["a\\"], fails: ["a", "a\\\\"] },
  { mask: "\\\\*", fits: ["\\*"], fails: ["\\", "\\a", "*"] },
  { mask: "é?京*", fits: ["é東京", "é東京x"], fails: ["é京"] },
  { mask: "a?b", fits: ["a🙂b", "aéb"], fails: ["a🙂🙂b", "ab"] },
  { mask: "*??", fits: ["🙂🙂", "a🙂"], fails: ["🙂", "a"] },
  { mask: "*🙂", fits: ["🙂", "🙃🙂"], fails: ["🙃"] },
];

for (const { mask, fits, fails } of vectors) {
  Deno.test(`mask "${mask}" takes what fits it and nothing else`, () => {
    for (const text of fits) assert.equal(matchesMask(mask, text), true, text);
    for (const text of fails) assert.equal(matchesMask(mask, text), false, text);
  });
}

/** The mask as a regular expression, piece by piece. */
function regexOf(mask: string): RegExp {
  const source = mask.replace(/\\[*?]|[^]/gu, (piece) => {
    if (piece === "*") return "[^]*";
    if (piece === "?") return "[^]";
    const literal = piece.length === 2 && piece.startsWith("\\") ? piece.slice(1) : piece;
    return literal.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
  });
  return new RegExp(`^${source}$`, "u");
}

Deno.test("matchesMask agrees with a regular expression on random masks", () => {
  const random = seededRandom(9);
  const seen = { fits: 0, fails: 0 };
  for (let round = 0; round < 60_000; round++) {
    const mask = randomText(random, ["a", "b", "*", "?", "\\", "🙂"], 7);
    const text = randomText(random, ["a", "b", "a", "*", "?", "\\", "🙂"], 8);
    const expected = regexOf(mask).test(text);
    assert.equal(matchesMask(mask, text), expected, JSON.stringify({ mask, text }));
    seen[expected ? "fits" : "fails"]++;
  }
  assert.ok(seen.fits > 3000 && seen.fails > 3000);
});

Deno.test("matchesMask takes no more than mask times text steps on hostile masks", () => {
  const text = "a".repeat(2000);
  for (const mask of ["*a".repeat(200) + "b", "*".repeat(400) + "b", "a*".repeat(200) + "b"]) {
    const started = performance.now();
    assert.equal(matchesMask(mask, text), false);
    // A few ms; going back more than one star never ends.
    assert.ok(performance.now() - started < 2_000);
  }
});
