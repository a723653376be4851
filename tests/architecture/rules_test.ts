import assert from "node:assert/strict";
import { importsGoDown } from "./layers.ts";
import { pureCodeIsPure } from "./purity.ts";
import { parse, type Rule } from "./source.ts";
import {
  exportsAreNamed,
  filesAreShort,
  functionsAreShort,
  modulesHaveNoState,
  namesAreTelling,
  nothingLeadsOut,
  packagesArePinned,
  testsAreInTests,
} from "./style.ts";

Deno.test("importsGoDown() refuses what a layer may not import", () => {
  const refused = [
    ["wire/a.ts", 'import { b } from "../server/core/b.ts";'],
    ["wire/a.ts", 'import { readFile } from "node:fs";'],
    ["wire/a.ts", 'import { b } from "../../b.ts";'],
    ["server/core/a.ts", 'import type { B } from "../commands/b.ts";'],
    ["server/commands/a.ts", 'import { b } from "../net/b.ts";'],
    ["server/net/a.ts", 'import { b } from "../store/b.ts";'],
    ["server/net/a.ts", 'export type { B } from "../options.ts";'],
    ["server/a.ts", 'import { b } from "../client/b.ts";'],
    ["client/a.ts", 'import type { B } from "../server/b.ts";'],
    ["client/a.ts", 'type B = import("../server/b.ts").B;'],
    ["cli/a.ts", 'import { b } from "../server/b.ts";'],
    ["cli/a.ts", 'import { b } from "commander-like";'],
    ["main.ts", 'import { b } from "./server/main.ts";'],
    ["main.ts", 'await import("./server/engine.ts");'],
    ["tools/a.ts", 'import { b } from "../wire/b.ts";'],
    ["tools/a.ts", 'import { b } from "jsr:@a/b";'],
    ["tools/a.ts", 'import { b } from "npm:b@1.0.0";'],
    ["tests/a_test.ts", 'import { b } from "https://example.com/b.ts";'],
    ["main.ts", 'const name = "./cli/a.ts"; await import(name);'],
    ["elsewhere/a.ts", ""],
  ] as const;
  for (const [path, text] of refused) assert.equal(countOf(importsGoDown, path, text), 1, text);
});

Deno.test("importsGoDown() allows what a layer needs", () => {
  const allowed = [
    ["wire/a.ts", 'import { b } from "./b.ts";'],
    ["server/core/a.ts", 'import { b } from "../../wire/b.ts";'],
    ["server/commands/a.ts", 'import { b } from "../core/b.ts"; import { c } from "./c.ts";'],
    ["server/net/a.ts", 'import { b } from "../core/b.ts"; import { c } from "node:net";'],
    ["server/net/a.ts", 'import page from "../../web/page.html" with { type: "text" };'],
    ["server/main.ts", 'import { b } from "./net/b.ts"; import { c } from "./options.ts";'],
    ["client/a.ts", 'import { b } from "../wire/b.ts";'],
    ["cli/a.ts", 'import { Command } from "commander";'],
    ["cli/a.ts", 'import type { ServerOptions } from "../server/options.ts";'],
    ["main.ts", 'await import("./server/main.ts"); await import("./cli/program.ts");'],
    ["main.ts", 'import config from "./deno.json" with { type: "json" };'],
    ["tests/a_test.ts", 'import { b } from "../server/net/b.ts";'],
    ["wire/a.ts", '// import "../server/b.ts"\nexport const b = \'import "../server/b.ts"\';'],
  ] as const;
  for (const [path, text] of allowed) assert.equal(countOf(importsGoDown, path, text), 0, text);
});

