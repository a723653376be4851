import assert from "node:assert/strict";
import { readCorpus } from "./corpus.ts";
import { failureFolder, repeatCommand, writeFailure } from "./failure_file.ts";
import { fuzzTarget } from "./fuzz_target.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets.ts";

/** Over all targets: a minute of it. Another seed each time is for `deno task fuzz`, so that tests stand as they stood. */
const inputs = 500_000;
const seed = 1;

for (const target of targets) {
  const count = inputs * target.share / 100;
  Deno.test(`${count} ${target.name} inputs do no harm`, () => stands(target, count));
}

Deno.test("the shares of what is fuzzed are a hundred together", () => {
  assert.equal(targets.reduce((sum, { share }) => sum + share, 0), 100);
});

async function stands(target: Target, count: number): Promise<void> {
  const corpus = await readCorpus(target.name);
  const { tried, failure } = await fuzzTarget(target, { seed, count, corpus });
  if (failure === undefined) return assert.ok(tried >= count);
  const path = await writeFailure({ ...failure, target: target.name, seed }, failureFolder);
  const repeat = `Seed ${seed} of ${target.name} fails; repeat it by: ${repeatCommand(path)}`;
  throw new Error(repeat, { cause: failure.error });
}
