import assert from "node:assert/strict";
import { isMentioned } from "../../talk/mention.ts";

Deno.test("a name counts as a whole word, in any case", () => {
  for (const text of ["ann", "Ann: hi", "hi, ANN!", "(ann)", "ann's", "@ann", "漢 ann"]) {
    assert.ok(isMentioned(text, ["Ann"]), text);
  }
  for (const text of ["", "annabel", "joann", "ann-marie", "ann_", "änn", "annä"]) {
    assert.ok(!isMentioned(text, ["ann"]), text);
  }
  assert.ok(!isMentioned("anything", [""]));
  assert.ok(isMentioned("annabel ann", ["ann"]), "the second one counts");
});
