import assert from "node:assert/strict";
import { parsePage, type WebPage } from "../../server/net/web_page.ts";
import { buildPage, type PageBuild } from "../../tools/build_page.ts";

const sources: Readonly<Record<string, string>> = {
  "index.html":
    '<link rel="manifest" href="app.webmanifest"><link rel="stylesheet" href="./style.css">' +
    '<script type="module" src="app.ts"></script>',
  "style.css": "body { color: red }",
  "app.webmanifest": "{}",
  "icon.png": "not really",
  "app.ts": 'import { name } from "./shared.ts";\n' +
    'document.title = name + (await import("./emoji.ts")).emoji;\n',
  "emoji.ts": 'import { name } from "./shared.ts";\nexport const emoji = "wave" + name;\n',
  "shared.ts": 'export const name = "x".repeat(3);\n',
  "service_worker.ts": 'self.addEventListener("fetch", () => {});\n',
};

/** A page in a folder that is gone afterwards. */
async function withPage(act: (build: PageBuild) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "page-test-" });
  try {
    await Deno.mkdir(`${folder}/web`);
    for (const [name, text] of Object.entries(sources)) {
      await Deno.writeTextFile(`${folder}/web/${name}`, text);
    }
    await act({ folder: `${folder}/web`, output: `${folder}/dist/page.json` });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function read({ output }: PageBuild): Promise<WebPage> {
  return parsePage(await Deno.readTextFile(output));
}

function textOf(page: WebPage, path: string): string {
  return new TextDecoder().decode(page.get(path)?.body);
}

Deno.test("a page names its parts by what is in them, and what is imported later is a part of its own", async () => {
  await withPage(async (build) => {
    await buildPage(build);
    const page = await read(build);
    const html = textOf(page, "/");
    const [, style = ""] = /href="(\/assets\/style-[0-9a-f]{16}\.css)"/.exec(html) ?? [];
    const [, app = ""] = /src="(\/assets\/app-[0-9a-f]{16}\.js)"/.exec(html) ?? [];
    assert.equal(textOf(page, style), "body{color:red}");
    const [, emoji = ""] = /import\("\.\/(emoji-\w+\.js)"\)/.exec(textOf(page, app)) ?? [];
    assert.match(textOf(page, `/assets/${emoji}`), /wave/);
    assert.doesNotMatch(textOf(page, app), /wave/);
    for (const [path, { isImmutable }] of page) {
      assert.equal(isImmutable, path.startsWith("/assets/"), path);
    }
    const shared = [...page.keys()].filter((path) => path.startsWith("/assets/chunk-"));
    assert.equal(shared.length, 1);
  });
});

Deno.test("what others know by its name keeps it, with its type", async () => {
  await withPage(async (build) => {
    await buildPage(build);
    const page = await read(build);
    assert.match(textOf(page, "/"), /href="app\.webmanifest"/);
    assert.equal(page.get("/app.webmanifest")?.type, "application/manifest+json");
    assert.equal(page.get("/icon.png")?.type, "image/png");
    assert.equal(page.get("/icon.png")?.gzip, undefined);
    assert.match(textOf(page, "/service_worker.js"), /addEventListener/);
    assert.equal(page.has("/assets/service_worker.js"), false);
  });
});

Deno.test("a page is made anew when one of its sources has changed, and not else", async () => {
  await withPage(async (build) => {
    await buildPage(build);
    const first = await Deno.stat(build.output);
    await buildPage(build);
    assert.equal((await Deno.stat(build.output)).ino, first.ino);
    await Deno.writeTextFile(`${build.folder}/emoji.ts`, 'export const emoji = "smile";\n');
    await buildPage(build);
    const page = await read(build);
    const texts = [...page.keys()].map((path) => textOf(page, path));
    assert.ok(texts.some((text) => text.includes("smile")));
    assert.equal(texts.some((text) => text.includes("wave")), false);
  });
});

Deno.test("a page that cannot be bundled is refused with its name, and the old one stays", async () => {
  await withPage(async (build) => {
    await buildPage(build);
    await Deno.writeTextFile(`${build.folder}/app.ts`, "const = 1;\n");
    await assert.rejects(buildPage(build), /Cannot bundle ".*\/web\/app\.ts"/);
    assert.ok((await read(build)).has("/"));
  });
});

Deno.test("a style has those that it imports in their places", async () => {
  await withPage(async (build) => {
    await Deno.mkdir(`${build.folder}/style`);
    await Deno.writeTextFile(`${build.folder}/style/first.css`, "body { color: blue }");
    const style = '@import "./style/first.css";\nbody { color: red }\nb { content: "x"; }';
    await Deno.writeTextFile(`${build.folder}/style.css`, style);
    await buildPage(build);
    const page = await read(build);
    const path = [...page.keys()].find((each) => each.endsWith(".css")) ?? "";
    assert.equal(textOf(page, path), 'body{color:blue}body{color:red}b{content:"x";}');
  });
});
