import assert from "node:assert/strict";
import { Drafts } from "../../web/drafts.ts";

function drafts(): Drafts {
  const kept = new Map<string, string>();
  return new Drafts({
    get: (name) => kept.get(name),
    set: (name, text) => void kept.set(name, text),
  });
}

Deno.test("what could not be said waits for its own talk, line behind line, and is bounded", () => {
  const one = drafts();
  one.giveBack({ to: "#a", text: "first", manner: "message" });
  one.giveBack({ to: "#A", text: "waves", manner: "action" });
  assert.equal(one.returned("#a"), "first\n/me waves");
  assert.equal(one.returned("#b"), undefined);
  for (let at = 0; at < 1000; at++) {
    one.giveBack({ to: "#a", text: "x".repeat(100), manner: "message" });
  }
  assert.equal(one.returned("#a")?.length, 16_000);
  one.forgetReturned();
  assert.equal(one.returned("#a"), undefined);
});

Deno.test("what is given to a field is taken once, and by that field alone", () => {
  const one = drafts();
  one.give({ talk: "#a", text: "ann" });
  assert.equal(one.take("#b"), undefined);
  assert.deepEqual(one.take("#a"), { talk: "#a", text: "ann" });
  assert.equal(one.take("#a"), undefined);
});
