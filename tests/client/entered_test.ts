import assert from "node:assert/strict";
import { Entered } from "../../client/entered.ts";

Deno.test("Entered gives back what was typed, in order and in its groups", () => {
  const entered = new Entered();
  entered.push(["one"]);
  entered.push(["two", "three"]);
  assert.deepEqual(entered.first, ["one"]);
  entered.shift();
  assert.deepEqual(entered.first, ["two", "three"]);
  assert.deepEqual(entered.lines, ["two", "three"]);
  entered.shift();
  assert.ok(entered.isEmpty);
  assert.equal(entered.first, undefined);
});

Deno.test("Entered is full at 10,000 entries and at 4 MiB, until something is done", () => {
  for (const [text, count] of [["x", 10_000], ["x".repeat(16_384), 256]] as const) {
    const entered = new Entered();
    for (let at = 1; at < count; at++) entered.push([text]);
    assert.ok(!entered.isFull);
    entered.push([text]);
    assert.ok(entered.isFull);
    entered.shift();
    assert.ok(!entered.isFull);
  }
});
