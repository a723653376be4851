/**
 * Measures a store of many messages: `deno task bench:store [messages] [folder]`. A folder that has a store already is
 * used as it is; without one it is made in a temporary folder and removed.
 */

import { permissions } from "../tools/permissions.ts";
import { buildStore } from "./build_store.ts";
import { RawClient } from "./raw_client.ts";
import { Dice, timeOf, word } from "./store_corpus.ts";

const joined = 20;

/** How long the server is left alone first. */
const idleMs = 5_000;

const say = (text: string) => console.error(text);

/** Lines of the table. */
type Rows = (readonly [what: string, value: string])[];

async function main([countText = "10000000", given]: readonly string[]): Promise<void> {
  const count = Number(countText);
  const folder = given ?? await Deno.makeTempDir({ prefix: "chat-bench-" });
  const rows: Rows = [["messages", count.toLocaleString("en")]];
  try {
    if (!hasStore(folder)) {
      Deno.mkdirSync(folder, { recursive: true });
      const { writeSeconds, indexSeconds } = buildStore(folder, count, say);
      rows.push(["writing them", `${writeSeconds.toFixed(0)} s`]);
      rows.push(["putting their words into the index", `${indexSeconds.toFixed(0)} s`]);
    }
    const bytes = Deno.statSync(`${folder}/chat.db`).size;
    rows.push(["size of the file", `${(bytes / 1e6).toFixed(0)} MB`]);
    await measureServer(folder, count, rows);
  } finally {
    if (given === undefined) await Deno.remove(folder, { recursive: true });
  }
  for (const [what, value] of rows) console.log(`| ${what} | ${value} |`);
}

function hasStore(folder: string): boolean {
  try {
    return Deno.statSync(`${folder}/chat.db`).isFile;
  } catch {
    return false;
  }
}

async function measureServer(folder: string, count: number, rows: Rows): Promise<void> {
  const startMs = performance.now();
  // The messages are old, and none is to be erased meanwhile.
  const config = `${folder}/bench.toml`;
  Deno.writeTextFileSync(config, "[history]\ndays = 0\nmax-megabytes = 0\n");
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, "main.ts", "server", "--port", "0", "--data", folder]
      .concat("--no-flood-limit", "--config", config),
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = server.stdout.getReader();
  try {
    const { value } = await output.read();
    rows.push(["start until it listens", milliseconds(performance.now() - startMs)]);
    const port = Number(/:(\d+)\n/.exec(new TextDecoder().decode(value))?.[1]);
    await measureClient(port, count, rows);
  } finally {
    server.kill("SIGTERM");
    await output.cancel();
    await server.status;
  }
}

async function measureClient(port: number, count: number, rows: Rows): Promise<void> {
  const client = await RawClient.register(port, "bench", "batch draft/chathistory soju.im/search");
  const dice = new Dice();
  const channels = Array.from({ length: joined }, (_, at) => `#c${at === 0 ? 0 : at * 50 - 1}`);
  for (const name of channels) await client.ask(`JOIN ${name}\r\n`, / 366 .*\r\n/);
  const anyChannel = () => channels[dice.below(joined)] ?? "#c0";
  const anyKey = () => 1 + dice.below(count);
  const end = /^BATCH -\S+\r\n$|:\S+ BATCH -\S+\r\n$/m;
  const gap = new LoopGap(port);
  const measure: Measure = async (what, times, line) => {
    await gap.take();
    const took: number[] = [];
    let lines = 0;
    for (let time = 0; time < times; time++) {
      const startMs = performance.now();
      const answer = await client.ask(`${line()}\r\n`, end);
      took.push(performance.now() - startMs);
      lines += answer.split(" PRIVMSG ").length - 1;
    }
    rows.push([`${what} (${Math.round(lines / times)} found on average)`, spread(took)]);
    rows.push(["— longest PING meanwhile", milliseconds(await gap.take())]);
    say(`${what}: ${spread(took)}`);
  };
  await gap.take();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  rows.push(["longest PING while nobody asks", milliseconds(await gap.take())]);
  await measure(
    "CHATHISTORY LATEST, 100 messages",
    1_000,
    () => `CHATHISTORY LATEST ${anyChannel()} * 100`,
  );
  await measure(
    "CHATHISTORY BEFORE, 100 messages",
    1_000,
    () => `CHATHISTORY BEFORE ${anyChannel()} timestamp=${timeOf(anyKey())} 100`,
  );
  await measureSearches(measure, { dice, anyChannel, anyKey, count });
  gap.close();
  client.close();
}

/** Measures so many answers to lines. */
type Measure = (what: string, times: number, line: () => string) => Promise<void>;

/** What is asked for is picked by chance. */
interface Picks {
  readonly dice: Dice;
  readonly anyChannel: () => string;
  readonly anyKey: () => number;
  readonly count: number;
}

async function measureSearches(
  measure: Measure,
  { dice, anyChannel, anyKey, count }: Picks,
): Promise<void> {
  await measure(
    "SEARCH, a usual word in one channel",
    200,
    () => `SEARCH in=${anyChannel()};text=${word(dice.often(60_000))};limit=50`,
  );
  await measure(
    "SEARCH, a usual word in all of one's channels",
    200,
    () => `SEARCH text=${word(dice.often(60_000))};limit=50`,
  );
  await measure(
    "SEARCH, two usual words in all",
    200,
    () => `SEARCH text=${word(dice.often(600))}\\s${word(dice.often(600))};limit=50`,
  );
  await measure(
    "SEARCH, a word that is rare",
    200,
    () => `SEARCH text=needle${dice.below(count / 10_000) * 10_000};limit=50`,
  );
  await measure("SEARCH, a word that is nowhere", 200, () => `SEARCH text=xyzzy${dice.below(99)}`);
  await measure(
    "SEARCH, a word in a language without spaces",
    200,
    () => `SEARCH in=${anyChannel()};text=東京;limit=50`,
  );
  await measure("SEARCH, what somebody said within a month", 200, () => {
    const key = anyKey();
    return `SEARCH from=nick${dice.often(5_000)};after=${timeOf(key)};` +
      `before=${timeOf(key + 1_296_000)};limit=50`;
  });
}

/** See `loop_gap.ts`. */
class LoopGap {
  readonly #worker: Worker;

  constructor(port: number) {
    this.#worker = new Worker(import.meta.resolve("./loop_gap.ts"), { type: "module" });
    this.#worker.addEventListener("error", (event) => say(event.message));
    this.#worker.postMessage({ port });
  }

  take(): Promise<number> {
    return new Promise((resolve) => {
      this.#worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
      this.#worker.postMessage({ reset: true });
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}

function spread(took: readonly number[]): string {
  const sorted = took.toSorted((one, other) => one - other);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const [middle, late, last] = [at(0.5), at(0.99), sorted.at(-1)].map((ms) =>
    milliseconds(ms ?? 0)
  );
  return `p50 ${middle}, p99 ${late}, longest ${last}`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

if (import.meta.main) await main(Deno.args);
