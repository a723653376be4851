import assert from "node:assert/strict";
import { type Key, KeyReader } from "../../client/keys.ts";

function read(...chunks: readonly string[]): readonly Key[] {
  const reader = new KeyReader();
  return chunks.flatMap((chunk) => reader.push(chunk));
}

/** Keys as text, pieces of a paste joined. */
function told(keys: readonly Key[]): string {
  return keys.map((key) => key.kind === "press" ? `<${key.name}>` : `${key.kind}:${key.text}`)
    .join(" ").replaceAll(/(?<=paste:\S*) paste:/g, "");
}

Deno.test("KeyReader tells text from keys", () => {
  assert.equal(told(read("hi 漢😀\r")), "text:hi 漢😀 <enter>");
  assert.equal(told(read("\x1b[A\x1b[D\x1bOF\x1b[1;5Cx")), "<up> <left> <end> <wordRight> text:x");
  assert.equal(
    told(read("\x01\x05\x15\x0b\x17\x7f\x03\x04\x0c")),
    [
      "<home> <end> <killToStart> <killToEnd> <killWord> <backspace> <interrupt> <endOfInput>",
      "<redraw>",
    ].join(" "),
  );
});

Deno.test("KeyReader drops keys that do nothing here, and nothing else", () => {
  assert.equal(
    told(read("a\x1b[15~b\x1b[<0;1;1Mc\x1bzd\te\x00f")),
    [
      "text:a text:b text:c text:d text:e text:f",
    ].join(),
  );
});

Deno.test("KeyReader gives a paste as one text with its line ends", () => {
  assert.equal(told(read("\x1b[200~a\r\nb\x1b[201~\r")), "paste:a\r\nb <enter>");
});

Deno.test("KeyReader takes input cut at every place", () => {
  const input = "x\x1b[A\x1b[200~a\x1b[Bb\x1b[201~y\x1b[3~";
  const whole = told(read(input));
  assert.equal(whole, "text:x <up> paste:a\x1b[Bb text:y <delete>");
  for (let cut = 1; cut < input.length; cut++) {
    assert.equal(told(read(input.slice(0, cut), input.slice(cut))), whole, `cut at ${cut}`);
  }
});

Deno.test("KeyReader gives up on a sequence that never ends", () => {
  const reader = new KeyReader();
  reader.push(`\x1b[${"1;".repeat(100)}`);
  assert.equal(told(reader.push("a")), "text:a");
});
