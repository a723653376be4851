import assert from "node:assert/strict";
import type { LoadGroup } from "../../bench/loads.ts";
import type { Run } from "../../bench/statistics.ts";
import { replaceSection, section } from "../../bench/tables.ts";

const group: LoadGroup = {
  id: "g",
  figures: ["deliveriesPerSecond", "p99Us"],
  mostRounds: 5,
  loads: [
    {
      id: "few",
      title: "Few",
      contenders: ["chat", "Other", "Absent"],
      options: {},
      goals: [{ figure: "deliveriesPerSecond", to: "Other", atLeast: 2.5 }],
    },
    {
      id: "many",
      title: "Many",
      contenders: ["chat"],
      options: {},
      goals: [{ figure: "p99Us", to: "chat", ofLoad: "few", atMost: 1.2 }],
    },
  ],
};

function run(deliveriesPerSecond: number, p99Us: number): Run {
  return { deliveriesPerSecond, p99Us, serverCpuSeconds: 1.5, loadCpuSeconds: 0.75 };
}

const runs = new Map([
  ["few", new Map([["chat", [run(2_000_000, 1_500)]], ["Other", [run(1_000_000, 12_000)]]])],
  ["many", new Map([["chat", [run(3_000_000, 1_500)]]])],
]);

Deno.test("a section has a row for each that took part, with its ratio", () => {
  const lines = section(group, runs, ["Absent: not here"]).split("\n");
  assert.deepEqual(lines.slice(2, 5), [
    "| Few | chat | 2,000,000 | 1.50 | 1.50 | 0.75 |  |",
    "|  | Other | 1,000,000 | 12 | 1.50 | 0.75 | 2.00 × |",
    "| Many | chat | 3,000,000 | 1.50 | 1.50 | 0.75 |  |",
  ]);
});

Deno.test("a section tells which goals are reached, and what is missing", () => {
  const lines = section(group, runs, ["Absent: not here"]).split("\n");
  assert.deepEqual(lines.slice(6), [
    "- Few: deliveries/s 2.00 × Other (goal ≥ 2.5): **not reached**",
    "- Many: p99, ms 1.00 × few (goal ≤ 1.2): reached",
    "",
    "- not measured: Absent: not here",
  ]);
});

Deno.test("a section takes the place of the one before, and leaves the rest", () => {
  const page = "# A\n\n<!-- bench:g -->\n\nold\n\n<!-- /bench:g -->\n\nend\n";
  const replaced = replaceSection(page, "g", "new");
  assert.equal(replaced, "# A\n\n<!-- bench:g -->\n\nnew\n\n<!-- /bench:g -->\n\nend\n");
  assert.equal(replaceSection(replaced, "g", "new"), replaced);
  assert.throws(() => replaceSection(page, "h", "new"), /no marks "<!-- bench:h -->"/);
});
