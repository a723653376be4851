import assert from "node:assert/strict";
import { WindowCounter } from "../../server/core/window_counter.ts";

Deno.test("a series counts from its first on, and is forgotten as a whole", () => {
  const counter = new WindowCounter({ windowMs: 1_000, maxNames: 10 });
  counter.add("ann", 100);
  counter.add("ann", 1_099);
  assert.equal(counter.count("ann", 1_099), 2);
  assert.equal(counter.count("bob", 1_099), 0);
  assert.equal(counter.count("ann", 1_100), 0);
  counter.add("ann", 1_100);
  assert.equal(counter.count("ann", 2_099), 1);
});

Deno.test("more names than it may hold: the oldest series is forgotten", () => {
  const counter = new WindowCounter({ windowMs: 1_000, maxNames: 2 });
  for (const name of ["a", "b", "a", "c"]) counter.add(name, 0);
  assert.deepEqual(["a", "b", "c"].map((name) => counter.count(name, 0)), [0, 1, 1]);
});

Deno.test("a name that is cleared begins anew", () => {
  const counter = new WindowCounter({ windowMs: 1_000, maxNames: 2 });
  counter.add("ann", 0);
  counter.clear("ann");
  counter.add("ann", 500);
  assert.equal(counter.count("ann", 1_400), 1);
});

Deno.test("a clock that goes back forgets nobody", () => {
  const counter = new WindowCounter({ windowMs: 1_000, maxNames: 2 });
  counter.add("ann", 5_000);
  counter.add("ann", 0);
  assert.equal(counter.count("ann", 0), 2);
});
