import assert from "node:assert/strict";
import { commandWords } from "../../../client/filter/command_words.ts";

Deno.test("commandWords cuts at spaces, and keeps together what is quoted", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["./answer.sh", ["./answer.sh"]],
    ["  jq\t-r   .text ", ["jq", "-r", ".text"]],
    [`grep 'a b' "c \\" d" e\\ f`, ["grep", "a b", 'c " d', "e f"]],
    [`sh -c 'echo $HOME; rm \\n'`, ["sh", "-c", "echo $HOME; rm \\n"]],
    [`a "" b''c`, ["a", "", "bc"]],
    ["echo $(id) `id` | > * ~", ["echo", "$(id)", "`id`", "|", ">", "*", "~"]],
  ];
  for (const [command, words] of cases) assert.deepEqual(commandWords(command), words, command);
});

Deno.test("commandWords refuses what names no program or is not closed", () => {
  for (const command of ["", "  ", "''", "a 'b", 'a "b', "a\\"]) {
    assert.equal(commandWords(command), undefined, command);
  }
});
