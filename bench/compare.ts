/**
 * Compares `./chat` with what else the machine has: `deno task bench`. See README.md.
 *
 * Every run has a server of its own, started afresh, and all that take part in a load take turns in each round.
 */

import { parseArgs } from "node:util";
import { isInstalled } from "../tools/peers.ts";
import { run } from "../tools/run.ts";
import { startContender } from "./contender_process.ts";
import { type Contender, contenders } from "./contenders.ts";
import { type Load, type LoadGroup, loadGroups, plottedReceivers } from "./loads.ts";
import { drawPlot, type Series } from "./plot.ts";
import { hasWs, prepareTools } from "./prepare_tools.ts";
import { medianOf, type Run, type Runs, usPerFurtherReceiver } from "./statistics.ts";
import { replaceSection, runsOf, section } from "./tables.ts";

const page = "docs/performance.md";
const plotFile = "docs/performance.svg";
const runMs = 180_000;

interface Choice {
  readonly only: readonly string[];
  readonly rounds: number;
  readonly peers: readonly string[] | undefined;
  readonly isWritten: boolean;
}

async function main(args: readonly string[]): Promise<number> {
  const choice = readChoice(args);
  const tools = await prepareTools();
  for (const group of loadGroups) {
    const loads = group.loads.filter(({ id }) => isChosen(choice, group, id));
    if (loads.length === 0) continue;
    const chosen = { ...group, loads };
    const { runs, skipped } = await measure(chosen, choice, tools);
    const rounds = Math.min(choice.rounds, group.mostRounds);
    const today = new Date().toISOString().slice(0, 10);
    const head = `Medians of ${rounds} ${rounds === 1 ? "round" : "rounds"}, ${today}.`;
    const text = `${head}\n\n${section(chosen, runs, skipped)}`;
    console.log(`\n${group.id}\n\n${text}`);
    if (choice.isWritten) await write(group.id, text, runs);
  }
  if (choice.isWritten) await run([Deno.execPath(), "fmt", "--quiet", page]);
  return 0;
}

function readChoice(args: readonly string[]): Choice {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", default: "" },
      rounds: { type: "string", default: "5" },
      peers: { type: "string" },
      "dry-run": { type: "boolean", default: false },
    },
  });
  return {
    only: values.only.split(",").filter((name) => name !== ""),
    rounds: Number(values.rounds),
    peers: values.peers?.split(","),
    isWritten: !values["dry-run"],
  };
}

function isChosen({ only }: Choice, group: LoadGroup, id: string): boolean {
  return only.length === 0 || only.includes(group.id) || only.includes(id);
}

async function measure(
  { loads, mostRounds }: LoadGroup,
  { rounds, peers }: Choice,
  tools: string,
): Promise<{ runs: Runs; skipped: readonly string[] }> {
  const runs = new Map<string, Map<string, (Run | undefined)[]>>();
  const skipped = new Set<string>();
  for (let round = 0; round < Math.min(rounds, mostRounds); round++) {
    for (const load of loads) {
      const byContender = runs.get(load.id) ?? new Map<string, (Run | undefined)[]>();
      runs.set(load.id, byContender);
      for (const contender of await takingPart(load, peers, skipped)) {
        const measured = await measureOnce(contender, load, tools);
        if (typeof measured === "string") skipped.add(`${contender.name}, ${load.id}: ${measured}`);
        const before = byContender.get(contender.name) ?? [];
        const fewer = runs.get(load.fewer ?? "")?.get(contender.name)?.[round];
        const result = typeof measured === "string" ? undefined : compared(measured, fewer);
        byContender.set(contender.name, [...before, result]);
        console.error(round + 1, load.id, contender.name, JSON.stringify(measured));
      }
    }
  }
  return { runs, skipped: [...skipped] };
}

function compared(run: Run, fewer: Run | undefined): Run {
  if (fewer === undefined) return run;
  return { ...run, serverUsPerFurtherReceiver: usPerFurtherReceiver(run, fewer) };
}

async function takingPart(
  load: Load,
  peers: readonly string[] | undefined,
  skipped: Set<string>,
): Promise<readonly Contender[]> {
  const [our] = load.contenders;
  const named = load.contenders.flatMap((name) =>
    contenders.find((one) => one.name === name) ?? []
  );
  const present: Contender[] = [];
  for (const contender of named) {
    const { name, needs, option } = contender;
    if (name !== our && peers !== undefined && !peers.includes(name)) continue;
    const isThere = needs.startsWith("./") ? await isFile(needs) : isInstalled(needs);
    if (!isThere) skipped.add(`${name}: "${needs}" is not installed`);
    else if (option !== undefined && !await knows(needs, option)) {
      skipped.add(`${name}: "${needs} server" has no ${option} yet`);
    } else if (name === "Node ws" && !await hasWs()) skipped.add(`${name}: npm could not get ws`);
    else present.push(contender);
  }
  return present;
}

async function knows(executable: string, option: string): Promise<boolean> {
  const { stdout } = await run([executable, "server", "--help"]);
  return stdout.includes(`${option} `);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/** Gives what was measured, or why nothing was. */
async function measureOnce(
  contender: Contender,
  { options }: Load,
  tools: string,
): Promise<Run | string> {
  try {
    await using server = await startContender(contender, tools);
    const given = Object.entries({
      ...options,
      protocol: contender.protocol,
      port: server.port,
      pid: server.pid,
    });
    const args = given.map(([name, value]) => `${name}=${value}`);
    const { success, stdout, stderr } = await run([`${tools}/load`, ...args], { timeoutMs: runMs });
    const why = stderr.trim().split("\n").at(-1) ?? "";
    return success ? JSON.parse(stdout) : why || "the load took too long";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function write(id: string, text: string, runs: Runs): Promise<void> {
  const before = await Deno.readTextFile(page);
  await Deno.writeTextFile(page, replaceSection(before, id, text));
  if (id === "receivers") await Deno.writeTextFile(plotFile, drawReceivers(runs));
}

function drawReceivers(runs: Runs): string {
  const names = loadGroups.find(({ id }) => id === "receivers")?.loads[0]?.contenders ?? [];
  const lines = (figure: "deliveriesPerSecond" | "p99Us", unit: number): readonly Series[] =>
    names.map((name) => ({
      name,
      points: plottedReceivers.flatMap((count) => {
        const value = medianOf(runsOf(runs, `receivers-${count}`, name), figure);
        return value === undefined ? [] : [[count, value / unit] as const];
      }),
    })).filter(({ points }) => points.length > 0);
  const xTitle = "receivers of one channel, window 64";
  return drawPlot([
    { title: "Deliveries per second", xTitle, series: lines("deliveriesPerSecond", 1) },
    { title: "Latency, 99th percentile, ms", xTitle, series: lines("p99Us", 1_000) },
  ]);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
