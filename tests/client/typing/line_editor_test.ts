import assert from "node:assert/strict";
import { KeyReader } from "../../client/keys.ts";
import { LineEditor, type Outcome } from "../../client/line_editor.ts";

/** Types into an editor as a terminal would send it. */
function type(editor: LineEditor, input: string): readonly Outcome[] {
  return new KeyReader().push(input).map((key) => editor.press(key));
}

/** The text with a bar for the cursor. */
function shown(input: string, editor = new LineEditor()): string {
  type(editor, input);
  return `${editor.text.slice(0, editor.cursor)}|${editor.text.slice(editor.cursor)}`;
}

const [left, right, up, down, home] = ["\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B", "\x01"] as const;

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

Deno.test("LineEditor cuts words and the rest of the line", () => {
  assert.equal(shown("one two  three\x17"), "one two  |");
  assert.equal(shown("one two\x17\x17\x17"), "|");
  assert.equal(shown(`one two\x1bb\x0b`), "one |");
  assert.equal(shown(`one two\x1bb\x15`), "|two");
  assert.equal(shown(`one two${home}\x1bf`), "one| two");
});

Deno.test("LineEditor gives the line at Enter and starts anew", () => {
  const editor = new LineEditor();
  assert.deepEqual(type(editor, "hello\r").at(-1), { kind: "entered", lines: ["hello"] });
  assert.equal(editor.text, "");
  assert.deepEqual(type(editor, "\r").at(-1), { kind: "entered", lines: [] });
});

Deno.test("LineEditor gives the lines of a paste together, without empty ones", () => {
  const editor = new LineEditor();
  type(editor, "\x1b[200~one\r\ntwo\r\rthree\n\x1b[201~");
  assert.equal(editor.text, "one\ntwo\n\nthree\n");
  assert.deepEqual(type(editor, "\r").at(-1), { kind: "entered", lines: ["one", "two", "three"] });
});

Deno.test("LineEditor brings back lines and what was not entered yet", () => {
  const editor = new LineEditor();
  type(editor, "first\rsecond\rdraft");
  assert.equal(shown(up, editor), "second|");
  assert.equal(shown(`${up}${up}${up}`, editor), "first|");
  assert.equal(shown(`${down}${down}${down}`, editor), "draft|");
});

Deno.test("LineEditor keeps 200 lines and at most 16384 characters a line", () => {
  const editor = new LineEditor();
  for (let line = 1; line <= 300; line++) type(editor, `${line}\r`);
  assert.equal(shown(up.repeat(250), editor), "101|");
  editor.press({ kind: "paste", text: "x".repeat(50_000) });
  assert.equal(editor.text.length, 16_384);
});

Deno.test("LineEditor takes no control characters", () => {
  const editor = new LineEditor();
  editor.press({ kind: "paste", text: "a\x1b[31mb\x07\tc\x9b" });
  assert.equal(editor.text, "a[31mb c");
});

Deno.test("LineEditor leaves by Ctrl-C, and by Ctrl-D on an empty line only", () => {
  const editor = new LineEditor();
  assert.deepEqual(type(editor, "\x04"), [{ kind: "left" }]);
  assert.deepEqual(type(editor, "ab\x1b[D\x04").at(-1), { kind: "edited" });
  assert.equal(editor.text, "a");
  assert.deepEqual(type(editor, "\x03"), [{ kind: "left" }]);
});

Deno.test("LineEditor takes a text back, but not over what is typed", () => {
  const editor = new LineEditor();
  assert.ok(editor.restore("again"));
  assert.equal(editor.text, "again");
  assert.equal(editor.cursor, 5);
  assert.ok(!editor.restore("other"));
  assert.equal(editor.text, "again");
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
});

Deno.test("LineEditor keeps nothing of a paste with a password in it", () => {
  const editor = new LineEditor();
  type(editor, "\x1b[200~one\n/login sesame\x1b[201~");
  assert.equal(editor.shown, "one\n/login ******");
  type(editor, "\r");
  assert.equal(shown(up, editor), "|");
});
