import assert from "node:assert/strict";
import { formatMsgid } from "../../server/core/msgid.ts";

Deno.test("msgids have one width and sort as their facts came", () => {
  const keys = [1, 9, 10, 35, 36, 1295, 1296, 2 ** 32, 2 ** 51];
  const ids = keys.map((key) => formatMsgid("k1", key));
  for (const id of ids) assert.match(id, /^[0-9a-z]{18}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.ok(formatMsgid("k2", 1) > formatMsgid("k1", 2 ** 51));
});
