/** What pure code may not name: time, chance, the machine and promises come in from outside. */

import ts from "typescript";
import { type Breach, breach, type Module, walk } from "./source.ts";

const pureFolders: readonly string[] = [
  "wire/",
  "server/core/",
  "server/commands/",
  "talk/",
  "client/typing/",
  "client/view/",
];

/** Makes one link after another, which takes timers and promises; chance. */
const impureFiles: readonly string[] = ["talk/session.ts", "talk/link.ts", "talk/once.ts"];

/** The files of the client that are pure too. */
export const pureClientFiles: readonly string[] = [
  "client/render.ts",
  "client/prompt_row.ts",
  "client/text_width.ts",
];

const impureNames: ReadonlySet<string> = new Set([
  "Deno",
  "Promise",
  "console",
  "crypto",
  "fetch",
  "globalThis",
  "performance",
  "process",
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

const impureMembers: ReadonlySet<string> = new Set(["Date.now", "Math.random"]);

/** Pure code reaches for nothing outside of its arguments. */
export function pureCodeIsPure(module: Module): readonly Breach[] {
  const isPure = !impureFiles.includes(module.path) &&
    (pureFolders.some((folder) => module.path.startsWith(folder)) ||
      pureClientFiles.includes(module.path));
  if (!isPure) return [];
  const breaches: Breach[] = [];
  walk(module.tree, (node) => {
    const name = impurityOf(node);
    if (name === undefined) return;
    breaches.push(breach(module, node, `uses "${name}", but is pure: take it as an argument`));
  });
  return breaches;
}

/** The list of pure files of the client names only files that exist. */
export function pureFilesExist(paths: readonly string[]): readonly Breach[] {
  const gone = pureClientFiles.filter((path) => !paths.includes(path));
  return gone.map((path) => ({
    where: "tests/architecture/purity.ts",
    what: `lists "${path}", which does not exist`,
  }));
}

function impurityOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = `${node.expression.getText()}.${node.name.text}`;
    return impureMembers.has(name) ? name : undefined;
  }
  // With a time given it tells no other than that.
  const isDate = ts.isNewExpression(node) && node.expression.getText() === "Date";
  if (isDate && (node.arguments ?? []).length === 0) return "new Date";
  if (ts.isImportDeclaration(node)) {
    const name = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "";
    return name.startsWith("node:") ? name : undefined;
  }
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return "async";
  if (ts.isAwaitExpression(node)) return "await";
  return ts.isIdentifier(node) && impureNames.has(node.text) && !isMemberName(node)
    ? node.text
    : undefined;
}

/** Whether `name` is but the name of a member, as in `options.console` or `{ console: 1 }`. */
function isMemberName(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name;
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent)) && parent.name === name;
}
