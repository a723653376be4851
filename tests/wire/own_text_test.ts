import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { ownText } from "../../wire/own_text.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("ownText gives an equal text of any script", () => {
  for (const text of ["", "ann", "\ufeffa", "漢字", "😀👨‍👩‍👧", "a\0b\r\n", "x".repeat(20_000)]) {
    assert.equal(ownText(text), text);
  }
});

Deno.test("names, real names and topics keep nothing alive of what was read with them", () => {
  bytesKept(1);
  const growth = bytesKept(490) - bytesKept(1);
  assert.ok(growth < 8000, `${Math.round(growth)} more bytes are kept for each user`);
});

/** How much the heap grows for each user that comes in packets of 32 lines of this length. */
function bytesKept(lineLength: number): number {
  v8.setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = vm.runInNewContext("gc");
  const table = createTable();
  const count = 60;
  collectGarbage();
  const before = Deno.memoryUsage().heapUsed;
  for (let at = 0; at < count; at++) {
    const seat = table.connect();
    const name = `long_enough_to_be_a_window_${at}`;
    const text = name.slice(0, 18);
    for (
      const line of [
        `NICK ${name}`,
        `USER ${text}_ 0 * :${name}`,
        `JOIN #${name}`,
        `TOPIC #${name} :${name}`,
      ]
    ) seat.sends(line, ...new Array(32).fill(`PONG ${"x".repeat(lineLength)}`));
    seat.looks();
  }
  collectGarbage();
  const kept = Deno.memoryUsage().heapUsed - before;
  assert.equal(table.world.users.size, count);
  return kept / count;
}
