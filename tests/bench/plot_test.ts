import assert from "node:assert/strict";
import { drawPlot } from "../../bench/plot.ts";

const series = [
  { name: "chat", points: [[10, 1_000], [100, 100_000], [1_000, 1_000_000]] },
  { name: "a < b", points: [[10, 2_000], [1_000, 500_000]] },
] as const;
const svg = drawPlot([{ title: "Rate & more", xTitle: "clients", series }]);

Deno.test("a plot has a line for each name, with as many points as were measured", () => {
  const lines = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = ""]) => points);
  assert.deepEqual(lines.map((points) => points.split(" ").length), [3, 2]);
});

Deno.test("decades are equally far apart, and more is higher", () => {
  const [, points = ""] = /<polyline points="([^"]*)"/.exec(svg) ?? [];
  const places = points.split(" ").map((place) => place.split(",").map(Number));
  const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0, y3 = 0] = []] = places;
  assert.ok(Math.abs((x2 - x1) - (x3 - x2)) < 0.2, points);
  // Two decades up, then one.
  assert.ok(Math.abs((y1 - y2) - 2 * (y2 - y3)) < 0.3, points);
  assert.ok(y3 < y2 && y2 < y1, points);
});

Deno.test("on even axes steps are equally far apart, from 0 on", () => {
  const even = drawPlot([{
    title: "Memory",
    xTitle: "minutes",
    isEven: true,
    series: [{ name: "chat", points: [[0, 0], [10, 50], [20, 100]] }],
  }]);
  const [, points = ""] = /<polyline points="([^"]*)"/.exec(even) ?? [];
  const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0, y3 = 0] = []] = points.split(" ")
    .map((place) => place.split(",").map(Number));
  assert.ok(Math.abs((x2 - x1) - (x3 - x2)) < 0.2, points);
  assert.ok(Math.abs((y1 - y2) - (y2 - y3)) < 0.2, points);
  assert.ok(y3 < y2 && y2 < y1, points);
  for (const label of [">0<", ">20<", ">100<"]) assert.ok(even.includes(label), label);
});

Deno.test("names are safe in SVG", () => {
  assert.match(svg, /a &lt; b/);
  assert.match(svg, /Rate &amp; more/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});

Deno.test("without points there are no lines", () => {
  const empty = drawPlot([{ title: "t", xTitle: "x", series: [{ name: "chat", points: [] }] }]);
  assert.doesNotMatch(empty, /polyline|NaN|Infinity/);
});
