/** `deno task fuzz`: ten million hostile inputs for all that reads what others wrote. */

import { parseArgs } from "node:util";
import { readCorpus, writeCorpus } from "./corpus.ts";
import {
  failureFolder,
  readFailure,
  repeatCommand,
  writeFailure,
  writeScript,
} from "./failure_file.ts";
import { fuzzTarget } from "./fuzz_target.ts";
import { failureOf } from "./minimise.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets.ts";

const usage = `deno task fuzz [--count N] [--seed N] [--target NAME]… [--keep] [--repeat FILE]

  --count N      so many inputs over all targets (default 10000000)
  --seed N       repeats a run from the same corpus (default: the time)
  --target NAME  only these of ${targets.map(({ name }) => name).join(", ")}
  --keep         writes what showed something new into tests/fuzz/corpus
  --repeat FILE  runs the inputs of a failure again`;

/** A line is written this often. */
const toldEveryMs = 10_000;

/** A script that takes this long is written to be looked at; on a busy machine it need not be slow itself. */
const tellingMs = 1_000;

interface Row {
  readonly name: string;
  readonly tried: number;
  readonly seconds: number;
  readonly slowestMs: number;
  readonly features: number;
  readonly outcome: string;
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: "string", default: "10000000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      target: { type: "string", multiple: true, default: [] },
      keep: { type: "boolean", default: false },
      repeat: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.repeat !== undefined) return await repeat(values.repeat);
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const chosen = targets.filter(({ name }) =>
    values.target.length === 0 || values.target.includes(name)
  );
  if (!(count > 0) || !Number.isSafeInteger(seed) || chosen.length === 0) {
    console.error(usage);
    return 2;
  }
  console.log(`Seed ${seed}`);
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const rows: Row[] = [];
  for (const target of chosen) {
    const part = Math.ceil(count * target.share / shares);
    rows.push(await run(target, { seed, count: part, keeps: values.keep }));
  }
  tell(rows);
  return rows.every(({ outcome }) => outcome === "passed") ? 0 : 1;
}

interface Run {
  readonly seed: number;
  readonly count: number;
  readonly keeps: boolean;
}

async function run(target: Target, { seed, count, keeps }: Run): Promise<Row> {
  const { name } = target;
  const corpus = await readCorpus(name);
  const startMs = performance.now();
  let toldMs = startMs;
  const result = await fuzzTarget(target, {
    seed,
    count,
    corpus,
    onProgress: (tried) => {
      const nowMs = performance.now();
      if (nowMs - toldMs < toldEveryMs) return;
      toldMs = nowMs;
      const perSecond = Math.round(tried / (nowMs - startMs) * 1_000);
      console.log(`${name}: ${tried} of ${count}, ${perSecond} a second`);
    },
  });
  if (keeps) await writeCorpus(name, corpus);
  const { tried, tookMs, slowest, failure } = result;
  const slowestMs = slowest.tookMs;
  const row = { name, tried, seconds: tookMs / 1_000, slowestMs, features: corpus.featureCount };
  if (slowestMs > tellingMs) {
    const path = await writeScript(`${failureFolder}/${name}-slowest.txt`, name, slowest.script);
    console.log(`${name}: a script took ${Math.round(slowestMs)} ms: ${path}`);
  }
  if (failure === undefined) return { ...row, outcome: "passed" };
  const path = await writeFailure({ ...failure, target: name, seed }, failureFolder);
  console.log(`${name} failed: ${failure.error.message.slice(0, 400)}`);
  console.log(`Repeat it by: ${repeatCommand(path)}`);
  return { ...row, outcome: `failed: ${path}` };
}

async function repeat(path: string): Promise<number> {
  const { target: name, script } = await readFailure(path);
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`"${path}" names no target: "${name}"`);
  const startMs = performance.now();
  const failure = await failureOf(target, script);
  console.log(`${script.length} inputs took ${Math.round(performance.now() - startMs)} ms`);
  console.log(failure?.stack ?? `${name} passes: ${script.length} inputs do no harm`);
  return failure === undefined ? 0 : 1;
}

function tell(rows: readonly Row[]): void {
  console.log("\n| target | inputs | a second | longest script | features | outcome |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const { name, tried, seconds, slowestMs, features, outcome } of rows) {
    const perSecond = Math.round(tried / seconds);
    console.log(
      `| ${name} | ${tried} | ${perSecond} | ${
        Math.round(slowestMs)
      } ms | ${features} | ${outcome} |`,
    );
  }
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  console.log(`${tried} inputs in ${Math.round(seconds)} s`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
