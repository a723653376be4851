import assert from "node:assert/strict";
import type { ClientEvent } from "../../talk/event.ts";
import { jsonLine } from "../../client/json.ts";

const stamp = { timeMs: Date.UTC(2026, 0, 2, 3, 4, 5), id: undefined };
const said = {
  ...stamp,
  kind: "said",
  manner: "message",
  from: "bob",
  to: "#lobby",
  text: "hi",
  isPrivate: false,
  isOwn: false,
} as const;

function told(event: ClientEvent): unknown {
  const line = jsonLine(event);
  return line === undefined ? undefined : JSON.parse(line);
}

Deno.test("jsonLine gives time, id, kind, from, to and text", () => {
  const common = {
    time: "2026-01-02T03:04:05.000Z",
    id: null,
    from: "bob",
    to: "#lobby",
    text: "hi",
  };
  assert.deepEqual(told(said), { ...common, kind: "message" });
  assert.deepEqual(told({ ...said, id: "m1" }), { ...common, id: "m1", kind: "message" });
  assert.deepEqual(told({ ...said, manner: "action" }), { ...common, kind: "action" });
  assert.deepEqual(told({ ...said, manner: "notice" }), { ...common, kind: "notice" });
  assert.deepEqual(told({ ...said, to: "ann", isPrivate: true }), {
    ...common,
    to: "ann",
    kind: "private",
  });
});

Deno.test("jsonLine tells who came, went and changed what", () => {
  const kinds = [
    { ...stamp, kind: "joined", who: "b", channel: "#x", isOwn: false },
    { ...stamp, kind: "left", who: "b", channel: "#x", reason: "r", isOwn: false },
    { ...stamp, kind: "kicked", who: "b", channel: "#x", by: "o", reason: "r", isOwn: false },
    { ...stamp, kind: "quit", who: "b", reason: "r" },
    { ...stamp, kind: "renamed", who: "b", to: "c", isOwn: false },
    { ...stamp, kind: "topic", channel: "#x", by: "b", text: "t" },
    { ...stamp, kind: "mode", channel: "#x", by: "b", change: "+o c" },
    { ...stamp, kind: "invited", by: "b", channel: "#x" },
    { ...stamp, kind: "server", level: "notice", text: "t" },
  ] as const;
  const fields = kinds.map((event) => {
    const { kind, from, to, text, who } = Object(told(event));
    return [kind, from, to, text, who];
  });
  assert.deepEqual(fields, [
    ["join", "b", "#x", "", undefined],
    ["part", "b", "#x", "r", undefined],
    ["kick", "o", "#x", "r", "b"],
    ["quit", "b", null, "r", undefined],
    ["nick", "b", "c", "", undefined],
    ["topic", "b", "#x", "t", undefined],
    ["mode", "b", "#x", "+o c", undefined],
    ["invite", "b", "#x", "", undefined],
    ["server", null, null, "t", undefined],
  ]);
});

Deno.test("jsonLine keeps a text whole and shows none of it raw that could move a cursor", () => {
  const text = '\x1b[2J\x9b31m\u202eabc\u2028\r\n\x07漢😀"\\';
  const line = jsonLine({ ...said, text }) ?? "";
  // deno-lint-ignore no-control-regex -- what must not be there
  assert.ok(!/[\x00-\x1f\x7f-\x9f\u2028\u202e]/.test(line));
  assert.equal(JSON.parse(line).text, text);
});
