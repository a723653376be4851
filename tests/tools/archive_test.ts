import assert from "node:assert/strict";
import { archive } from "../../tools/archive.ts";

Deno.test("an archive ends with two empty blocks, however large it is", () => {
  for (let blocks = 0; blocks <= 20; blocks++) {
    const bytes = new Uint8Array(blocks * 512).fill(1);
    const made = archive([{ path: "file", bytes }], 0);
    const end = made.subarray(-1_024);
    assert.equal(end.every((byte) => byte === 0), true, `${blocks} blocks`);
  }
});
