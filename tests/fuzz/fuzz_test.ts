import assert from "node:assert/strict";
import { readCorpus } from "./corpus.ts";
import { failureFolder, repeatCommand, writeFailure } from "./failure_file.ts";
import { fuzzTarget } from "./fuzz_target.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets.ts";

/** Over all targets, with each seed. */
const inputs = 40_000;

/** A new one each day finds in time what no fixed one does; a failure tells it. */
const today = Math.floor(Date.now() / 86_400_000);

for (const target of targets) {
  for (const [what, seed] of [["one seed", 1], ["the seed of the day", today]] as const) {
    const count = inputs * target.share / 100;
    Deno.test(`${count} ${target.name} inputs by ${what} do no harm`, () =>
      stands(target, seed, count));
  }
}

Deno.test("the shares of what is fuzzed are a hundred together", () => {
  assert.equal(targets.reduce((sum, { share }) => sum + share, 0), 100);
});

async function stands(target: Target, seed: number, count: number): Promise<void> {
  const corpus = await readCorpus(target.name);
  const { tried, failure } = await fuzzTarget(target, { seed, count, corpus });
  if (failure === undefined) return assert.ok(tried >= count);
  const path = await writeFailure({ ...failure, target: target.name, seed }, failureFolder);
  const repeat = `Seed ${seed} of ${target.name} fails; repeat it by: ${repeatCommand(path)}`;
  throw new Error(repeat, { cause: failure.error });
}
