import assert from "node:assert/strict";
import type { Key } from "../../../client/typing/key.ts";
import { answerPaste, guardPaste, type PendingPaste } from "../../../client/typing/paste_guard.ts";

const text = (typed: string): Key => ({ kind: "text", text: typed });
const press = (name: "enter" | "escape" | "cancel" | "interrupt" | "up"): Key => ({
  kind: "press",
  name,
});

/** A paste that asks. */
function pending(pasted: string, isCut = false): PendingPaste {
  const verdict = guardPaste({ text: pasted, isCut });
  assert.ok(verdict.kind === "ask");
  return verdict.paste;
}

const six = "1\r\n2\r3\n\n5\n  6\r\n\r\n";

Deno.test("a paste of up to five lines goes into the editor, without line ends at its end", () => {
  assert.deepEqual(guardPaste({ text: "one", isCut: false }), { kind: "insert", text: "one" });
  assert.deepEqual(guardPaste({ text: "a\r\nb\rc\nd\n\n\n", isCut: false }), {
    kind: "insert",
    text: "a\nb\nc\nd",
  });
  assert.equal(guardPaste({ text: "1\n2\n3\n4\n5\n", isCut: false }).kind, "insert");
  assert.deepEqual(guardPaste({ text: "\n\n", isCut: false }), { kind: "insert", text: "" });
});

Deno.test("a paste of more lines asks, and tells how many", () => {
  assert.equal(pending(six).lineCount, 6);
  assert.equal(pending("x\n".repeat(5000)).lineCount, 5000);
});

Deno.test("a paste is sent as it is by Enter and y, as one entry of lines", () => {
  for (const key of [press("enter"), text("y"), text("Y")]) {
    assert.deepEqual(answerPaste(pending(six), key), {
      kind: "send",
      lines: ["1", "2", "3", "", "5", "  6"],
    });
  }
});

Deno.test("a paste is edited by e, and dropped by n, Escape, Ctrl-G and Ctrl-C", () => {
  assert.deepEqual(answerPaste(pending(six), text("e")), {
    kind: "insert",
    text: "1\n2\n3\n\n5\n  6",
  });
  for (const key of [text("n"), press("escape"), press("cancel"), press("interrupt")]) {
    assert.deepEqual(answerPaste(pending(six), key), { kind: "drop" });
  }
});

Deno.test("a paste waits for other keys, and for another paste", () => {
  const others: readonly Key[] = [
    ...[text("x"), text("yes"), press("up"), { kind: "goto", number: 1 } as const],
    { kind: "paste", text: "y", isCut: false },
    { kind: "focus", isFocused: true },
  ];
  for (const key of others) assert.deepEqual(answerPaste(pending(six), key), { kind: "wait" });
});

Deno.test("a paste whose end is missing asks, however few its lines, and can't be sent", () => {
  const paste = pending("one long line", true);
  assert.ok(paste.isCut);
  assert.deepEqual(answerPaste(paste, press("enter")), { kind: "wait" });
  assert.deepEqual(answerPaste(paste, text("n")), { kind: "drop" });
  assert.equal(answerPaste(paste, text("e")).kind, "insert");
});
