import assert from "node:assert/strict";
import { type FileLine, readFileLines } from "../../server/transfer/file_lines.ts";
import { readMoment } from "../../wire/moment.ts";

function linesOf(
  content: string | Uint8Array<ArrayBuffer>,
  maxLineBytes = 16,
): readonly FileLine[] {
  const path = Deno.makeTempFileSync({ prefix: "chat-test-" });
  try {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.writeFileSync(path, bytes);
    using file = Deno.openSync(path);
    return [...readFileLines(file, maxLineBytes)];
  } finally {
    Deno.removeSync(path);
  }
}

const textsOf = (content: string | Uint8Array<ArrayBuffer>) =>
  linesOf(content).map(({ text }) => text);

Deno.test("lines are read whatever their ends, across the buffer's end too", () => {
  assert.deepEqual(textsOf("one\ntwo two\r\nthree three\n\nfour"), [
    "one",
    "two two",
    "three three",
    "",
    "four",
  ]);
  assert.deepEqual(textsOf(""), []);
});

Deno.test("a line that is too long is told by its number, and the next ones are read", () => {
  const lines = linesOf(`ok\n${"x".repeat(100)}\nnext\n${"y".repeat(50)}`);
  assert.deepEqual(lines.map(({ number, text }) => [number, text]), [
    [1, "ok"],
    [2, undefined],
    [3, "next"],
    [4, undefined],
  ]);
});

Deno.test("what is no UTF-8 is read as old logs have it", () => {
  assert.deepEqual(textsOf(new Uint8Array([0x67, 0x72, 0xfc, 0xdf, 10, 0xc3, 0xbc])), [
    "grüß",
    "ü",
  ]);
});

Deno.test("a moment is a date, a time or how long ago", () => {
  const nowMs = Date.UTC(2024, 5, 1);
  assert.equal(readMoment("7d", nowMs), nowMs - 7 * 86_400_000);
  assert.equal(readMoment("12h", nowMs), nowMs - 12 * 3_600_000);
  assert.equal(readMoment("2024-01-31", nowMs), new Date(2024, 0, 31).getTime());
  assert.equal(readMoment("2024-01-31T12:30", nowMs), new Date(2024, 0, 31, 12, 30).getTime());
  assert.equal(readMoment("2024-01-31 12:30:05Z", nowMs), Date.UTC(2024, 0, 31, 12, 30, 5));
  for (const text of ["", "7", "d", "2024-02-30", "2024-1-1", "tomorrow", "2024-01-01T25:00"]) {
    assert.equal(readMoment(text, nowMs), undefined, text);
  }
});
