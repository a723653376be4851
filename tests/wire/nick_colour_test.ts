import assert from "node:assert/strict";
import { nickColour, nickColourCount } from "../../wire/nick_colour.ts";

Deno.test("a nick has one colour, with its tails and in any case", () => {
  for (const nick of ["bob", "BOB", "bob_", "Bob__", "bob|"]) {
    assert.equal(nickColour(nick), nickColour("bob"), nick);
  }
  const colours = new Set(Array.from({ length: 500 }, (_, at) => nickColour(`nick${at}`)));
  assert.equal(colours.size, nickColourCount);
  assert.ok(nickColour("___") < nickColourCount);
});
