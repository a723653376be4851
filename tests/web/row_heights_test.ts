import assert from "node:assert/strict";
import { randomBelow, seededRandom } from "../helpers/random.ts";
import { RowHeights } from "../../web/row_heights.ts";

const keys = (from: number, end: number): readonly string[] =>
  Array.from({ length: end - from }, (_, at) => `${from + at}`);

Deno.test("rows that were never seen have the height that is guessed", () => {
  const heights = new RowHeights(10);
  heights.arrange(keys(0, 100));
  assert.equal(heights.total, 1000);
  assert.equal(heights.topOf("7"), 70);
  assert.equal(heights.topOf("100"), undefined);
  assert.equal(heights.keyAt(75), "7");
});

Deno.test("a measured height moves what is below, and is kept while rows come above", () => {
  const heights = new RowHeights(10);
  heights.arrange(keys(0, 10));
  assert.equal(heights.measure("2", 35), true);
  assert.equal(heights.measure("2", 35), false);
  assert.equal(heights.topOf("2"), 20);
  assert.equal(heights.topOf("3"), 55);
  heights.arrange(keys(-5, 10));
  assert.equal(heights.topOf("3"), 105);
  assert.equal(heights.total, 175);
});

Deno.test("the span holds all rows that are seen, and those in the margin", () => {
  const heights = new RowHeights(10);
  heights.arrange(keys(0, 100));
  assert.deepEqual(heights.span(500, 600, 0), { first: 50, end: 61 });
  assert.deepEqual(heights.span(500, 600, 100), { first: 40, end: 71 });
  assert.deepEqual(heights.span(-50, 20, 100), { first: 0, end: 13 });
  assert.deepEqual(heights.span(5000, 6000, 0), { first: 99, end: 100 });
});

Deno.test("tops that were added up bit by bit are those that are added up at once", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    const heights = new RowHeights(10);
    const known = new Map<string, number>();
    let [low, high] = [0, 0];
    for (let step = 0; step < 30; step++) {
      const act = randomBelow(random, 4);
      if (act === 0) low -= randomBelow(random, 5);
      if (act === 1) high += randomBelow(random, 9);
      if (act === 2) low = Math.min(high, low + randomBelow(random, 4));
      // Measured and not asked for before the rows change.
      heights.measure(`${low}`, step + 1);
      known.set(`${low}`, step + 1);
      heights.arrange(keys(low, high));
      const key = `${low + randomBelow(random, high - low + 1)}`;
      const height = 1 + randomBelow(random, 90);
      heights.measure(key, height);
      known.set(key, height);
      let top = 0;
      for (const each of keys(low, high)) {
        assert.equal(heights.topOf(each), top, `seed ${seed}, step ${step}`);
        top += known.get(each) ?? 10;
      }
      assert.equal(heights.total, top);
    }
  }
});

Deno.test("without rows there is nothing to see", () => {
  const heights = new RowHeights(10);
  heights.arrange([]);
  assert.equal(heights.total, 0);
  assert.equal(heights.keyAt(0), undefined);
  assert.deepEqual(heights.span(0, 100, 100), { first: 0, end: 0 });
});
