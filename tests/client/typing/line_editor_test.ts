import assert from "node:assert/strict";
import { emptyDraft } from "../../../client/typing/draft.ts";
import { matchOf } from "../../../client/typing/history_search.ts";
import type { KeyName } from "../../../client/typing/key.ts";
import { KeyReader } from "../../../client/typing/key_reader.ts";
import { KillRing } from "../../../client/typing/kill_ring.ts";
import { LineEditor, maxTextLength, type Outcome } from "../../../client/typing/line_editor.ts";
import { UndoLog } from "../../../client/typing/undo_log.ts";
import { randomBelow, randomOf, randomText, seededRandom } from "../../helpers/random.ts";

/** Types into an editor as a terminal would send it. */
function type(editor: LineEditor, input: string): readonly Outcome[] {
  const reader = new KeyReader();
  return [...reader.push(input), ...reader.flush()].map((key) => editor.press(key));
}

/** The text with a bar for the cursor. */
function shown(input: string, editor = new LineEditor()): string {
  type(editor, input);
  return `${editor.text.slice(0, editor.cursor)}|${editor.text.slice(editor.cursor)}`;
}

/** What a search shows. */
function found(input: string, editor: LineEditor): string {
  type(editor, input);
  const { search } = editor;
  return search === undefined ? "no search" : `${search.query}: ${matchOf(search) ?? "nothing"}`;
}

const [left, right, up, down, home, end] = [
  "\x1b[D",
  "\x1b[C",
  "\x1b[A",
  "\x1b[B",
  "\x01",
  "\x05",
] as const;
const [newLine, undo, yank, yankPop, search] = ["\x1b\r", "\x1f", "\x19", "\x1by", "\x12"] as const;

Deno.test("LineEditor inserts where the cursor is", () => {
  assert.equal(shown(`helo${left}l`), "hell|o");
  assert.equal(shown(`b${home}a`), "a|b");
});

Deno.test("LineEditor moves and deletes by what people see as one character", () => {
  assert.equal(shown(`a👨‍👩‍👧é${left}${left}`), "a|👨‍👩‍👧é");
  assert.equal(shown(`a👨‍👩‍👧\x7f`), "a|");
  assert.equal(shown(`🇩🇪🇫🇷${home}\x1b[3~`), "|🇫🇷");
  assert.equal(shown(`${left}${right}\x7f\x1b[3~`), "|");
});

Deno.test("LineEditor puts the cursor behind a character that grew together", () => {
  assert.equal(shown(`\u{1f467}${home}\u{1f468}\u200d`), "\u{1f468}\u200d\u{1f467}|");
  assert.equal(shown(`e\u0301${home}`), "|e\u0301");
});

const cuts: readonly (readonly [string, string, string])[] = [
  ["Ctrl-W cuts up to a space", "one two-three  \x17", "one |"],
  ["Ctrl-W cuts nothing at the start", "one\x17\x17\x17", "|"],
  ["Alt-Backspace cuts a word", "one two-three\x1b\x7f", "one two-|"],
  ["Alt-D cuts the next word", `one two${home}\x1bd`, "| two"],
  ["Ctrl-K cuts to the end", `one two\x1bb\x0b`, "one |"],
  ["Ctrl-K cuts no further than the line", `one${newLine}two${up}${home}\x0b`, "|\ntwo"],
  ["Ctrl-K at the end of a line joins it", `one${newLine}two${up}${end}\x0b`, "one|two"],
  ["Ctrl-U cuts to the start", `one two\x1bb\x15`, "|two"],
  ["Ctrl-U cuts no further than the line", `one${newLine}two\x15`, "one\n|"],
  ["Ctrl-U at the start of a line joins it", `one${newLine}\x15`, "one|"],
  ["Alt-B and Alt-F go by words", `one two, three\x1bb\x1bb\x1bf`, "one two|, three"],
  ["words of Chinese are words", `你好世界\x1bb`, "你好|世界"],
  ["Ctrl-Y puts in again what was cut", `one two\x17${home}${yank} `, "two |one "],
  ["cuts in a row are one", `one two three\x17\x17x${yank}`, "one xtwo three|"],
  ["cuts forward in a row are one", `one two${home}\x1bd\x1bd.${yank}`, ".one two|"],
  ["cuts with a move between are two", `one two\x17${left}${right}\x17${yank}`, "one |"],
  ["Alt-Y goes to the cut before", `one two\x17${left}${right}\x17${yank}${yankPop}`, "two|"],
  ["Alt-Y goes round", `one two\x17${left}${right}\x17${yank}${yankPop}${yankPop}`, "one |"],
  ["Alt-Y does nothing elsewhere", `one two\x17x${yankPop}`, "one x|"],
  ["Ctrl-Y without a cut does nothing", `a${yank}`, "a|"],
  ["Ctrl-T changes the last two", "ab\x14", "ba|"],
  ["Ctrl-T changes those at the cursor", `abc${left}${left}\x14`, "ba|c"],
  ["Ctrl-T keeps characters whole", `a👨‍👩‍👧\x14`, "👨‍👩‍👧a|"],
  ["Ctrl-T needs two of a line", `ab${newLine}c\x14`, "ab\nc|"],
  ["Ctrl-T at the start does nothing", `ab${home}\x14`, "|ab"],
  ["Alt-U writes a word in capitals", `straße x${home}\x1bu`, "STRASSE| x"],
  ["Alt-L writes it small", `ONE TWO${home}\x1bl`, "one| TWO"],
  ["Alt-C begins it with a capital", `one TWO${home}${right}${right}${right}\x1bc`, "one Two|"],
  ["Alt-C behind the last word does nothing", "one \x1bc", "one |"],
];

