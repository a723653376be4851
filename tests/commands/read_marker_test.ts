import assert from "node:assert/strict";
import { createTable } from "../helpers/table.ts";

const time = "timestamp=2026-01-02T03:04:00.000Z";
const later = "timestamp=2026-01-02T03:04:01.000Z";

Deno.test("MARKREAD tells how far one has read, and never goes back", () => {
  const ann = createTable().user("ann", "draft/read-marker");
  ann.sends(
    "MARKREAD #x",
    `MARKREAD #x ${later}`,
    `MARKREAD #X ${time}`,
    "MARKREAD #x",
    "MARKREAD bob",
  );
  ann.sees([
    ":chat.local MARKREAD #x *",
    `:chat.local MARKREAD #x ${later}`,
    `:chat.local MARKREAD #X ${later}`,
    `:chat.local MARKREAD #x ${later}`,
    ":chat.local MARKREAD bob *",
  ]);
});

Deno.test("nobody has read what is still to be said", () => {
  const ann = createTable().user("ann", "draft/read-marker");
  ann.sends("MARKREAD #x timestamp=2099-01-01T00:00:00.000Z");
  ann.sees([":chat.local MARKREAD #x timestamp=2026-01-02T03:04:05.678Z"]);
});

Deno.test("JOIN is followed by the marker, before the end of the names", () => {
  const ann = createTable().user("ann", "draft/read-marker");
  ann.sends(`MARKREAD #x ${time}`, "JOIN #x");
  const lines = ann.lines();
  assert.equal(lines[2], `:chat.local MARKREAD #x ${time}`);
  assert.match(lines.at(-1) ?? "", / 366 /);
});

Deno.test("another who takes the nick starts anew", () => {
  const table = createTable();
  const ann = table.user("ann", "draft/read-marker");
  ann.sends(`MARKREAD #x ${time}`, "QUIT");
  const second = table.user("ann", "draft/read-marker");
  second.sends("MARKREAD #x");
  second.sees([":chat.local MARKREAD #x *"]);
});

Deno.test("what MARKREAD can't do is told by a code", () => {
  const ann = createTable().user("ann", "draft/read-marker");
  ann.sends("MARKREAD", "MARKREAD #x *", "MARKREAD #x yesterday", "MARKREAD #a,b", "MARKREAD 1x");
  const codes = ann.lines().map((line) => /^:chat\.local FAIL MARKREAD (\w+)/.exec(line)?.[1]);
  assert.deepEqual(codes, ["NEED_MORE_PARAMS", ...Array(4).fill("INVALID_PARAMS")]);
});
