/**
 * Measures servers that are one chat over NATS beside one that stands alone: `deno task bench:cluster [rounds]`. In a round
 * all take their turns, each on folders of its own, with a NATS server of its own.
 */

import { run } from "../tools/run.ts";
import { prepareTools } from "./prepare_tools.ts";
import { median, type Run } from "./statistics.ts";
import { replaceSection } from "./tables.ts";

const page = "docs/performance.md";

interface Load {
  readonly title: string;
  readonly options: Readonly<Record<string, string | number>>;
}

const loads: readonly Load[] = [
  { title: "100 receivers, window 64", options: { receivers: 100, window: 64 } },
  {
    title: "100 receivers, window 64, 6 senders",
    options: { receivers: 100, window: 64, senders: 6 },
  },
  { title: "100 receivers, window 1", options: { receivers: 100, window: 1 } },
  { title: "1 receiver, window 1", options: { receivers: 1, window: 1 } },
];

/** How many servers share a stream; 0: one that has none. */
const counts = [0, 1, 2, 3] as const;

/** A process that ends with its scope, and what it said when it was ready. */
interface Started extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
}

async function main([rounds = "3"]: readonly string[]): Promise<number> {
  const tools = await prepareTools();
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < Number(rounds); round++) {
    for (const load of loads) {
      for (const count of counts) {
        const measured = await measure(load, count, tools);
        console.error(round + 1, load.title, count, JSON.stringify(measured));
        const name = nameOf(load, count);
        runs.set(name, [...runs.get(name) ?? [], measured]);
      }
    }
  }
  const today = new Date().toISOString().slice(0, 10);
  const text = `Medians of ${rounds} rounds, ${today}.\n\n${table(runs)}`;
  console.log(text);
  await Deno.writeTextFile(page, replaceSection(await Deno.readTextFile(page), "cluster", text));
  await run([Deno.execPath(), "fmt", "--quiet", page]);
  return 0;
}

function nameOf({ title }: Load, count: number): string {
  return `${title}, ${count}`;
}

async function measure({ options }: Load, count: number, tools: string): Promise<Run> {
  const folder = await Deno.makeTempDir({ prefix: "chat-bench-" });
  try {
    await using stack = new AsyncDisposableStack();
    const nats = count === 0 ? undefined : stack.use(await startNats(folder));
    const servers: Started[] = [];
    for (let at = 0; at < Math.max(count, 1); at++) {
      const cluster = nats === undefined
        ? []
        : ["--cluster", `nats://127.0.0.1:${nats.port}`, "--node", `n${at}`];
      servers.push(stack.use(await startServer(`${folder}/n${at}`, cluster)));
    }
    const all = nats === undefined ? servers : [...servers, nats];
    const given = { ...options, protocol: "irc", mode: "fanout" };
    const args = Object.entries(given).map(([name, value]) => `${name}=${value}`);
    const ports = `port=${servers.map(({ port }) => port).join(",")}`;
    const pids = `pid=${all.map(({ pid }) => pid).join(",")}`;
    const ended = await run([`${tools}/load`, ...args, ports, pids], { timeoutMs: 120_000 });
    if (!ended.success) throw new Error(ended.stderr);
    return JSON.parse(ended.stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function startServer(folder: string, more: readonly string[]): Promise<Started> {
  const args = ["server", "--port", "0", "--no-web", "--data", folder, "--no-flood-limit"];
  return await start("./chat", [...args, "--log-level", "error", ...more], {
    on: "stdout",
    pattern: /started on \S+:(\d+)\b/,
  });
}

async function startNats(folder: string): Promise<Started> {
  return await start("nats-server", ["-js", "-sd", folder, "-a", "127.0.0.1", "-p", "-1"], {
    on: "stderr",
    pattern: /client connections on \S+:(\d+)[^]*Server is ready/,
  });
}

async function start(
  program: string,
  args: readonly string[],
  { on, pattern }: { readonly on: "stdout" | "stderr"; readonly pattern: RegExp },
): Promise<Started> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: on === "stdout" ? "piped" : "null",
    stderr: on === "stderr" ? "piped" : "null",
  }).spawn();
  const reader = child[on].pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  let port: string | undefined;
  while (port === undefined) {
    const { done, value = "" } = await reader.read();
    if (done) throw new Error(`${program} has ended; it said ${said}`);
    said += value;
    port = pattern.exec(said)?.[1];
  }
  return {
    pid: child.pid,
    port: Number(port),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await reader.cancel();
    },
  };
}

function table(runs: ReadonlyMap<string, readonly Run[]>): string {
  const rows = loads.flatMap((load) =>
    counts.map((count) => {
      const own = runs.get(nameOf(load, count)) ?? [];
      const of = (figure: string) => median(own.flatMap((each) => each[figure] ?? [])) ?? 0;
      const alone = runs.get(nameOf(load, 0)) ?? [];
      const ratio = median(own.flatMap(({ deliveriesPerSecond = 0 }, round) => {
        const beside = alone[round]?.["deliveriesPerSecond"];
        return beside === undefined ? [] : deliveriesPerSecond / beside;
      })) ?? 0;
      const who = count === 0 ? "alone" : count === 1 ? "1 over NATS" : `${count} over NATS`;
      return [
        count === 0 ? load.title : "",
        who,
        Math.round(of("deliveriesPerSecond")).toLocaleString("en"),
        `${ratio.toFixed(2)} ×`,
        (of("p50Us") / 1_000).toFixed(2),
        (of("p99Us") / 1_000).toFixed(2),
        of("serverCpuSeconds").toFixed(2),
      ];
    })
  );
  const head = ["load", "servers", "deliveries/s", "to alone", "p50, ms", "p99, ms", "CPU s"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

if (import.meta.main) Deno.exit(await main(Deno.args));
