/** Tests that a page of the documentation names. */

import assert from "node:assert/strict";

/**
 * Checks that an item, "- `FILE`: NAME" on one line, names a test that is there.
 *
 * @throws {assert.AssertionError} where it does not; `where` says in which part of the page.
 */
export async function checkNamedTest(item: string, where: string): Promise<void> {
  const [, file = "", name = ""] = /^- `(tests\/[\w/]+_test\.ts)`: (.+)$/.exec(item) ??
    assert.fail(`${where}: ${item}`);
  const source = await Deno.readTextFile(file);
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const declared = new RegExp(
    `(?:Deno\\.test|(?:[pP]eer|meeting|scenario)Test|t\\.step)\\(\\s*(["\`])${quoted}\\1`,
  );
  assert.match(source, declared, `${where}: "${name}" is not in ${file}`);
}
