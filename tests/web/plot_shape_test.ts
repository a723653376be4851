import assert from "node:assert/strict";
import { nearest, shapePlot, ticksOf } from "../../web/dashboard/plot_shape.ts";
import type { Plot } from "../../web/dashboard/plots.ts";
import type { ServerSample } from "../../wire/server_sample.ts";

const plot: Plot = {
  title: "",
  hint: "",
  unit: "count",
  series: [{ label: "a", value: ({ tcp }) => tcp }, { label: "b", value: ({ tls }) => tls }],
};

function shape(samples: readonly ServerSample[], given: Partial<Plot> = {}, width = 100) {
  const area = { width, height: 10 };
  const span = { fromMs: 0, toMs: 100 };
  return shapePlot({ ...plot, ...given }, samples, { span, area, sampleMs: 10 });
}

Deno.test("lines run from left to right in time, and up to a round number", () => {
  const { top, lines } = shape([{ timeMs: 0, tcp: 0, tls: 9 }, { timeMs: 20, tcp: 5, tls: 10 }]);
  assert.equal(top, 10);
  assert.deepEqual(lines.map(({ line }) => line), ["M0.0 10.0L20.0 5.0", "M0.0 1.0L20.0 0.0"]);
  assert.equal(lines[0]?.fill, "M0.0 10.0L20.0 5.0L20.0 10.0L0.0 10.0Z");
});

Deno.test("what is stacked stands on what is below it", () => {
  const samples = [{ timeMs: 0, tcp: 4, tls: 2 }, { timeMs: 10, tcp: 4, tls: 6 }];
  const { top, lines } = shape(samples, { isStacked: true });
  assert.equal(top, 10);
  assert.equal(lines[1]?.line, "M0.0 4.0L10.0 0.0");
  assert.equal(lines[1]?.fill, "M0.0 4.0L10.0 0.0L10.0 6.0L0.0 6.0Z");
  const none = shape([{ timeMs: 0, tcp: 0, tls: 0 }], { isStacked: true });
  assert.deepEqual(none.lines.map(({ line }) => line), ["M0.0 10.0h0.01", ""]);
});

Deno.test("nothing joins what nothing was measured between", () => {
  const times = [0, 10, 60, 70];
  const [first] = shape(times.map((timeMs) => ({ timeMs, tcp: 0 }))).lines;
  assert.equal(first?.line, "M0.0 10.0L10.0 10.0M60.0 10.0L70.0 10.0");
  const lone = [{ timeMs: 0, tcp: 0 }, { timeMs: 10 }, { timeMs: 60, tcp: 0 }];
  assert.equal(shape(lone).lines[0]?.line, "M0.0 10.0h0.01M60.0 10.0h0.01");
  assert.equal(shape(lone).lines[1]?.line, "", "none at all");
});

Deno.test("where there is no room for all of them the highest are seen", () => {
  const samples = Array.from(
    { length: 100 },
    (_, timeMs) => ({ timeMs, tcp: timeMs === 51 ? 8 : 1 }),
  );
  const [first] = shape(samples, {}, 20).lines;
  assert.equal(first?.line.split("L").length, 10);
  assert.match(first?.line ?? "", /L10\.0 0\.0L/);
});

Deno.test("times below a plot are round, and no more than there is room for", () => {
  const minuteMs = 60_000;
  assert.deepEqual(
    ticksOf({ fromMs: 61 * minuteMs, toMs: 71 * minuteMs }, 4).map((ms) => ms / minuteMs),
    [65, 70],
  );
  for (let most = 2; most < 20; most++) {
    assert.ok(ticksOf({ fromMs: 0, toMs: 60 * minuteMs }, most).length <= most + 1);
  }
});

Deno.test("the sample nearest to the pointer is told", () => {
  const samples = [{ timeMs: 0 }, { timeMs: 10 }, { timeMs: 20 }];
  assert.deepEqual([-5, 4, 6, 99].map((ms) => nearest(samples, ms)?.timeMs), [0, 0, 10, 20]);
  assert.equal(nearest([], 5), undefined);
});
