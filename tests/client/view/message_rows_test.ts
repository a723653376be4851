import assert from "node:assert/strict";
import { blocksAbove, pendingBlocks } from "../../../client/view/message_blocks.ts";
import { RowCache } from "../../../client/view/row_cache.ts";
import type { RowLook } from "../../../client/view/row_look.ts";
import type { Buffers } from "../../../talk/buffers.ts";
import { plainRow } from "./plain_row.ts";
import { buffersOf, joined, said, sampleTalk, startMs } from "./sample_talk.ts";

const wide: RowLook = {
  columns: 70,
  isNarrow: false,
  clock: "24h",
  hasNickColours: true,
  isPrivateTalk: false,
  marked: "",
  theme: { depth: "true", ground: "dark" },
};

Deno.test("a message shows time, nick and text, the nick at the right of its column", () => {
  const [row = ""] = rowsOf([said("bob", "hello")]);
  assert.match(row, /^ 12:00 {10}bob │ hello$/);
});

Deno.test("who goes on is not named again", () => {
  const rows = rowsOf([said("bob", "one"), said("bob", "two"), said("eve", "three")]);
  assert.match(rows[0] ?? "", /bob │ one$/);
  assert.match(rows[1] ?? "", /^ 12:00 {13} │ two$/);
  assert.match(rows[2] ?? "", /eve │ three$/);
});

Deno.test("a text that is longer goes on below its start", () => {
  const rows = rowsOf([said("bob", "word ".repeat(12))]);
  assert.equal(rows.length, 2);
  assert.equal(rows[1]?.indexOf("word"), rows[0]?.indexOf("word"));
});

Deno.test("on a narrow screen nicks stand in front of what they said", () => {
  const look = { ...wide, columns: 40, isNarrow: true };
  const rows = rowsOf([said("bob", "one"), said("a".repeat(60), "two")], look);
  assert.equal(rows[0], "12:00 bob: one");
  assert.match(rows[1] ?? "", /^12:00 a+…: two$/);
});

Deno.test("actions, notices and who comes and goes are told apart", () => {
  const rows = rowsOf([
    said("bob", "waves", { manner: "action" }),
    said("Serv", "logged", { manner: "notice" }),
    joined("#lobby", "eve"),
    joined("#lobby", "dave"),
  ]);
  assert.match(rows[0] ?? "", /\* │ bob waves$/);
  assert.match(rows[1] ?? "", /-Serv- │ logged$/);
  assert.match(rows[2] ?? "", /→ │ eve, dave joined$/);
  assert.equal(rows.length, 3);
});

Deno.test("an answer quotes what it answers, as far as that is there", () => {
  const rows = rowsOf([
    said("bob", "\x02shall\x02 we?\nyes", { id: "1" }),
    said("eve", "sure", { replyTo: "1" }),
    said("eve", "what?", { replyTo: "0" }),
  ]);
  assert.match(rows[2] ?? "", /│ ┌ bob: shall we\? yes$/);
  assert.match(rows[3] ?? "", /eve │ sure$/);
  assert.match(rows[4] ?? "", /│ ┌ an older message$/);
});

Deno.test("an answer quotes nothing that was taken back meanwhile", () => {
  const buffers = buffersOf([
    said("bob", "secret", { id: "1" }),
    said("eve", "sure", { replyTo: "1" }),
  ], "#lobby");
  const cache = new RowCache();
  assert.match(shown(buffers, wide, cache).join("\n"), /┌ bob: secret/);
  const stamp = { id: undefined, timeMs: startMs };
  buffers.receive(
    [{ kind: "redacted", talk: "#lobby", by: "bob", target: "1", reason: "", ...stamp }],
    startMs,
  );
  assert.doesNotMatch(shown(buffers, wide, cache).join("\n"), /secret/);
});

Deno.test("reactions are counted below, and what was taken back is gone", () => {
  const rows = shown(sampleTalk(), wide);
  const at = rows.findIndex((row) => row.includes("tag it at noon"));
  assert.match(rows[at + 1] ?? "", /│ 🎉 2 {3}👍 1$/);
  assert.ok(rows.some((row) => /erin │ deleted by alice \(rude\)$/.test(row)));
  assert.ok(rows.every((row) => !row.includes("something rude")));
});

Deno.test("a day and what is unread begin with a line", () => {
  const buffers = buffersOf([said("bob", "old")], "#lobby");
  buffers.look(undefined);
  const timeMs = startMs + 86_400_000;
  buffers.receive([said("bob", "new", { timeMs }), said("bob", "newer", { timeMs })], timeMs);
  const rows = shown(buffers, wide);
  const at = rows.findIndex((row) => row.endsWith("new"));
  assert.match(rows[at - 2] ?? "", /^─── Sun Nov 22 2026 ─+$/);
  assert.match(rows[at - 1] ?? "", /^─── new ─+$/);
});

Deno.test("what calls us looks otherwise than what does not, but not where all is said to us", () => {
  const painted = (look: RowLook, text: string) => {
    const source = { buffer: talkOf(buffersOf([said("bob", text)], "#lobby")), foldsMoves: true };
    const [block] = blocksAbove({ ...source, look, cache: new RowCache() }, 2);
    return block?.rows[0]?.replace(text, "") ?? "";
  };
  assert.notEqual(painted(wide, "ann: hi"), painted(wide, "bob: hi"));
  const person = { ...wide, isPrivateTalk: true };
  assert.equal(painted(person, "ann: hi"), painted(person, "bob: hi"));
});

Deno.test("what is on its way is grey and has no colours of its own", () => {
  const buffers = buffersOf([
    { ...said("ann", "\x02on\x02 my way"), kind: "saying", once: "1" },
  ], "#lobby");
  const source = { buffer: talkOf(buffers), foldsMoves: true, look: wide, cache: new RowCache() };
  const [block] = pendingBlocks(source);
  assert.match(plainRow(block?.rows[0] ?? ""), /ann │ on my way/);
  const [sent] = blocksAbove({
    ...source,
    buffer: talkOf(buffersOf([said("ann", "on my way")], "#lobby")),
  }, 2);
  assert.notEqual(block?.rows[0], sent?.rows[0]);
});

Deno.test("the clock goes by its setting", () => {
  const events = [said("bob", "hi", { timeMs: startMs + 65 * 60_000 })];
  assert.match(rowsOf(events, { ...wide, clock: "12h" })[0] ?? "", /^ {2}1:05 pm /);
  assert.match(rowsOf(events, { ...wide, clock: "off" })[0] ?? "", /^ {10}bob │ hi$/);
});

/** Rows of messages below the line of the day and of our coming. */
function rowsOf(events: Parameters<typeof buffersOf>[0], look = wide): readonly string[] {
  const buffers = buffersOf([], "#lobby");
  buffers.clear("#lobby");
  buffers.receive(events, startMs);
  return shown(buffers, look).slice(1);
}

function shown(buffers: Buffers, look: RowLook, cache = new RowCache()): readonly string[] {
  const buffer = talkOf(buffers);
  const blocks = [...blocksAbove({ buffer, foldsMoves: true, look, cache }, buffer.entries.length)];
  return blocks.reverse().flatMap(({ rows }) => rows.map((row) => plainRow(row).trimEnd()));
}

function talkOf(buffers: Buffers): Buffers["server"] {
  const buffer = buffers.find("#lobby");
  assert.ok(buffer !== undefined);
  return buffer;
}
