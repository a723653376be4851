/**
 * Makes the page that the server hands out: one file that holds all of its parts, ready to be sent.
 *
 * What `server/net/web_page.ts` reads. Nothing is done where the file was made of the same sources.
 */

import { createHash } from "node:crypto";
import { run } from "./run.ts";

/** Where a page is made of what. */
export interface PageBuild {
  /** The folder of the page; its other sources lie in folders beside it. */
  readonly folder: string;
  /** The file to make. */
  readonly output: string;
}

/** A part of the page, as `server/net/web_page.ts` takes it. */
interface Part {
  readonly path: string;
  readonly type: string;
  /** Its name tells its content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
  readonly etag: string;
  /** In base64, as `gzip`. */
  readonly body: string;
  readonly gzip?: string;
}

/** What one page is made of. */
interface PageSource {
  readonly folder: string;
  /** The module that it begins with. */
  readonly script: string;
  /** Where browsers find it. */
  readonly path: string;
  readonly styles: readonly Part[];
}

/** The page as it is made when the program is run from source. */
export const sourcePage: PageBuild = { folder: "web", output: "dist/page.json" };

/** What a page is made of besides its own folder. */
const otherSources = ["talk", "wire", "deno.json", "deno.lock", "tools/build_page.ts"];

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/** What is small already. */
const packedTypes = ["png", "woff2"];

/** Files of the page that keep their names, since something outside of it knows them. */
const namedTypes = ["ico", "png", "svg", "txt", "webmanifest", "woff2"];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Makes the page, unless it is there already. */
export async function buildPage({ folder, output }: PageBuild): Promise<void> {
  const paths = await filesBelow([folder, ...otherSources]);
  const source = await keyOf(paths);
  if (await isMadeOf(output, source)) return;
  const parts = [
    ...await codeParts(folder, paths),
    ...await Promise.all(paths.filter(isNamed(folder)).map(namedPart)),
  ];
  await Deno.mkdir(parentOf(output), { recursive: true });
  // Whoever reads it meanwhile gets the old one or the new one, never half of one.
  const draft = await Deno.makeTempFile({ dir: parentOf(output), prefix: "page-" });
  await Deno.writeTextFile(
    draft,
    JSON.stringify({ source, parts: await Promise.all(parts.map(zipped)) }),
  );
  await Deno.chmod(draft, 0o644);
  await Deno.rename(draft, output);
}

/** The pages, with their modules and styles. */
async function codeParts(folder: string, paths: readonly string[]): Promise<readonly Part[]> {
  const style = await stylePart(`${folder}/style.css`);
  const parts = [
    style,
    ...await pageParts({ folder, script: "app.ts", path: "/", styles: [style] }),
  ];
  const dashboard = `${folder}/dashboard`;
  if (paths.includes(`${dashboard}/index.html`)) {
    const own = await stylePart(`${dashboard}/dashboard.css`);
    const page = { folder: dashboard, script: "dashboard.ts", path: "/dashboard" };
    parts.push(own, ...await pageParts({ ...page, styles: [style, own] }));
  }
  const worker = paths.includes(`${folder}/service_worker.ts`)
    ? [...await bundled(`${folder}/service_worker.ts`, false)]
    : [];
  return [...parts, ...worker.map(([name, bytes]) => makePart(`/${name}`, bytes, false))];
}

/** A page, with the modules that it begins with. */
async function pageParts({ folder, script, path, styles }: PageSource): Promise<readonly Part[]> {
  const first = script.replace(/ts$/, "js");
  const modules = [...await bundled(`${folder}/${script}`, true)].map(([name, bytes]) =>
    // The bundler puts a hash into the names of all modules but the first one.
    makePart(name === first ? hashedPath(first, bytes) : `/assets/${name}`, bytes, true)
  );
  const named = new Map([...modules, ...styles].map((part) => [sourceOf(part.path), part]));
  const html = await Deno.readTextFile(`${folder}/index.html`);
  const page = makePart("/index.html", encoder.encode(naming(html, named)), false);
  return [{ ...page, path }, ...modules];
}