for (const [what, input, expected] of cuts) {
  Deno.test(`LineEditor: ${what}`, () => assert.equal(shown(input), expected));
}

Deno.test("LineEditor goes up and down in its lines before it goes to the history", () => {
  const editor = new LineEditor();
  type(editor, "before\r");
  assert.equal(shown(`one${newLine}twenty${newLine}3`, editor), "one\ntwenty\n3|");
  assert.equal(shown(up, editor), "one\nt|wenty\n3");
  assert.equal(shown(`${end}${up}`, editor), "one|\ntwenty\n3");
  assert.equal(shown(up, editor), "before|");
  assert.equal(shown(down, editor), "one|\ntwenty\n3");
  assert.equal(shown(`${down}${down}${down}`, editor), "one\ntwenty\n3|");
});

Deno.test("LineEditor keeps the column of wide characters by count", () => {
  assert.equal(shown(`漢漢漢${newLine}ab${up}`), "漢漢|漢\nab");
});

Deno.test("LineEditor goes past its lines to the history by Ctrl-P and Ctrl-N", () => {
  const editor = new LineEditor();
  type(editor, "before\r");
  assert.equal(shown(`a${newLine}b\x10`, editor), "before|");
  assert.equal(shown("\x0e", editor), "a\nb|");
});

Deno.test("LineEditor gives the line at Enter and starts anew", () => {
  const editor = new LineEditor();
  assert.deepEqual(type(editor, "hello\r").at(-1), { kind: "entered", lines: ["hello"] });
  assert.equal(editor.text, "");
  assert.deepEqual(type(editor, "\r").at(-1), { kind: "entered", lines: [] });
  assert.deepEqual(type(editor, `  ${newLine} \r`).at(-1), { kind: "entered", lines: [] });
  assert.equal(shown(`${undo}${undo}`, editor), "|");
});

Deno.test("LineEditor gives several lines with the empty ones between, not those around", () => {
  const editor = new LineEditor();
  type(editor, `${newLine}one${newLine}${newLine}  two${newLine}`);
  assert.deepEqual(type(editor, "\r").at(-1), { kind: "entered", lines: ["one", "", "  two"] });
});

Deno.test("LineEditor takes a paste with its lines, but not its last line ends", () => {
  const editor = new LineEditor();
  type(editor, "\x1b[200~one\r\ntwo\r\rthree\n\n\x1b[201~");
  assert.equal(editor.text, "one\ntwo\n\nthree");
});

Deno.test("LineEditor takes no control characters", () => {
  const editor = new LineEditor();
  editor.press({ kind: "paste", text: "a\x1b[31mb\x07\tc\x9b\ud800", isCut: false });
  assert.equal(editor.text, "a[31mb    c\ufffd");
});

Deno.test("LineEditor takes all of a text or, where there is no room, nothing", () => {
  const editor = new LineEditor();
  const paste = (length: number): Outcome =>
    editor.press({ kind: "paste", text: "x".repeat(length), isCut: false });
  assert.deepEqual(paste(maxTextLength + 1), { kind: "full", roomLength: maxTextLength });
  assert.equal(editor.text, "");
  assert.deepEqual(paste(maxTextLength - 1), { kind: "edited" });
  assert.deepEqual(type(editor, "漢字"), [{ kind: "full", roomLength: 1 }]);
  assert.deepEqual(type(editor, `a\x15${yank}`).at(-1), { kind: "edited" });
  assert.equal(editor.text.length, maxTextLength);
  assert.deepEqual(type(editor, `${newLine}${yank}`), [
    { kind: "full", roomLength: 0 },
    { kind: "full", roomLength: 0 },
  ]);
  assert.equal(editor.replace(0, 1, "ab").kind, "full");
  assert.equal(editor.replace(0, 1, "b").kind, "edited");
});

