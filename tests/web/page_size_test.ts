import assert from "node:assert/strict";
import { buildPage, sourcePage } from "../../tools/build_page.ts";
import { readPage } from "../../server/net/web_page.ts";

const root = new URL("../../main.ts", import.meta.url);
const mostBytes = 60 * 1024;

Deno.test("a browser fetches at most 60 KB until the first message", async () => {
  await buildPage(sourcePage);
  const page = await readPage(root.href);
  assert.ok(page !== undefined);
  const wanted = new Set(["/", "/icon.svg", "/chat.webmanifest"]);
  let bytes = 0;
  for (const path of wanted) {
    const part = page.get(path);
    assert.ok(part !== undefined, path);
    bytes += (part.gzip ?? part.body).length;
    const text = new TextDecoder().decode(part.body);
    // What is imported by `import("…")` comes later.
    for (const [, name] of text.matchAll(/from"\.\/([\w.-]+)"|import"\.\/([\w.-]+)"/g)) {
      wanted.add(`/assets/${name}`);
    }
    if (path === "/") {
      for (const [, name] of text.matchAll(/"(\/assets\/[\w.-]+)"/g)) wanted.add(name ?? "");
    }
  }
  assert.ok(wanted.size > 5, [...wanted].join(" "));
  assert.ok(bytes <= mostBytes, `${bytes} bytes: ${[...wanted].join(" ")}`);
  assert.ok(bytes > mostBytes / 3);
});
