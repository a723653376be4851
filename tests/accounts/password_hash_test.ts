import assert from "node:assert/strict";
import {
  hashPassword,
  isPasswordHash,
  verifyPassword,
} from "../../server/accounts/password_hash.ts";

/** `scrypt("pleaseletmein", "SodiumChloride")`: https://www.rfc-editor.org/rfc/rfc7914#section-12 */
const published = [
  "scrypt",
  16384,
  8,
  1,
  "U29kaXVtQ2hsb3JpZGU",
  "cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw",
].join("$");

Deno.test("a password is right for its hash, and no other is", async () => {
  const hash = await hashPassword("correct horse");
  assert.match(hash, /^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await verifyPassword("correct horse", hash), true);
  for (const wrong of ["correct horse ", "Correct horse", "", "correct"]) {
    assert.equal(await verifyPassword(wrong, hash), false, wrong);
  }
});

Deno.test("the same password has another hash every time", async () => {
  assert.notEqual(await hashPassword("x"), await hashPassword("x"));
});

Deno.test("a published vector is right", async () => {
  assert.equal(await verifyPassword("pleaseletmein", published), true);
  assert.equal(await verifyPassword("pleaseletmeout", published), false);
});

Deno.test("letters may be typed composed or decomposed", async () => {
  assert.equal(await verifyPassword("pa\u0308ss", await hashPassword("p\u00e4ss")), true);
});

Deno.test("where there is no hash every password is wrong, and that takes as long", async () => {
  const hash = await hashPassword("x");
  assert.ok(await least("x", undefined) > await least("y", hash) / 2);
  assert.equal(await verifyPassword("x", undefined), false);
  assert.equal(await verifyPassword("", undefined), false);
  assert.equal(await verifyPassword("x", "x"), false);

  async function least(password: string, kept: string | undefined): Promise<number> {
    let leastMs = Infinity;
    for (let round = 0; round < 3; round++) {
      const startMs = performance.now();
      await verifyPassword(password, kept);
      leastMs = Math.min(leastMs, performance.now() - startMs);
    }
    return leastMs;
  }
});

Deno.test("what is no hash, or would take too much, is none", () => {
  assert.equal(isPasswordHash(published), true);
  const wrong = [
    "",
    "hunter2",
    published.replace("scrypt", "bcrypt"),
    published.replace("16384", "16383"),
    published.replace("16384", "0"),
    published.replace("16384", "1048576"),
    published.replace("$8$", "$0$"),
    published.replace("$8$", "$99$").replace("16384", "32768"),
    published.replace("$1$", "$9$"),
    published.replace("U29kaXVtQ2hsb3JpZGU", "short"),
    `${published}$`,
    `${published}\n`,
    published.slice(0, 50),
  ];
  for (const text of wrong) assert.equal(isPasswordHash(text), false, text);
});