Deno.test("pureCodeIsPure() refuses time, chance, the machine and promises", () => {
  const refused = [
    "Deno.exit();",
    "setTimeout(f, 1);",
    "const now = Date.now();",
    "const now = new Date();",
    "const chance = Math.random();",
    'console.log("a");',
    "function f(): Promise<void> {}",
    "async function f() {}",
    'import { a } from "node:fs";',
    "f({ performance });",
  ];
  for (const text of refused) {
    assert.equal(countOf(pureCodeIsPure, "server/core/a.ts", text), 1, text);
    assert.equal(countOf(pureCodeIsPure, "server/net/a.ts", text), 0, text);
  }
});

Deno.test("pureCodeIsPure() minds neither comments, nor strings, nor names of members", () => {
  const text =
    '// setTimeout\nconst a = "Deno"; f({ console: a }, b.process, /fetch/); Math.max(1);';
  assert.equal(countOf(pureCodeIsPure, "wire/a.ts", text), 0);
});

Deno.test("filesAreShort() and functionsAreShort() count lines", () => {
  assert.equal(countOf(filesAreShort, "a.ts", "a();\n".repeat(300)), 0);
  assert.equal(countOf(filesAreShort, "a.ts", "a();\n".repeat(301)), 1);
  const ofLines = (lines: number) => `const f = () => {\n${"a();\n".repeat(lines - 2)}};`;
  assert.equal(countOf(functionsAreShort, "a.ts", ofLines(60)), 0);
  assert.equal(countOf(functionsAreShort, "a.ts", ofLines(61)), 1);
});

Deno.test("namesAreTelling() refuses other cases and vague names", () => {
  assert.equal(countOf(namesAreTelling, "wire/split_text.ts", ""), 0);
  for (const path of ["wire/splitText.ts", "wire/split-text.ts", "utils/a.ts", "wire/types.ts"]) {
    assert.equal(countOf(namesAreTelling, path, ""), 1, path);
  }
});

Deno.test("exportsAreNamed() refuses default exports and exports from elsewhere", () => {
  assert.equal(countOf(exportsAreNamed, "a.ts", "export const a = 1; export { b };"), 0);
  const refused = [
    "export default 1;",
    "export default function a() {}",
    'export * from "./b.ts";',
    'export { b } from "./b.ts";',
    'export type { B } from "./b.ts";',
  ];
  for (const text of refused) assert.equal(countOf(exportsAreNamed, "a.ts", text), 1, text);
});

Deno.test("modulesHaveNoState() refuses let and var of a module only", () => {
  assert.equal(countOf(modulesHaveNoState, "a.ts", "const a = 1; function f() { let b; }"), 0);
  assert.equal(countOf(modulesHaveNoState, "a.ts", "let a = 1; export var b = 2;"), 2);
});

Deno.test("testsAreInTests() refuses a test elsewhere", () => {
  assert.equal(countOf(testsAreInTests, "wire/a.ts", 'Deno.test("a", () => {});'), 1);
  assert.equal(countOf(testsAreInTests, "tests/a_test.ts", 'Deno.test("a", () => {});'), 0);
});

Deno.test("packagesArePinned() refuses ranges and other registries", () => {
  const pinned = { a: "npm:a@1.2.3", b: "npm:@b/c@1.2.3-rc.1", "a/": "npm:a@1.2.3/part.js" };
  assert.deepEqual(packagesArePinned(pinned), []);
  const loose = { a: "npm:a", b: "npm:b@^1.2.3", c: "npm:c@1.2", d: "jsr:@d/e@1.2.3" };
  assert.equal(packagesArePinned(loose).length, 4);
});

Deno.test("nothingLeadsOut() and the others name the line", () => {
  const text = `one\nsee ${"../"}shared`;
  assert.deepEqual(nothingLeadsOut({ path: "a.md", text }).map(({ where }) => where), ["a.md:2"]);
  const module = parse({ path: "a.ts", text: "const a = 1;\nlet b = 2;\n" });
  assert.deepEqual(modulesHaveNoState(module).map(({ where }) => where), ["a.ts:2"]);
});

function countOf(rule: Rule, path: string, text: string): number {
  return rule(parse({ path, text })).length;
}
