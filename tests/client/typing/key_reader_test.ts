import assert from "node:assert/strict";
import type { Key } from "../../../client/typing/key.ts";
import { KeyReader, maxPasteLength } from "../../../client/typing/key_reader.ts";
import { randomBelow, randomText, seededRandom } from "../../helpers/random.ts";

function read(...chunks: readonly string[]): readonly Key[] {
  const reader = new KeyReader();
  return chunks.flatMap((chunk) => reader.push(chunk));
}

/** Keys as text; texts in a row are one. */
function told(keys: readonly Key[]): string {
  const joined: Key[] = [];
  for (const key of keys) {
    const last = joined.at(-1);
    if (key.kind !== "text" || last?.kind !== "text") joined.push(key);
    else joined.splice(-1, 1, { kind: "text", text: last.text + key.text });
  }
  return joined.map(toldKey).join(" ");
}

function toldKey(key: Key): string {
  switch (key.kind) {
    case "press":
      return `<${key.name}>`;
    case "goto":
      return `<goto ${key.number}>`;
    case "focus":
      return key.isFocused ? "<focused>" : "<unfocused>";
    case "background":
      return key.isDark ? "<dark>" : "<light>";
    case "text":
    case "paste":
      return `${key.kind}:${key.text}`;
  }
}

Deno.test("KeyReader tells text from keys", () => {
  assert.equal(told(read("hi 漢😀\r")), "text:hi 漢😀 <enter>");
  assert.equal(told(read("\x1b[A\x1b[D\x1bOF\x1b[1;5Cx")), "<up> <left> <end> <wordRight> text:x");
});

const bound: readonly (readonly [keys: string, inputs: readonly string[], told: string])[] = [
  ["Enter", ["\r", "\n", "\x1bOM", "\x1b[13u", "\x1b[106;5u"], "<enter>"],
  [
    "Alt-Enter",
    ["\x1b\r", "\x1b[13;3u", "\x1b[27;3;13~", "\x1b[13;2u", "\x1b[27;2;13~", "\x1b[27;5;13~"],
    "<newLine>",
  ],
  ["Tab", ["\t", "\x1b[9u"], "<tab>"],
  ["Shift-Tab", ["\x1b[Z", "\x1b[9;2u", "\x1b[27;2;9~", "\x1b[1;2Z"], "<backTab>"],
  ["Escape", ["\x1b[27u", "\x1b[27;1u"], "<escape>"],
  ["Backspace", ["\x7f", "\b", "\x1b[127u", "\x1b[104;5u"], "<backspace>"],
  ["Delete", ["\x1b[3~", "\x1b[3;2~"], "<delete>"],
  ["Ctrl-D", ["\x04", "\x1b[100;5u", "\x1b[27;5;100~"], "<deleteOrLeave>"],
  ["Left", ["\x1b[D", "\x1bOD", "\x02", "\x1b[1;2D", "\x1b[1;1:1D", "\x1b[1;129D"], "<left>"],
  ["Right", ["\x1b[C", "\x1bOC", "\x06", "\x1b[c"], "<right>"],
  ["Up", ["\x1b[A", "\x1bOA"], "<up>"],
  ["Down", ["\x1b[B", "\x1bOB"], "<down>"],
  ["Home", ["\x01", "\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~", "\x1b[97;5u"], "<home>"],
  ["End", ["\x05", "\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"], "<end>"],
  ["a word left", ["\x1b[1;5D", "\x1b[1;3D", "\x1bb", "\x1bOd", "\x1b\x1b[D"], "<wordLeft>"],
  ["a word right", ["\x1b[1;5C", "\x1b[1;3C", "\x1bf", "\x1bO5C", "\x1b\x1bOC"], "<wordRight>"],
  ["pages", ["\x1b[5~\x1b[6~", "\x1b[5$\x1b[6$"], "<pageUp> <pageDown>"],
  ["the top and the bottom", ["\x1b<\x1b>", "\x1b[1;5H\x1b[1;5F"], "<scrollTop> <scrollBottom>"],
  ["kills", ["\x0b\x15\x17"], "<killToEnd> <killToStart> <killToSpace>"],
  [
    "words",
    ["\x1bd\x1b\x7f", "\x1b[3;5~\x1b[127;5u", "\x1b[3^\x1b\b"],
    "<killWord> <killWordBack>",
  ],
  ["yanks", ["\x19\x1by", "\x1b[121;5u\x1b[121;3u"], "<yank> <yankPop>"],
  ["the case of words", ["\x1bu\x1bl\x1bc"], "<upperCase> <lowerCase> <capitalize>"],
  ["undo", ["\x1f", "\x18\x15", "\x1b[95;5u", "\x1b[47;5u"], "<undo>"],
  ["Ctrl-T R G L", ["\x14\x12\x07\x0c"], "<transpose> <search> <cancel> <redraw>"],
  ["history", ["\x10\x0e", "\x1b[1;5A\x1b[1;5B"], "<olderEntry> <newerEntry>"],
  ["buffers", ["\x1b[1;3A\x1b[1;3B", "\x1b[5;5~\x1b[6;5~"], "<previousBuffer> <nextBuffer>"],
  ["Alt-A, Alt-M", ["\x1ba\x1bm", "\x1b[97;3u\x1b[109;3u"], "<nextUnread> <toggleMembers>"],
  ["the editor", ["\x18\x05", "\x1b[120;5u\x1b[101;5u"], "<openEditor>"],
  ["signals", ["\x03\x1a"], "<interrupt> <suspend>"],
  [
    "Alt and a digit",
    ["\x1b1\x1b9\x1b0", "\x1b[49;3u\x1b[57;3u\x1b[48;3u"],
    "<goto 1> <goto 9> <goto 10>",
  ],
  ["the focus", ["\x1b[I\x1b[O"], "<focused> <unfocused>"],
  [
    "a dark terminal",
    ["\x1b]11;rgb:0000/1c1c/3030\x1b\\", "\x1b]11;rgba:00/00/00/ff\x07"],
    "<dark>",
  ],
  ["a light terminal", ["\x1b]11;rgb:ffff/ffff/e0e0\x07", "\x1b]11;rgb:f/f/f\x1b\\"], "<light>"],
  ["letters of another form", ["\x1b[97u", "\x1b[97;1:1u", "\x1b[97;129u"], "text:a"],
  ["a capital of another form", ["\x1b[97;2u", "\x1b[65;2u", "\x1b[27;2;65~"], "text:A"],
];

