import assert from "node:assert/strict";
import type { Said, ShownEvent } from "../../talk/event.ts";
import { renderEvent } from "../../client/render.ts";

const stamp = { timeMs: 0, id: undefined };
const said: Said = {
  ...stamp,
  kind: "said",
  manner: "message",
  from: "alice",
  to: "#lobby",
  text: "hello",
  isPrivate: false,
  isOwn: false,
};
function shown(event: ShownEvent): string {
  return renderEvent(event, "#lobby");
}

Deno.test("renderEvent shows what is said", () => {
  assert.equal(shown(said), "alice: hello");
  assert.equal(shown({ ...said, to: "#other" }), "#other alice: hello");
  assert.equal(renderEvent(said, undefined), "#lobby alice: hello");
  assert.equal(shown({ ...said, manner: "action", text: "waves" }), "* alice waves");
  assert.equal(shown({ ...said, manner: "notice" }), "alice (notice): hello");
  assert.equal(shown({ ...said, isPrivate: true, to: "bob" }), "alice (private): hello");
  assert.equal(
    shown({ ...said, isPrivate: true, to: "bob", isOwn: true }),
    "alice (private to bob): hello",
  );
});

Deno.test("renderEvent shows who comes and goes", () => {
  const joined = { ...stamp, kind: "joined", who: "bob", channel: "#lobby", isOwn: false } as const;
  assert.equal(shown(joined), "* bob joined");
  assert.equal(shown({ ...joined, channel: "#x" }), "* bob joined #x");
  assert.equal(shown({ ...joined, isOwn: true }), "* you joined #lobby");
  const left = { ...joined, kind: "left", reason: "tea" } as const;
  assert.equal(shown(left), "* bob left (tea)");
  assert.equal(shown({ ...left, reason: "bob" }), "* bob left");
  const kicked = { ...left, kind: "kicked", by: "op" } as const;
  assert.equal(shown(kicked), "* bob was kicked by op (tea)");
  assert.equal(
    shown({ ...kicked, isOwn: true }),
    "* you were kicked from #lobby by op (tea)",
  );
});

Deno.test("renderEvent lets nothing through that moves a cursor, colours or rings", () => {
  const hostile = "\x1b[2J\x07\x9b1m\x0304x\u202e\n\r";
  const again = { to: hostile, text: hostile, manner: "message" } as const;
  const events: readonly ShownEvent[] = [
    { ...said, from: hostile, to: hostile, text: hostile },
    { ...said, isPrivate: true, isOwn: true, to: hostile },
    { ...stamp, kind: "joined", who: hostile, channel: hostile, isOwn: true },
    { ...stamp, kind: "left", who: hostile, channel: hostile, reason: hostile, isOwn: false },
    {
      ...stamp,
      kind: "kicked",
      who: hostile,
      channel: hostile,
      by: hostile,
      reason: hostile,
      isOwn: true,
    },
    { ...stamp, kind: "quit", who: hostile, reason: hostile },
    { ...stamp, kind: "renamed", who: hostile, to: hostile, isOwn: false },
    { ...stamp, kind: "renamed", who: hostile, to: hostile, isOwn: true },
    { ...stamp, kind: "invited", by: hostile, channel: hostile },
    { ...stamp, kind: "topic", channel: hostile, by: hostile, text: hostile },
    { ...stamp, kind: "topic", channel: hostile, by: undefined, text: hostile },
    { ...stamp, kind: "names", channel: hostile, names: [hostile], total: 2 },
    { ...stamp, kind: "mode", channel: hostile, by: hostile, change: hostile },
    { ...stamp, kind: "server", level: "notice", text: hostile },
    { ...stamp, kind: "server", level: "refusal", text: hostile },
    { ...stamp, kind: "nickGiven", wanted: hostile, nick: hostile, isTaken: true },
    { ...stamp, kind: "registrationRefused", reason: hostile },
    { ...stamp, kind: "joinRefused", channel: hostile, reason: hostile },
    {
      ...stamp,
      kind: "sayRefused",
      piece: again,
      text: hostile,
      reason: hostile,
      again: undefined,
    },
    {
      ...stamp,
      kind: "sayRefused",
      piece: again,
      text: hostile,
      reason: undefined,
      again: undefined,
    },
    { ...stamp, kind: "sayRefused", piece: again, text: hostile, reason: undefined, again },
    { ...stamp, kind: "sayLost", texts: [hostile, hostile] },
    { ...stamp, kind: "gap", talk: hostile },
    { ...stamp, kind: "edge", channel: hostile, side: "start" },
    { ...stamp, kind: "edge", channel: hostile, side: "end" },
  ];
  for (const event of events) {
    const line = shown(event);
    // deno-lint-ignore no-control-regex -- what must not be shown
    assert.ok(!/[\x00-\x1f\x7f-\x9f\u202a-\u202e]/.test(line), `${event.kind}: ${line}`);
  }
});

Deno.test("renderEvent cuts a name that is no name", () => {
  assert.equal(shown({ ...said, from: "x".repeat(5000) }), `${"x".repeat(64)}…: hello`);
});
