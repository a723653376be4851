import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };

Deno.test("every package is in the table of dependencies, with its version", async () => {
  const text = await Deno.readTextFile("docs/architecture.md");
  const packages = Object.values(config.imports)
    .map((specifier) => specifier.replace(/^npm:(.+)@([^@]+)$/, "`$1` $2"));
  assert.deepEqual(packages.filter((each) => !text.includes(each)), []);
});
