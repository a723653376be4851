/** The files of the project, as the rules look at them. */

import ts from "typescript";

/** A file of the project. */
export interface Source {
  /** Path from the root of the project, with `/`. */
  readonly path: string;
  /** All of its text. */
  readonly text: string;
}

/** A TypeScript file with its parts. */
export interface Module extends Source {
  /** The parsed text. */
  readonly tree: ts.SourceFile;
}

/** A place where a rule is broken. */
export interface Breach {
  /** Path and, where there is one, line. */
  readonly where: string;
  /** What is wrong and what to do instead. */
  readonly what: string;
}

/** Looks at one module. */
export type Rule = (module: Module) => readonly Breach[];

const skippedFolders: readonly string[] = [".git", "coverage", "dist", "node_modules"];
const textFile = /(\.(tsx?|sh|json|md|html|css|yml|toml)|\.ci\/run)$/;

/** All text files below `root`. */
export async function readSources(root: string): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for await (const path of pathsBelow(root, "")) {
    if (textFile.test(path)) {
      sources.push({ path, text: await Deno.readTextFile(`${root}/${path}`) });
    }
  }
  return sources;
}

/** Parses a TypeScript file. */
export function parse({ path, text }: Source): Module {
  const kind = path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  return { path, text, tree };
}

/** A breach at `node`. */
export function breach({ path, tree }: Module, node: ts.Node, what: string): Breach {
  const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  return { where: `${path}:${line + 1}`, what };
}

/** Calls `visit` for `node` and all that is in it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The number of lines from the begin of `node` to its end. */
export function lineCount({ tree }: Module, node: ts.Node): number {
  const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
  return tree.getLineAndCharacterOfPosition(node.end).line - first + 1;
}

async function* pathsBelow(root: string, folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
    if (!isDirectory) yield `${folder}${name}`;
    else if (!skippedFolders.includes(name)) yield* pathsBelow(root, `${folder}${name}/`);
  }
}