for (const [keys, inputs, expected] of bound) {
  Deno.test(`KeyReader reads ${keys} in each form, cut at every place`, () => {
    for (const input of inputs) {
      assert.equal(told(read(`${input}.`)), `${expected} text:.`.replace(/(text:\S+) text:/, "$1"));
      for (let cut = 1; cut < input.length; cut++) {
        const parts = read(input.slice(0, cut), input.slice(cut));
        assert.equal(told(parts), expected, `${JSON.stringify(input)} cut at ${cut}`);
      }
    }
  });
}

const nothing: readonly string[] = [
  "\x1b[15~",
  "\x1bOP",
  "\x1b[1;5R",
  "\x1b[[A",
  "\x1b[2~",
  "\x1b[<0;1;1M",
  "\x1b[M !!",
  "\x1b[?62;4c",
  "\x1b[>41;370;0c",
  "\x1b[?2026;2$y",
  "\x1b[12;40R",
  "\x1b[8;24;80t",
  "\x1bP>|xterm(370)\x1b\\",
  "\x1b]4;1;rgb:00/00/00\x1b\\",
  "\x1b]11;nonsense\x07",
  "\x1b_Gi=31;OK\x1b\\",
  "\x1bz",
  "\x1b漢",
  "\x1b😀",
  "\x1b[97;1:3u",
  "\x1b[57441u",
  "\x1b[1114112u",
  "\x1b[155u",
  "\x1b[55296u",
  "\x1b[99;9X",
  "\x1b[201~",
  "\x00",
  "\x1d",
  "\x9b",
  "\x18",
];

Deno.test("KeyReader gives nothing for what is no key here, cut at every place", () => {
  for (const input of nothing) {
    assert.equal(told(read(`a${input}b`)), "text:ab", JSON.stringify(input));
    assert.equal(told(read(...input, "b")), "text:b", JSON.stringify(input));
  }
});

Deno.test("KeyReader gives a paste as one text with its line ends", () => {
  assert.equal(told(read("\x1b[200~a\r\nb\x1b[201~\r")), "paste:a\r\nb <enter>");
  assert.equal(told(read("\x1b[200~\x1b[201~")), "paste:");
});

Deno.test("KeyReader takes input cut at every place", () => {
  const input = "x\x1b[A\x1b[200~a\x1b[Bb\x1b[201~y\x1b[3~\x1b]11;rgb:f/f/f\x1b\\z";
  const whole = told(read(input));
  assert.equal(whole, "text:x <up> paste:a\x1b[Bb text:y <delete> <light> text:z");
  for (let cut = 1; cut < input.length; cut++) {
    assert.equal(told(read(input.slice(0, cut), input.slice(cut))), whole, `cut at ${cut}`);
  }
  assert.equal(told(read(...input)), whole);
});

