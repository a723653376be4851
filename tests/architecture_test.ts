import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };
import { importsGoDown } from "./architecture/layers.ts";
import { pureCodeIsPure, pureFilesExist } from "./architecture/purity.ts";
import { type Breach, parse, readSources, type Rule } from "./architecture/source.ts";
import {
  exportsAreNamed,
  filesAreShort,
  functionsAreShort,
  modulesHaveNoState,
  namesAreTelling,
  nothingLeadsOut,
  packagesArePinned,
  testsAreInTests,
} from "./architecture/style.ts";

const sources = await readSources(`${import.meta.dirname}/..`);
const modules = sources.filter(({ path }) => /\.tsx?$/.test(path)).map(parse);

Deno.test("imports go down the layers", () => assertKept(importsGoDown));

Deno.test("pure code names no time, chance, machine or promise", () => {
  assertKept(pureCodeIsPure);
  assertNone(pureFilesExist(sources.map(({ path }) => path)));
});

Deno.test("files are short", () => assertKept(filesAreShort));

Deno.test("functions are short", () => assertKept(functionsAreShort));

Deno.test("names of files and folders tell what is inside", () => assertKept(namesAreTelling));

Deno.test("every export has a name and is exported where it is made", () => {
  assertKept(exportsAreNamed);
});

Deno.test("modules have no state of their own", () => assertKept(modulesHaveNoState));

Deno.test("tests are in tests/", () => assertKept(testsAreInTests));

Deno.test("every package has one exact version", () => {
  assertNone(packagesArePinned(config.imports));
});

Deno.test("nothing leads out of the clone", () => assertNone(sources.flatMap(nothingLeadsOut)));

function assertKept(rule: Rule): void {
  assert.ok(modules.length > 0);
  assertNone(modules.flatMap(rule));
}

function assertNone(breaches: readonly Breach[]): void {
  assert.equal(breaches.map(({ where, what }) => `${where} ${what}`).join("\n"), "");
}
