/**
 * `deno task soak [MINUTES]`: half an hour of well-behaved talk at half of what the limits let through, amid clients that come,
 * go, stall, flood and lie. Memory must be level, no descriptor lost, and no message.
 */

import { seededRandom } from "../tests/helpers/random.ts";
import { drawPlot } from "./plot.ts";
import { makeMischief, mischiefs } from "./soak_mischief.ts";
import { SoakPair } from "./soak_pair.ts";
import { SoakedServer } from "./soaked_server.ts";

const pairCount = 10;
const plotFile = "docs/reliability.svg";

/** Caches and the heap grow at first; what is after this part of the time must be level. */
const warmUpPart = 1 / 3;

/** A heap grows until it is swept; how low it gets then may grow by no more than this from the second third to the last. */
const maxGrowth = 0.15;

/** A descriptor is closed some time after its connection: the longest wait is that for a name. */
const closingMs = 90_000;

interface Sample {
  readonly minutes: number;
  readonly ownMib: number;
  readonly residentMib: number;
  readonly descriptors: number;
}

async function main([given = "30"]: readonly string[]): Promise<number> {
  const minutes = Number(given);
  if (!(minutes > 0)) {
    console.error("deno task soak [MINUTES]: a number above 0");
    return 2;
  }
  await using server = await SoakedServer.start();
  // The first connection opens what stays open.
  await (await SoakPair.join(server.port, 0)).ends(10_000);
  const descriptorsBefore = await settled(server, server.descriptors());
  const stop = new AbortController();
  const pairs = await Promise.all(
    Array.from({ length: pairCount }, (_, at) => SoakPair.join(server.port, at + 1)),
  );
  for (const pair of pairs) pair.starts();
  const making = Object.values(mischiefs).map((mischief, at) =>
    makeMischief(mischief, {
      port: server.port,
      webPort: server.webPort,
      random: seededRandom(at + 1),
      signal: stop.signal,
    })
  );
  const cpuBefore = server.cpuSeconds();
  const samples = await watch(server, minutes);
  const cpuShare = (server.cpuSeconds() - cpuBefore) / (minutes * 60);
  const faults = (await Promise.all(pairs.map((pair) => pair.ends(60_000))))
    .filter((fault) => fault !== undefined);
  stop.abort();
  const made = await Promise.all(making);
  const rows = [
    ...talkRows(pairs, faults),
    ...memoryRows(samples.filter(({ minutes: at }) => at >= minutes * warmUpPart)),
    descriptorRow(descriptorsBefore, await settled(server, descriptorsBefore)),
    row("processors used by the server", `${Math.round(cpuShare * 100)} % of one`),
    row("kept on disk", `${Math.round(server.keptMegabytes())} MB`),
    ...Object.keys(mischiefs).map((name, at) =>
      row(`connections: ${name}`, String(made[at]), (made[at] ?? 0) > 0)
    ),
    exitRow(await server.ends()),
  ];
  await Deno.writeTextFile(plotFile, plot(samples));
  console.log(
    `\n${minutes} minutes, ${pairCount} pairs\n\n| what | figure | |\n| --- | --- | --- |`,
  );
  for (const { what, figure, isGood } of rows) {
    console.log(`| ${what} | ${figure} | ${isGood ? "" : "**failed**"} |`);
  }
  return rows.every(({ isGood }) => isGood) ? 0 : 1;
}

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly isGood: boolean;
}

function row(what: string, figure: string, isGood = true): Row {
  return { what, figure, isGood };
}

function talkRows(pairs: readonly SoakPair[], faults: readonly string[]): readonly Row[] {
  const said = pairs.reduce((sum, { sent }) => sum + sent, 0);
  const isWhole = faults.length === 0;
  return [
    row("numbered messages said", String(said), said > 0),
    row("lost, doubled or out of order", isWhole ? "none" : faults.join("; "), isWhole),
  ];
}

function memoryRows(samples: readonly Sample[]): readonly Row[] {
  const middle = lowest(samples.slice(0, samples.length / 2));
  const last = lowest(samples.slice(samples.length / 2));
  const most = Math.max(...samples.map(({ ownMib }) => ownMib));
  const resident = samples.at(-1)?.residentMib ?? 0;
  return [
    row(
      "own memory, lowest of the second third, of the last, most",
      `${Math.round(middle)}, ${Math.round(last)}, ${Math.round(most)} MiB`,
      last <= middle * (1 + maxGrowth),
    ),
    row(
      "slope of own memory after the first third",
      `${mibPerHour(samples).toFixed(0)} MiB an hour`,
    ),
    row("resident at the end, with the history's mapped file", `${Math.round(resident)} MiB`),
  ];
}

function lowest(samples: readonly Sample[]): number {
  return Math.min(...samples.map(({ ownMib }) => ownMib));
}

function descriptorRow(before: number, after: number): Row {
  return row("descriptors before and after", `${before}, ${after}`, after <= before);
}

function exitRow(code: number): Row {
  return row("exit code at SIGTERM", String(code), code === 0);
}

/** Looks every second. */
async function watch(server: SoakedServer, minutes: number): Promise<readonly Sample[]> {
  const startMs = performance.now();
  const samples: Sample[] = [];
  for (;;) {
    const passed = (performance.now() - startMs) / 60_000;
    const sample = {
      minutes: passed,
      ownMib: server.ownMib(),
      residentMib: server.residentMib(),
      descriptors: server.descriptors(),
    };
    samples.push(sample);
    if (passed >= minutes) return samples;
    if (samples.length % 60 === 0) {
      const [own, resident] = [sample.ownMib, sample.residentMib].map(Math.round);
      console.log(
        `${
          Math.round(passed)
        } min: ${own} MiB, ${resident} resident, ${sample.descriptors} descriptors`,
      );
    }
    await sleep(1_000);
  }
}

/** Waits until no more descriptors are open than `wanted`, or for as long as closing may take. */
async function settled(server: SoakedServer, wanted: number): Promise<number> {
  const untilMs = performance.now() + closingMs;
  await sleep(3_000);
  while (server.descriptors() > wanted && performance.now() < untilMs) await sleep(500);
  return server.descriptors();
}

/** The slope of the straight line that is nearest to all samples. */
function mibPerHour(samples: readonly Sample[]): number {
  const count = samples.length;
  const meanX = samples.reduce((sum, { minutes }) => sum + minutes, 0) / count;
  const meanY = samples.reduce((sum, { ownMib }) => sum + ownMib, 0) / count;
  let [upper, lower] = [0, 0];
  for (const { minutes, ownMib } of samples) {
    upper += (minutes - meanX) * (ownMib - meanY);
    lower += (minutes - meanX) ** 2;
  }
  return lower === 0 ? 0 : upper / lower * 60;
}

function plot(samples: readonly Sample[]): string {
  const every = Math.max(1, Math.floor(samples.length / 400));
  const thinned = samples.filter((_, at) => at % every === 0);
  const points = (of: (sample: Sample) => number) =>
    thinned.map((sample) => [sample.minutes, of(sample)] as const);
  const chart = { xTitle: "minutes", isEven: true };
  return drawPlot([
    {
      ...chart,
      title: "Memory of the server, MiB",
      series: [
        { name: "its own", points: points(({ ownMib }) => ownMib) },
        { name: "with mapped files", points: points(({ residentMib }) => residentMib) },
      ],
    },
    {
      ...chart,
      title: "Descriptors that it has open",
      series: [{ name: "its own", points: points(({ descriptors }) => descriptors) }],
    },
  ]);
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
