import assert from "node:assert/strict";
import { Joins } from "../../server/net/joins.ts";
import { PieceQueue } from "../../server/net/piece_queue.ts";

const joins = new Joins();

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function taken(queue: PieceQueue, maxBytes = 100): string | undefined {
  const piece = queue.take(maxBytes, joins);
  return piece && new TextDecoder().decode(piece);
}

Deno.test("pieces are taken in order, those that fit together joined, and one at least", () => {
  const queue = new PieceQueue();
  for (const text of ["a", "bb", "ccc", "dddddd"]) queue.push(bytes(text));
  assert.equal(queue.length, 4);
  assert.equal(taken(queue, 3), "abb");
  assert.equal(queue.length, 2);
  assert.equal(taken(queue, 2), "ccc");
  assert.equal(taken(queue, 2), "dddddd");
  assert.deepEqual([queue.length, taken(queue)], [0, undefined]);
});

Deno.test("a piece alone is given as it is", () => {
  const queue = new PieceQueue();
  const [one, two] = [bytes("one"), bytes("two")];
  queue.push(one);
  assert.equal(queue.take(100, joins), one);
  queue.push(one);
  queue.push(two);
  assert.equal(queue.take(3, joins), one);
  assert.equal(queue.take(3, joins), two);
});

Deno.test("what is put in front comes first, before one, several and none", () => {
  for (const waiting of ["", "b", "bc"]) {
    const queue = new PieceQueue();
    for (const text of waiting) queue.push(bytes(text));
    queue.unshift(bytes("a"));
    assert.equal(queue.length, waiting.length + 1);
    queue.push(bytes("z"));
    assert.equal(taken(queue), `a${waiting}z`);
  }
});

Deno.test("a queue is cut to its first piece, or to none", () => {
  for (const waiting of ["", "b", "bcd"]) {
    const queue = new PieceQueue();
    for (const text of waiting) queue.push(bytes(text.repeat(3)));
    assert.equal(queue.cut(1), waiting === "" ? 0 : 3);
    assert.equal(queue.length, Math.min(1, waiting.length));
    assert.equal(queue.cut(0), 0);
    assert.equal(queue.length, 0);
    queue.push(bytes("x"));
    assert.equal(taken(queue), "x");
  }
});
