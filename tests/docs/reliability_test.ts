import assert from "node:assert/strict";
import { targets } from "../fuzz/targets.ts";
import { checkNamedTest } from "../helpers/named_tests.ts";

const page = await Deno.readTextFile("docs/reliability.md");

Deno.test("each test that docs/reliability.md names is in the file that it names", async () => {
  const items = page.split(/\n\n|\n(?=- )/).filter((part) => part.startsWith("- "));
  assert.ok(items.length > 0);
  for (const item of items) {
    await checkNamedTest(item.replace(/\s+/g, " ").trim(), "docs/reliability.md");
  }
});

Deno.test("docs/reliability.md tells of every target that is fuzzed", () => {
  for (const { name } of targets) assert.match(page, new RegExp(`^\\| \`${name}\` `, "m"));
});