Deno.test("KeyReader takes Ctrl-X together with the very next key only", () => {
  assert.equal(told(read("\x18a\x05")), "text:a <end>");
  assert.equal(told(read("\x18\x1b[A\x05")), "<up> <end>");
  assert.equal(told(read("\x18\x18\x05\x05")), "<openEditor> <end>");
});

Deno.test("KeyReader holds no more of a paste than its bound, and says so", () => {
  const half = "x".repeat(maxPasteLength / 2);
  const [whole] = read("\x1b[200~", half, half, "\x1b[201~");
  assert.ok(whole?.kind === "paste" && !whole.isCut && whole.text.length === maxPasteLength);
  const [late] = read("\x1b[200~", half, half, "y", "\x1b[201~");
  assert.ok(late?.kind === "paste" && late.isCut);
  const [cut, after] = read("\x1b[200~", half, half, "y", "z\x1b[201~a");
  assert.ok(cut?.kind === "paste" && cut.isCut && cut.text.length === maxPasteLength);
  assert.deepEqual(after, { kind: "text", text: "a" });
});

Deno.test("KeyReader gives an ESC that came alone when it is asked to wait no longer", () => {
  const reader = new KeyReader();
  assert.ok(!reader.isWaiting);
  assert.deepEqual(reader.push("\x1b"), []);
  assert.ok(reader.isWaiting);
  assert.equal(told(reader.flush()), "<escape>");
  assert.ok(!reader.isWaiting);
  assert.deepEqual(reader.flush(), []);
  assert.equal(told(reader.push("[A")), "text:[A");
});

Deno.test("KeyReader tells Escape twice, and Escape before another key", () => {
  const reader = new KeyReader();
  assert.equal(told(reader.push("\x1b\x1b")), "");
  assert.equal(told(reader.flush()), "<escape> <escape>");
  assert.equal(told(reader.push("\x1b\x1ba")), "<escape> <nextUnread>");
});

Deno.test("KeyReader does not show the rest of a key that a slow line cut", () => {
  for (const [start, end] of [["\x1b[", "A"], ["\x1b[1;", "5C"], ["\x1b]11;rgb:0/", "0/0\x07"]]) {
    const reader = new KeyReader();
    const keys = [...reader.push(start ?? ""), ...reader.flush(), ...reader.push(end ?? "")];
    assert.ok(!told(keys).includes("text:"), told(keys));
    assert.equal(keys.length, 1);
  }
});

Deno.test("KeyReader lets Alt-O and Alt-P do nothing, and take nothing with them", () => {
  for (const letter of "OPX^_]") {
    const reader = new KeyReader();
    assert.deepEqual([...reader.push(`\x1b${letter}`), ...reader.flush()], []);
    assert.equal(told(reader.push("a")), "text:a");
  }
});

Deno.test("KeyReader takes a pressed Enter for the end of a string that has none", () => {
  assert.equal(told(read("\x1bPno end\rhello")), "<enter> text:hello");
  assert.equal(told(read("\x1b]11;rgb\x1b[A")), "<up>");
  assert.equal(told(read("\x1b[12\x03")), "<interrupt>");
  assert.equal(told(read("\x1b[12漢")), "text:漢");
});

Deno.test("KeyReader holds little of a sequence that never ends, and none of it is text", () => {
  const reader = new KeyReader();
  for (const start of ["\x1b[", "\x1b]", "\x1b\x1b[", "\x1bP"]) {
    reader.push(start);
    for (let turn = 0; turn < 100; turn++) assert.deepEqual(reader.push("1;".repeat(1000)), []);
    assert.equal(told(reader.push("\x1b\\x\r")).replace("<", "text:x <").slice(0, 6), "text:x");
  }
});

Deno.test("KeyReader gives no control character as text, whatever comes and however it is cut", () => {
  const random = seededRandom(61);
  const pieces = [
    ..."\x1b\x1b\x1b[[O]P?;:0123456789~uABMRZac$^\\\x07\r\n\t\x00\x18\x9b é漢😀\u0301\u200d",
    "\x1b[200~",
    "\x1b[201~",
  ];
  for (let turn = 0; turn < 5000; turn++) {
    const input = randomText(random, pieces, 30);
    const characters = [...input];
    const cut = randomBelow(random, characters.length + 1);
    const keys = read(characters.slice(0, cut).join(""), characters.slice(cut).join(""));
    assert.equal(told(keys), told(read(input)), JSON.stringify([input, cut]));
    for (const key of keys) {
      // deno-lint-ignore no-control-regex -- none of them may come through
      if (key.kind === "text") assert.doesNotMatch(key.text, /[\x00-\x1f\x7f-\x9f]/);
    }
  }
});
