import assert from "node:assert/strict";
import { safeText } from "../../wire/safe_text.ts";
import { randomText, seededRandom } from "../helpers/random.ts";

interface Vector {
  readonly name: string;
  readonly text: string;
  readonly safe: string;
}

const vectors: readonly Vector[] = [
  { name: "leaves plain text", text: "Hello, world! ~^`|{}", safe: "Hello, world! ~^`|{}" },
  {
    name: "leaves text of any script",
    text: "Grüße שלום مرحبا 東京",
    safe: "Grüße שלום مرحبا 東京",
  },
  {
    name: "leaves emoji, their joiners, skins, flags and keycaps",
    text: "👩‍👩‍👧 👍🏽 🇩🇪 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️",
    safe: "👩‍👩‍👧 👍🏽 🇩🇪 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️",
  },
  {
    name: "leaves combining marks and joiners that scripts need",
    text: "e\u0301\u0302 क्‍ष می\u200cخواهم \u200f\u200e",
    safe: "e\u0301\u0302 क्‍ष می\u200cخواهم \u200f\u200e",
  },
  { name: "makes a tab a space", text: "a\tb\t", safe: "a b " },
  { name: "shows an escape sequence", text: "\x1b[31mred\x1b[0m", safe: "␛[31mred␛[0m" },
  { name: "shows an OSC", text: "\x1b]0;title\x07\x1b\\", safe: "␛]0;title␇␛\\" },
  { name: "shows line ends", text: "a\r\nb\vc\fd", safe: "a␍␊b␋c␌d" },
  { name: "shows NUL, bell, backspace and DEL", text: "\0\x07\x08\x7f", safe: "␀␇␈␡" },
  { name: "shows the frame of a CTCP", text: "\x01PING\x01", safe: "␁PING␁" },
  { name: "replaces C1, CSI and OSC among them", text: "\x9b31m\x9d\x85\x80", safe: "�31m���" },
  { name: "replaces line and paragraph separators", text: "a\u2028b\u2029c", safe: "a�b�c" },
  {
    name: "replaces what turns text around",
    text: "\u202a\u202b\u202c\u202d\u202egpj.exe\u2066\u2067\u2068\u2069",
    safe: "�����gpj.exe����",
  },
  {
    name: "drops bold, italics, underline, strike, monospace, reverse and reset",
    text: "\x02b\x02\x1di\x1d\x1fu\x1f\x1es\x1e\x11m\x11\x16r\x16\x0f.",
    safe: "biusmr.",
  },
  { name: "drops colours", text: "\x034red\x03 \x0304,12both\x03", safe: "red both" },
  { name: "drops at most two digits of a colour", text: "\x03123 \x031,234", safe: "3 4" },
  { name: "leaves a comma that no colour follows", text: "\x034, \x03,4 \x034,x", safe: ", ,4 ,x" },
  { name: "drops hex colours", text: "\x04ff0000red\x04 \x04FF00aa,00ff00b", safe: "red b" },
  {
    name: "leaves what is no whole hex colour",
    text: "\x04ff00 \x04,ff0000",
    safe: "ff00 ,ff0000",
  },
  {
    name: "leaves digits that follow a colour's end",
    text: "\x03\x021 \x034\x0f2 \x03\x0345",
    safe: "1 2 ",
  },
];

for (const { name, text, safe } of vectors) {
  Deno.test(`safeText ${name}`, () => assert.equal(safeText(text), safe));
}

const unsafe = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

Deno.test("safeText leaves nothing unsafe of any character alone or in a text", () => {
  for (let code = 0; code < 0x3000; code++) {
    const character = String.fromCharCode(code);
    for (const text of [character, `a${character}b`]) {
      assert.doesNotMatch(safeText(text), unsafe, `U+${code.toString(16)}`);
    }
  }
});

Deno.test("safeText leaves nothing unsafe of random text, and leaves what it made safe", () => {
  const random = seededRandom(15);
  const formatting = ["\x02", "\x03", "\x04", "\x0f", "\x11", "\x16", "\x1d", "\x1e", "\x1f"];
  const hostile = ["\x1b", "\x9b", "\x9d", "\0", "\r", "\n", "\x7f", "\x85", "\u202e", "\u2066"];
  const ordinary = [..."0129,afAF[];m ", "é", "🙂", "\u200d", "\u0301", "\ud83d"];
  for (let round = 0; round < 20_000; round++) {
    const text = randomText(random, [...formatting, ...hostile, ...ordinary], 20);
    const safe = safeText(text);
    assert.doesNotMatch(safe, unsafe);
    assert.equal(safeText(safe), safe);
    assert.ok(safe.length <= text.length);
  }
});

Deno.test("safeText changes nothing of random text without control characters", () => {
  const random = seededRandom(16);
  const pieces = [
    ..."0129,afAF[];m \\",
    "é",
    "🙂",
    "\u200d",
    "\u0301",
    "\ufe0f",
    "🇩",
    "ש",
    "\ufffd",
  ];
  for (let round = 0; round < 5000; round++) {
    const text = randomText(random, pieces, 20);
    assert.equal(safeText(text), text);
  }
});