Deno.test("LineEditor undoes a word at a time, and each cut, to the start", () => {
  const editor = new LineEditor();
  for (const letter of "one two") type(editor, letter);
  assert.equal(shown("\x17", editor), "one |");
  assert.equal(shown(undo, editor), "one two|");
  assert.equal(shown(undo, editor), "one|");
  assert.equal(shown(undo, editor), "|");
  assert.equal(shown(undo, editor), "|");
});

Deno.test("LineEditor undoes to where the cursor was", () => {
  assert.equal(shown(`abc${left}\x7f${home}${undo}`), "ab|c");
});

Deno.test("LineEditor undoes nothing for a key that changed nothing", () => {
  assert.equal(shown(`ab${home}\x7f\x1bu\x1bu\x1bl${end}\x1b[3~${undo}`), "|ab");
});

Deno.test("LineEditor undoes completions that follow one another at once", () => {
  const editor = new LineEditor();
  type(editor, "hi an");
  editor.replace(3, 5, "ann ");
  editor.replace(3, 7, "anton ");
  assert.equal(shown("", editor), "hi anton |");
  assert.equal(shown(undo, editor), "hi an|");
});

Deno.test("LineEditor leaves by Ctrl-C, and by Ctrl-D on an empty text only", () => {
  const editor = new LineEditor();
  assert.deepEqual(type(editor, "\x04"), [{ kind: "left" }]);
  assert.deepEqual(type(editor, "ab\x1b[D\x04").at(-1), { kind: "edited" });
  assert.equal(editor.text, "a");
  assert.deepEqual(type(editor, "\x03"), [{ kind: "left" }]);
});

Deno.test("LineEditor leaves keys to others that do nothing to the text", () => {
  const editor = new LineEditor();
  const others = type(
    editor,
    "a\t\x1b[Z\x1b[5~\x1b1\x0c\x1a\x18\x05\x1b[I\x1b]11;rgb:0/0/0\x07\x07\x1b",
  );
  assert.deepEqual(new Set(others.slice(1).map(({ kind }) => kind)), new Set(["unused"]));
  assert.equal(editor.text, "a");
});

Deno.test("LineEditor takes a text back, but not over what is typed", () => {
  const editor = new LineEditor();
  assert.ok(editor.restore("again"));
  assert.equal(editor.text, "again");
  assert.equal(editor.cursor, 5);
  assert.ok(!editor.restore("other"));
  assert.equal(editor.text, "again");
  assert.ok(!new LineEditor().restore("x".repeat(maxTextLength + 1)));
});

Deno.test("LineEditor brings back lines and what was not entered yet", () => {
  const editor = new LineEditor();
  type(editor, "first\rsecond\rdraft");
  assert.equal(shown(`${left}${up}`, editor), "second|");
  assert.equal(shown(`${up}${up}${up}`, editor), "first|");
  assert.equal(shown(`${down}${down}${down}`, editor), "draf|t");
});

Deno.test("LineEditor keeps what a line of the history was changed to until Enter", () => {
  const editor = new LineEditor();
  type(editor, `first\rsecond\r${up}!${up}?`);
  assert.equal(shown(down, editor), "second!|");
  assert.equal(shown(up, editor), "first?|");
  type(editor, "\r");
  assert.equal(shown(`${up}${up}${up}`, editor), "first|");
  assert.equal(shown(`${down}`, editor), "second|");
  assert.equal(shown(`${down}`, editor), "first?|");
});

Deno.test("LineEditor keeps an entry that is made twice in a row once, and none that is empty", () => {
  const editor = new LineEditor();
  type(editor, "one\rtwo\rtwo\r  \r\rtwo\r");
  assert.equal(shown(`${up}${up}`, editor), "one|");
});