/** What the HTML of a page calls a part: without its hash, and as it is written. */
function sourceOf(path: string): string {
  return path.replace(/^\/assets\//, "").replace(/-[0-9a-f]{16}(?=\.\w+$)/, "")
    .replace(/\.js$/, ".ts");
}

async function stylePart(path: string): Promise<Part> {
  const style = encoder.encode(packed(await styleText(path)));
  return makePart(hashedPath(path.split("/").at(-1) ?? "", style), style, true);
}

/** A style with those that it imports, which lie below it, in their places. */
async function styleText(path: string): Promise<string> {
  const text = await Deno.readTextFile(path);
  const imports = [...text.matchAll(/^@import "\.\/([\w./-]+)";$/gm)];
  const texts = await Promise.all(
    imports.map(([, file]) => styleText(`${parentOf(path)}/${file}`)),
  );
  return imports.reduce((all, [line], at) => all.replace(line, () => texts[at] ?? ""), text);
}

/** Puts the names that the parts were given in the place of those of their sources. */
function naming(html: string, parts: ReadonlyMap<string, Part>): string {
  return html.replaceAll(/\b(src|href)="(?:\.\/)?([\w.-]+)"/g, (whole, attribute, name) => {
    const part = parts.get(name);
    return part === undefined ? whole : `${attribute}="${part.path}"`;
  });
}

/** Bundles for a browser; what is imported later becomes modules of its own where that is asked for. */
async function bundled(entry: string, splits: boolean): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = await Deno.makeTempDir({ prefix: "chat-page-" });
  try {
    const flags = ["--quiet", "--platform", "browser", "--minify"];
    if (splits) flags.push("--code-splitting");
    const ended = await run([Deno.execPath(), "bundle", ...flags, "--outdir", folder, entry]);
    if (!ended.success) throw new Error(`Cannot bundle "${entry}":\n${ended.stderr}`);
    const paths = await filesBelow([folder]);
    const read = async (path: string): Promise<[string, Uint8Array]> => [
      path.slice(folder.length + 1),
      await Deno.readFile(path),
    ];
    return new Map(await Promise.all(paths.map(read)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function isNamed(folder: string): (path: string) => boolean {
  return (path) => path.startsWith(`${folder}/`) && namedTypes.includes(extensionOf(path));
}

async function namedPart(path: string): Promise<Part> {
  return makePart(`/${path.split("/").at(-1) ?? ""}`, await Deno.readFile(path), false);
}

/** A style without its comments and most of its white space; no string in ours holds what is taken for either. */
function packed(style: string): string {
  return style.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,>]) ?/g, "$1").replaceAll(": ", ":");
}

function makePart(path: string, bytes: Uint8Array, isImmutable: boolean): Part {
  const extension = extensionOf(path);
  const type = types[extension];
  if (type === undefined) throw new Error(`Cannot tell the type of "${path}" in the page`);
  return { path, type, isImmutable, etag: `"${hashOf(bytes)}"`, body: base64(bytes) };
}

/** Packed by zopfli, which takes its time, and saves a browser one byte in thirty that gzip would send. */
async function zipped(part: Part): Promise<Part> {
  if (packedTypes.includes(extensionOf(part.path === "/" ? "index.html" : part.path))) return part;
  const { gzipAsync } = await import("@gfx/zopfli");
  const bytes = await gzipAsync(Uint8Array.fromBase64(part.body), { numiterations: 10 });
  return { ...part, gzip: base64(bytes) };
}

function hashedPath(name: string, bytes: Uint8Array): string {
  const extension = extensionOf(name);
  return `/assets/${name.slice(0, -extension.length - 1)}-${hashOf(bytes)}.${extension}`;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

function extensionOf(path: string): string {
  return path.split(".").at(-1) ?? "";
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}

/** All files among and below `places`, in one order. A place that is not there has none. */
async function filesBelow(places: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of places) {
    const stat = await Deno.stat(place).catch(() => undefined);
    if (stat?.isFile) found.push(place);
    if (!stat?.isDirectory) continue;
    const names = (await Array.fromAsync(Deno.readDir(place))).map(({ name }) => name);
    found.push(...await filesBelow(names.sort().map((name) => `${place}/${name}`)));
  }
  return found;
}

async function keyOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    const bytes = await Deno.readFile(path);
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

async function isMadeOf(output: string, source: string): Promise<boolean> {
  // It begins with its source, so that the rest need not be read.
  const start = encoder.encode(`{"source":"${source}"`);
  try {
    using file = await Deno.open(output);
    const buffer = new Uint8Array(start.length);
    await file.read(buffer);
    return decoder.decode(buffer) === decoder.decode(start);
  } catch {
    return false;
  }
}

if (import.meta.main) await buildPage(sourcePage);
