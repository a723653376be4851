import assert from "node:assert/strict";
import { isInstalled } from "../../tools/peers.ts";

Deno.test("isInstalled() finds commands in PATH and nothing else", () => {
  assert.equal(isInstalled("sh"), true);
  assert.equal(isInstalled("no-such-command"), false);
  assert.equal(isInstalled("."), false);
});