Deno.test("LineEditor keeps 500 entries, and 256 KiB of them", () => {
  const editor = new LineEditor();
  for (let line = 1; line <= 600; line++) type(editor, `${line}\r`);
  assert.equal(shown(up.repeat(700), editor), "101|");
  const large = new LineEditor();
  for (let line = 0; line < 40; line++) {
    large.restore(`${line} ${"x".repeat(16_000)}`);
    type(large, "\r");
  }
  type(large, up.repeat(50));
  assert.match(large.text, /^24 x/);
});

Deno.test("LineEditor finds what was entered, the latest first, by letters of any case", () => {
  const editor = new LineEditor();
  type(editor, "make test\rmake\rMake tea\rls\rmake\rdraft");
  assert.equal(found(search, editor), ": nothing");
  assert.equal(found("m", editor), "m: make");
  assert.equal(found("ake t", editor), "make t: Make tea");
  assert.equal(found(search, editor), "make t: make test");
  assert.equal(found(search, editor), "make t: make test");
  assert.equal(found("\x7f\x7f", editor), "make: make");
  assert.equal(found(search, editor), "make: Make tea");
  assert.equal(found(search, editor), "make: make test");
  assert.equal(found("x", editor), "makex: nothing");
  assert.equal(editor.text, "draft");
  assert.equal(found("\x7f", editor), "make: make");
  assert.equal(found("\r", editor), "no search");
  assert.equal(shown("", editor), "make|");
  assert.equal(shown(undo, editor), "draft|");
});

Deno.test("LineEditor gives the draft back when a search is given up", () => {
  for (const key of ["\x07", "\x1b", "\x03"]) {
    const editor = new LineEditor();
    type(editor, `one\rdraft${left}`);
    assert.equal(found(`${search}on`, editor), "on: one");
    assert.equal(found(key, editor), "no search");
    assert.equal(shown("", editor), "draf|t");
  }
});

Deno.test("LineEditor takes what was found by any other key, and does what that key does", () => {
  const editor = new LineEditor();
  type(editor, `one two\r`);
  assert.equal(shown(`${search}tw${home}`, editor), "|one two");
  assert.equal(shown(`${search}tw\x17`, editor), "one |");
  assert.equal(shown(`${search}zzz${left}`, editor), "one| ");
});

Deno.test("LineEditor searches for no more than 256 characters", () => {
  const editor = new LineEditor();
  type(editor, search);
  editor.press({ kind: "paste", text: "x".repeat(1000), isCut: false });
  assert.equal(editor.search?.query.length, 256);
});

Deno.test("LineEditor shows no password, and does not bring it back", () => {
  const editor = new LineEditor();
  type(editor, "before\r  /login ann sesame");
  assert.equal(editor.text, "  /login ann sesame");
  assert.equal(editor.shown, "  /login *** ******");
  assert.deepEqual(type(editor, "\r"), [{ kind: "entered", lines: ["  /login ann sesame"] }]);
  type(editor, "/logn sesame\r");
  assert.equal(shown(up, editor), "before|");
  assert.equal(shown(down, editor), "|");
  assert.equal(found(`${search}ses`, editor), "ses: nothing");
});

Deno.test("LineEditor keeps nothing of a paste with a password in it", () => {
  const editor = new LineEditor();
  type(editor, "\x1b[200~one\n/login sesame\x1b[201~");
  assert.equal(editor.shown, "one\n/login ******");
  type(editor, "\r");
  assert.equal(shown(up, editor), "|");
});

Deno.test("LineEditor cuts a password for good, also when its command is cut first", () => {
  for (const keys of ["\x15", "\x17", `${home}\x0b`, `${home}\x1bd\x0b`, `${home}\x1b[3~\x0b`]) {
    const editor = new LineEditor();
    type(editor, `/login sesame${keys}`);
    assert.ok(!shown(yank, editor).includes("sesame"), JSON.stringify(keys));
  }
  const editor = new LineEditor();
  type(editor, `/login sesame${home}\x1bd\x1b[3~\r`);
  assert.equal(shown(up, editor), "|");
  assert.equal(shown(`one two\x17${yank}`, editor), "one two|");
});

Deno.test("LineEditor keeps a draft for each buffer", () => {
  const editor = new LineEditor();
  type(editor, `said\rmine${left}`);
  const mine = editor.swap(emptyDraft);
  assert.equal(shown("", editor), "|");
  assert.equal(shown(`${undo}other`, editor), "other|");
  const other = editor.swap(mine);
  assert.deepEqual(other, { text: "other", cursor: 5, isSecret: false });
  assert.equal(shown("", editor), "min|e");
  assert.equal(shown(undo, editor), "min|e");
  assert.equal(shown(up, editor), "said|");
});

