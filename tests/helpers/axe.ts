/** What axe knows of who can use a page: https://github.com/dequelabs/axe-core */

import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** Runs axe in the page, past its policy, and fails with what it finds. */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => id + " " + html.slice(0, 200) + " " + any[0]?.message)
    )
  )`);
  assert.deepEqual(found, []);
}
