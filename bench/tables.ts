/** What was measured, as Markdown. */

import type { Figure, Load, LoadGroup } from "./loads.ts";
import { isReached, medianOf, medianRatio, type Run, type Runs } from "./statistics.ts";

interface Column {
  readonly title: string;
  readonly show: (value: number) => string;
}

const whole = (value: number) => Math.round(value).toLocaleString("en");
const milliseconds = (us: number) => (us / 1000).toFixed(us < 10_000 ? 2 : 0);

const columns: Readonly<Record<Figure, Column>> = {
  deliveriesPerSecond: { title: "deliveries/s", show: whole },
  p99Us: { title: "p99, ms", show: milliseconds },
  connectionsPerSecond: { title: "connections/s", show: whole },
  kibEach: { title: "KiB each", show: (value) => value.toFixed(1) },
  joinsPerSecond: { title: "joins/s", show: whole },
  serverUsPerDelivery: { title: "server's µs a delivery", show: (value) => value.toFixed(3) },
  serverUsPerMessage: { title: "server's µs a message", show: (value) => value.toFixed(2) },
  serverUsPerFurtherReceiver: {
    title: "server's µs each further receiver",
    show: (value) => value.toFixed(3),
  },
  seconds: { title: "seconds", show: (value) => value.toFixed(2) },
};

const cpu = [["serverCpuSeconds", "server's CPU s"], ["loadCpuSeconds", "load's CPU s"]] as const;

/** The section of a group: a table of medians, and what was to be reached. */
export function section(group: LoadGroup, runs: Runs, skipped: readonly string[]): string {
  const head = ["load", "server", ...group.figures.map((figure) => columns[figure].title)]
    .concat(cpu.map(([, title]) => title), "chat to it");
  const rows = group.loads.flatMap((load) => loadRows(group, load, runs));
  const lines = [row(head), row(head.map(() => "---")), ...rows.map(row)];
  const goals = group.loads.flatMap((load) => goalLines(load, runs));
  const notes = skipped.map((note) => `- not measured: ${note}`);
  const parts = [lines, goals, notes].filter((part) => part.length > 0);
  return parts.map((part) => part.join("\n")).join("\n\n");
}

function loadRows(group: LoadGroup, load: Load, runs: Runs): readonly (readonly string[])[] {
  const ours = runsOf(runs, load.id, load.contenders[0]);
  const [first] = group.figures;
  return load.contenders.flatMap((name, index) => {
    const theirs = runsOf(runs, load.id, name);
    if (!theirs.some((run) => run !== undefined)) return [];
    const ratio = first && index > 0 ? medianRatio(ours, theirs, first) : undefined;
    return [[
      index === 0 ? load.title : "",
      name,
      ...group.figures.map((figure) => shown(medianOf(theirs, figure), columns[figure].show)),
      ...cpu.map(([figure]) => shown(medianOf(theirs, figure), (value) => value.toFixed(2))),
      ratio === undefined ? "" : `${ratio.toFixed(2)} ×`,
    ]];
  });
}

function goalLines(load: Load, runs: Runs): readonly string[] {
  const [our] = load.contenders;
  return load.goals.flatMap((goal) => {
    const theirs = runsOf(runs, goal.ofLoad ?? load.id, goal.to);
    const ratio = medianRatio(runsOf(runs, load.id, our), theirs, goal.figure);
    if (ratio === undefined) return [];
    const bound = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
    const measure = goal.ofLoad === undefined ? goal.to : goal.ofLoad;
    const verdict = isReached(goal, ratio) ? "reached" : "**not reached**";
    return `- ${load.title}: ${columns[goal.figure].title} ${ratio.toFixed(2)} × ${measure} ` +
      `(goal ${bound}): ${verdict}`;
  });
}

/** The runs of one contender under one load. */
export function runsOf(
  runs: Runs,
  load: string,
  contender: string | undefined,
): readonly (Run | undefined)[] {
  return runs.get(load)?.get(contender ?? "") ?? [];
}

function shown(value: number | undefined, show: (value: number) => string): string {
  return value === undefined ? "" : show(value);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/**
 * Replaces what stands between the marks of a section.
 *
 * @throws {Error} where the page has no such marks.
 */
export function replaceSection(page: string, id: string, text: string): string {
  const [begin, end] = [`<!-- bench:${id} -->`, `<!-- /bench:${id} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no marks "${begin}" and "${end}"`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
