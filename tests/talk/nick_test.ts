import assert from "node:assert/strict";
import { nickFromName, numberedNick } from "../../talk/nick.ts";

Deno.test("nickFromName makes a nick of any login name", () => {
  assert.equal(nickFromName("alice"), "alice");
  assert.equal(nickFromName("Zoë Müller"), "Zoe_Muller");
  assert.equal(nickFromName("7up"), "_7up");
  assert.equal(nickFromName("john.doe@example"), "john_doe_example");
  assert.equal(nickFromName("x".repeat(50)), "x".repeat(32));
});

Deno.test("nickFromName falls back to guest", () => {
  for (const name of ["", "漢字", "---", "server", "NickServ"]) {
    assert.equal(nickFromName(name), "guest", name);
  }
});

Deno.test("numberedNick keeps within the length that the server takes", () => {
  assert.equal(numberedNick("bob", 2, Infinity), "bob2");
  assert.equal(numberedNick("bobbobbob", 2, 9), "bobbobbo2");
  assert.equal(numberedNick("bobbobbob", 12, 9), "bobbobb12");
});
