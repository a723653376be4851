import assert from "node:assert/strict";
import { bundle, withRequire } from "../../tools/bundle.ts";
import { run } from "../../tools/run.ts";

Deno.test("an error in a bundled program names the source's file and line", async () => {
  const folder = await Deno.makeTempDir({ prefix: "bundle-" });
  try {
    await Deno.writeTextFile(`${folder}/main.ts`, 'import { fail } from "./part.ts";\nfail();\n');
    const part = 'export function fail(): never {\n  throw new Error("Here");\n}\n';
    await Deno.writeTextFile(`${folder}/part.ts`, part);
    await bundle(`${folder}/main.ts`, `${folder}/app`);
    await Deno.remove(`${folder}/part.ts`);
    const { success, stderr } = await run([Deno.execPath(), "run", `${folder}/app/main.mjs`]);
    assert.equal(success, false);
    assert.match(stderr, /Error: Here/);
    assert.match(stderr, /at .*part\.ts:2:9/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a bundled package may ask for modules of Node in the older way", async () => {
  const folder = await Deno.makeTempDir({ prefix: "bundle-" });
  try {
    const old = 'module.exports = require("node:path").basename("/a/b");\n';
    await Deno.writeTextFile(`${folder}/old.cjs`, old);
    await Deno.writeTextFile(`${folder}/main.ts`, 'import b from "./old.cjs";\nconsole.log(b);\n');
    await bundle(`${folder}/main.ts`, `${folder}/app`);
    const { stdout } = await run([Deno.execPath(), "run", `${folder}/app/main.mjs`]);
    assert.equal(stdout, "b\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a bundled package that tries to get another one is told that it is not there", async () => {
  const folder = await Deno.makeTempDir({ prefix: "bundle-" });
  try {
    const program = [
      "// Dynamic require of",
      'const names = ["node:path", "no-such-package"];',
      "for (const name of names) {",
      '  try { console.log(require(name).basename("/a/b")); } catch ({ code }) { console.log(code); }',
      "}",
    ];
    await Deno.writeTextFile(`${folder}/main.mjs`, withRequire(program.join("\n")));
    const { stdout } = await run([Deno.execPath(), "run", `${folder}/main.mjs`]);
    assert.equal(stdout, "b\nMODULE_NOT_FOUND\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a program that cannot be bundled is refused with its name", async () => {
  await assert.rejects(
    bundle("no/such/main.ts", "nowhere"),
    /Cannot bundle "no\/such\/main.ts"/,
  );
});
