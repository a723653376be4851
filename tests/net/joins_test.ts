import assert from "node:assert/strict";
import { Joins } from "../../server/net/joins.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (joined: Uint8Array) => new TextDecoder().decode(joined);

Deno.test("the same pieces are joined once", () => {
  const joins = new Joins();
  const [one, two] = [bytes("one "), bytes("two")];
  const first = joins.join([one, two], 7);
  assert.equal(text(first), "one two");
  assert.equal(joins.join([one, two], 7), first);
});

Deno.test("pieces that are not the same are joined anew, however alike they are", () => {
  const joins = new Joins();
  const [one, two] = [bytes("one "), bytes("two")];
  const first = joins.join([one, two], 7);
  assert.notEqual(joins.join([one, bytes("two")], 7), first);
  assert.equal(text(joins.join([two, one], 7)), "twoone ");
  assert.equal(text(joins.join([one, two, two], 10)), "one twotwo");
  assert.equal(text(joins.join([one], 4)), "one ");
});

Deno.test("what was dropped is joined anew", () => {
  const joins = new Joins();
  const pieces = [bytes("a"), bytes("b")];
  const first = joins.join(pieces, 2);
  joins.clear();
  assert.equal(text(joins.join([], 0)), "");
  assert.notEqual(joins.join(pieces, 2), first);
});
