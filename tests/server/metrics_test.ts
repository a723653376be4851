import assert from "node:assert/strict";
import { LatencyHistogram } from "../../server/core/latency_histogram.ts";
import { writeMetrics } from "../../server/metrics.ts";
import { noFigures } from "../helpers/figures.ts";

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details */
const line =
  /^(?:|# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="[^"\\]*"(?:,[a-z]+="[^"\\]*")*\})? [0-9.e+-]+)$/;

Deno.test("metrics are lines that Prometheus reads, each with its help and type before it", async () => {
  const text = await writeMetrics(noFigures, "chat-1.2.3");
  for (const each of text.split("\n")) assert.match(each, line);
  for (const [, name = ""] of text.matchAll(/^([a-z_]+?)(?:_bucket|_sum|_count)?[{ ]/gm)) {
    assert.match(text, new RegExp(`^# HELP ${name} .*\\n# TYPE ${name} \\w+$`, "m"));
  }
  assert.match(text, /^chat_info\{version="chat-1\.2\.3"\} 1$/m);
});

Deno.test("the buckets of a histogram hold all that is not longer, and the last one all", async () => {
  const commits = new LatencyHistogram();
  for (const ms of [0.3, 4, 4, 20_000]) commits.add(ms);
  const store = { ...noFigures.store, commits: commits.figures() };
  const text = await writeMetrics({ ...noFigures, store }, "x");
  const at = (bound: string): number =>
    Number(
      new RegExp(`^chat_store_commit_seconds_bucket{le="${bound}"} (.*)$`, "m").exec(text)?.[1],
    );
  assert.deepEqual(["0.0002", "0.0005", "0.002", "0.005", "10", "\\+Inf"].map(at), [
    0,
    1,
    1,
    3,
    3,
    4,
  ]);
  assert.match(text, /^chat_store_commit_seconds_sum 20\.0083$/m);
  assert.match(text, /^chat_store_commit_seconds_count 4$/m);
});

const cluster = {
  isUp: true,
  key: 1_234,
  pending: 5,
  roundTripMs: 3,
  nodes: 3,
  mostBehind: 17,
};

Deno.test("a server of several tells of the stream between them, and one that stands alone does not", async () => {
  const text = await writeMetrics({ ...noFigures, cluster }, "x");
  const told = [...text.matchAll(/^(chat_cluster_\w+) (.+)$/gm)].map((
    [, name, value],
  ) => [name, value]);
  assert.deepEqual(told, [
    ["chat_cluster_up", "1"],
    ["chat_cluster_nodes", "3"],
    ["chat_cluster_sequence", "1234"],
    ["chat_cluster_behind", "17"],
    ["chat_cluster_pending", "5"],
    ["chat_cluster_round_trip_seconds", "0.003"],
  ]);
  for (const each of text.split("\n")) assert.match(each, line);
  assert.doesNotMatch(await writeMetrics(noFigures, "x"), /cluster/);
});

Deno.test("the docs name every metric, and none that there is not", async () => {
  const text = await writeMetrics({ ...noFigures, cluster }, "x");
  const there = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
  const docs = await Deno.readTextFile("docs/operating.md");
  const rows = docs.split("\n").filter((row) => row.startsWith("| `chat_")).join("\n");
  assert.deepEqual(
    [...rows.matchAll(/`(chat_\w+)`/g)].map(([, name]) => name).sort(),
    there.sort(),
  );
});
