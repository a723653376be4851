/** The rules of the house that neither formatter nor linter knows. */

import ts from "typescript";
import { type Breach, breach, lineCount, type Module, type Source, walk } from "./source.ts";

const maxFileLines = 300;
const maxFunctionLines = 60;

const vagueNames: readonly string[] = ["helper", "index", "misc", "mod", "types", "util", "utils"];
const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const exactPackage = /^npm:(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(-[\w.]+)?(\/[\w./-]+)?$/;

/** A file holds one idea. */
export function filesAreShort({ path, text }: Module): readonly Breach[] {
  const lines = text.trimEnd().split("\n").length;
  if (path.startsWith("tests/") || lines <= maxFileLines) return [];
  return [{ where: path, what: `has ${lines} lines, and ${maxFileLines} are allowed: split it` }];
}

/** A function does one thing. */
export function functionsAreShort(module: Module): readonly Breach[] {
  if (module.path.startsWith("tests/")) return [];
  const breaches: Breach[] = [];
  walk(module.tree, (node) => {
    const lines = ts.isFunctionLike(node) ? lineCount(module, node) : 0;
    if (lines <= maxFunctionLines) return;
    const what = `a function of ${lines} lines, and ${maxFunctionLines} are allowed: split it`;
    breaches.push(breach(module, node, what));
  });
  return breaches;
}

/** Names of files and folders are in snake_case and say what is inside. */
export function namesAreTelling({ path }: Module): readonly Breach[] {
  const names = path.replace(/(\.d)?\.tsx?$/, "").split("/");
  return names.flatMap((name) => {
    if (vagueNames.includes(name)) {
      return [{ where: path, what: `"${name}" says nothing: name what is inside` }];
    }
    if (!snakeCase.test(name)) return [{ where: path, what: `"${name}" is not in snake_case` }];
    return [];
  });
}

/** Whoever imports a name sees where it is made: no default exports, no re-exports. */
export function exportsAreNamed(module: Module): readonly Breach[] {
  return module.tree.statements.flatMap((node) => {
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      return [breach(module, node, "exports what is made elsewhere: import it from there")];
    }
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : [];
    const isDefault = modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    if (!isDefault && !ts.isExportAssignment(node)) return [];
    return [breach(module, node, "is a default export: give it a name")];
  });
}

/** A module has no state of its own. */
export function modulesHaveNoState(module: Module): readonly Breach[] {
  return module.tree.statements.flatMap((node) => {
    const isVariable = ts.isVariableStatement(node) &&
      (node.declarationList.flags & ts.NodeFlags.Const) === 0;
    return isVariable ? [breach(module, node, "is a variable of the module: hand it over")] : [];
  });
}

/** Tests are in tests/. */
export function testsAreInTests(module: Module): readonly Breach[] {
  if (module.path.startsWith("tests/")) return [];
  const breaches: Breach[] = [];
  walk(module.tree, (node) => {
    const isTest = ts.isPropertyAccessExpression(node) && node.getText() === "Deno.test";
    if (isTest) breaches.push(breach(module, node, "is a test outside of tests/: move it"));
  });
  return breaches;
}

/** Everybody gets the very same packages. */
export function packagesArePinned(imports: Readonly<Record<string, string>>): readonly Breach[] {
  const loose = Object.values(imports).filter((target) => !exactPackage.test(target));
  return loose.map((target) => ({
    where: "deno.json",
    what: `"${target}" is no npm package of one exact version`,
  }));
}

/** A clone is complete: nothing in it leads to a folder beside it. */
export function nothingLeadsOut({ path, text }: Source): readonly Breach[] {
  const folder = ["..", "shared"].join("/");
  return text.split("\n").flatMap((line, index) =>
    line.includes(folder)
      ? [{ where: `${path}:${index + 1}`, what: `refers to "${folder}", which no clone has` }]
      : []
  );
}
