import assert from "node:assert/strict";
import type { ClientEvent } from "../../talk/event.ts";
import { jsonError, jsonLine } from "../../client/json.ts";

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

Deno.test("jsonLine tells what a message answers, and what became of one", () => {
  const answer = { ...said, replyTo: "id1", account: "bob" };
  const { reply_to: replied, account } = JSON.parse(jsonLine(answer) ?? "");
  assert.deepEqual([replied, account], ["id1", "bob"]);
  const stamp = { timeMs: 0, id: undefined, talk: "#lobby", target: "id1" } as const;
  const reacted = { ...stamp, kind: "reacted", who: "bob", text: "👍" } as const;
  const lines = [
    jsonLine({ ...reacted, isTakenBack: false }),
    jsonLine({ ...reacted, isTakenBack: true }),
    jsonLine({ ...stamp, kind: "redacted", by: "bob", reason: "oops" }),
    jsonError("Line 1 was wrong", 0),
  ].map((line) => JSON.parse(line ?? ""));
  const common = { time: "1970-01-01T00:00:00.000Z", id: null };
  const done = { ...common, from: "bob", to: "#lobby", target: "id1" };
  assert.deepEqual(lines, [
    { ...done, kind: "react", text: "👍" },
    { ...done, kind: "unreact", text: "👍" },
    { ...done, kind: "redact", text: "oops" },
    { ...common, kind: "error", from: null, to: null, text: "Line 1 was wrong" },
  ]);
});