Deno.test("LineEditor begins at the end of the history in another buffer", () => {
  const editor = new LineEditor();
  type(editor, `one\rtwo\r${up}${up}`);
  editor.swap(emptyDraft);
  assert.equal(shown(`x${down}`, editor), "x|");
  assert.equal(shown(up, editor), "two|");
});

Deno.test("LineEditor remembers that a draft of another buffer has a password", () => {
  const editor = new LineEditor();
  type(editor, `/login sesame${home}\x1bd\x1b[3~`);
  const draft = editor.swap(emptyDraft);
  editor.swap(draft);
  assert.equal(shown(`\x0b${yank}`, editor), "|");
});

Deno.test("KillRing keeps 30 cuts", () => {
  const ring = new KillRing();
  const current = () => ring.current;
  for (let cut = 1; cut <= 40; cut++) ring.keep(`${cut}`, { isBackward: false, isJoined: false });
  for (let turn = 0; turn < 29; turn++) ring.turn();
  assert.equal(current(), "11");
  ring.turn();
  assert.equal(current(), "40");
});

Deno.test("UndoLog keeps 200 drafts, and 256 KiB of them", () => {
  const count = (log: UndoLog): number => {
    let taken = 0;
    while (log.take() !== undefined) taken++;
    return taken;
  };
  const log = new UndoLog();
  const keep = (text: string) => log.keep({ text, cursor: 0, isSecret: false });
  for (let turn = 0; turn < 300; turn++) keep("x");
  assert.equal(count(log), 200);
  for (let turn = 0; turn < 30; turn++) keep("x".repeat(maxTextLength));
  assert.equal(count(log), 16);
});

const anyKeys: readonly KeyName[] = [
  ...["backspace", "delete", "left", "right", "up", "down", "wordLeft", "wordRight"],
  ...["home", "end", "killToEnd", "killToStart", "killToSpace", "killWordBack", "killWord"],
  ...["yank", "yankPop", "transpose", "upperCase", "lowerCase", "capitalize", "newLine"],
] as const;
const otherKeys: readonly KeyName[] = [
  ...["undo", "enter", "olderEntry", "newerEntry", "search", "cancel", "escape"],
] as const;
const pieces = [
  ..."ab 漢é,\n\u0301\u200d\ufe0f/ßİ",
  "👨‍👩‍👧",
  "🇩",
  "🇩🇪",
  "\u0600",
  "ก็",
  "각",
  "/login x",
];

function pressAny(editor: LineEditor, names: readonly KeyName[], random: () => number): void {
  const text = randomText(random, pieces, 4);
  if (text !== "" && random() < 0.5) {
    const kind = random() < 0.8 ? "text" : "paste";
    editor.press(kind === "text" ? { kind, text } : { kind, text, isCut: false });
  } else if (random() < 0.05) {
    const start = randomBelow(random, editor.text.length + 1);
    editor.replace(start, start + randomBelow(random, editor.text.length - start + 1), text);
  } else editor.press({ kind: "press", name: randomOf(random, names) });
}

function assertCursorStands({ text, cursor }: LineEditor): void {
  const segments = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)];
  const isBoundary = cursor === text.length || segments.some(({ index }) => index === cursor);
  assert.ok(isBoundary, JSON.stringify([text, cursor]));
}

Deno.test("LineEditor keeps its cursor between characters, whatever is pressed", () => {
  for (let seed = 0; seed < 150; seed++) {
    const random = seededRandom(seed);
    const editor = new LineEditor();
    for (let turn = 0; turn < 60; turn++) {
      pressAny(editor, [...anyKeys, ...otherKeys], random);
      assertCursorStands(editor);
      assert.equal(editor.shown.length, editor.text.length);
    }
  }
});

Deno.test("LineEditor undoes whatever was done, step by step, to where it began", () => {
  for (let seed = 0; seed < 150; seed++) {
    const random = seededRandom(seed);
    const editor = new LineEditor();
    editor.swap({ text: "begin", cursor: 2, isSecret: false });
    const texts = new Set([editor.text]);
    for (let turn = 0; turn < 60; turn++) {
      pressAny(editor, anyKeys, random);
      texts.add(editor.text);
    }
    for (let turn = 0; turn < 80; turn++) {
      editor.press({ kind: "press", name: "undo" });
      assert.ok(texts.has(editor.text), `seed ${seed}`);
      assertCursorStands(editor);
    }
    assert.equal(editor.text, "begin", `seed ${seed}`);
  }
});
