import assert from "node:assert/strict";
import { newOnce } from "../../talk/once.ts";

Deno.test("newOnce gives 22 characters of base64url, and never the same", () => {
  const names = Array.from({ length: 1000 }, newOnce);
  assert.ok(names.every((name) => /^[A-Za-z0-9_-]{22}$/.test(name)));
  assert.equal(new Set(names).size, names.length);
});
