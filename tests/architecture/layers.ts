/** Who may import whom: the table of the layers, and the rule that reads it. */

import ts from "typescript";
import { type Breach, breach, type Module, walk } from "./source.ts";

interface Layer {
  /** The folder or file that the row is about; the first row that fits a file counts. */
  readonly of: string;
  /** Folders and files that may be imported, besides the layer's own folder. */
  readonly may: readonly string[];
  /** What may be imported for its types only. */
  readonly mayTypes?: readonly string[];
  /** What may be imported only when it is needed, by `import("…")`. */
  readonly mayLater?: readonly string[];
  /** What may be imported as text or JSON. */
  readonly mayRead?: readonly string[];
  /** Packages, or "all" with those of Node. */
  readonly packages: readonly string[] | "all";
}

const adapters = ["net", "store", "cluster", "accounts"].map((name): Layer => ({
  of: `server/${name}/`,
  may: ["server/core/", "wire/"],
  mayRead: ["web/"],
  packages: "all",
}));

const layers: readonly Layer[] = [
  { of: "wire/", may: [], packages: [] },
  { of: "server/core/", may: ["wire/"], packages: [] },
  { of: "server/commands/", may: ["server/core/", "wire/"], packages: [] },
  ...adapters,
  { of: "server/", may: ["config/", "wire/"], mayRead: ["web/"], packages: "all" },
  { of: "config/", may: ["wire/"], packages: ["node:path", "toml-eslint-parser"] },
  // A table alone, imported when it is needed.
  { of: "talk/emoji.ts", may: [], packages: ["gemoji"] },
  { of: "talk/", may: ["wire/"], packages: [] },
  { of: "client/", may: ["config/", "talk/", "wire/"], packages: "all" },
  { of: "web/", may: ["talk/", "wire/"], packages: ["preact", "@noble/hashes"] },
  // A second entry beside main.ts, which it falls back on.
  {
    of: "cli/client_entry.ts",
    may: ["cli/", "client/main.ts"],
    mayLater: ["main.ts"],
    packages: [],
  },
  {
    of: "cli/",
    may: ["server/web_names.ts", "server/nats_address.ts"],
    mayTypes: ["server/", "client/"],
    mayRead: ["deno.json"],
    packages: ["commander"],
  },
  {
    of: "main.ts",
    may: ["cli/"],
    mayLater: [
      "server/main.ts",
      "server/hash_password.ts",
      "server/run_make_cert.ts",
      "server/store/worker.ts",
      "server/file_worker.ts",
      "server/cluster/stream_worker.ts",
      "server/transfer/",
      "server/admin/run_admin.ts",
      "client/main.ts",
    ],
    mayRead: ["deno.json"],
    packages: [],
  },
  // What writes docs from the server's tables.
  { of: "tools/protocol_doc.ts", may: ["tools/", "server/", "wire/"], packages: [] },
  { of: "tools/protocol_words.ts", may: ["server/", "wire/"], packages: [] },
  // What writes pages and completions from the tree of commands.
  { of: "tools/man_pages.ts", may: ["tools/", "cli/"], packages: ["commander"] },
  {
    of: "tools/release.ts",
    may: ["tools/", "cli/"],
    mayRead: ["deno.json"],
    packages: "all",
  },
  { of: "tools/", may: [], mayRead: ["deno.json"], packages: "all" },
];

interface Import {
  readonly node: ts.Node;
  readonly kind: "code" | "later" | "text" | "types";
  /** Undefined when it is put together at run time. */
  readonly specifier: string | undefined;
}

/** An import goes down the table of layers, never up or across. */
export function importsGoDown(module: Module): readonly Breach[] {
  const imports = importsOf(module.tree);
  const anywhere = imports.flatMap((each) => faultAnywhere(module, each));
  if (module.path.startsWith("tests/") || module.path.startsWith("bench/")) return anywhere;
  const layer = layers.find(({ of }) => isIn(module.path, of));
  if (layer === undefined) {
    return [{ where: module.path, what: "belongs to no layer: add it to tests/architecture" }];
  }
  return [...anywhere, ...imports.flatMap((each) => faultOfLayer(module, layer, each))];
}

/** What nobody may import, tests included. */
function faultAnywhere(module: Module, { node, specifier }: Import): readonly Breach[] {
  if (specifier === undefined) {
    return [breach(module, node, "imports by a name that is no literal: the bundle would lack it")];
  }
  const isRemote = /^(https?|jsr|npm|data):/.test(specifier);
  if (!isRemote) return [];
  return [breach(module, node, `imports "${specifier}": name the package in deno.json instead`)];
}

function faultOfLayer(module: Module, layer: Layer, each: Import): readonly Breach[] {
  const { node, kind, specifier } = each;
  if (specifier === undefined || mayImport(module.path, layer, each)) return [];
  const way = { code: "", later: " by import()", text: " as text", types: " for its types" }[kind];
  return [breach(module, node, `imports "${specifier}"${way}, which "${layer.of}" may not`)];
}

function mayImport(path: string, layer: Layer, { kind, specifier = "" }: Import): boolean {
  if (!specifier.startsWith(".")) {
    const { packages } = layer;
    return packages === "all" || packages.some((name) => isIn(specifier, name));
  }
  const target = resolve(path, specifier);
  const extra = {
    code: [],
    later: layer.mayLater ?? [],
    text: layer.mayRead ?? [],
    types: layer.mayTypes ?? [],
  }[kind];
  return [layer.of, ...layer.may, ...extra].some((allowed) => isIn(target, allowed));
}

function importsOf(tree: ts.SourceFile): readonly Import[] {
  const imports: Import[] = [];
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) {
      imports.push({ node, kind: kindOf(node), specifier: textOf(node.moduleSpecifier) });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      imports.push({ node, kind: "code", specifier: textOf(node.moduleSpecifier) });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      imports.push({ node, kind: "types", specifier: textOf(node.argument.literal) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      imports.push({ node, kind: "later", specifier: textOf(node.arguments[0]) });
    }
  });
  return imports;
}

function kindOf(declaration: ts.ImportDeclaration): Import["kind"] {
  if (declaration.attributes !== undefined) return "text";
  return declaration.importClause?.isTypeOnly === true ? "types" : "code";
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Whether `path` is the file `place`, or below the folder or package `place`. */
function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(place.endsWith("/") ? place : `${place}/`);
}

function resolve(importer: string, specifier: string): string {
  const parts = importer.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.push(...(parts.pop() === undefined ? ["outside"] : []));
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
