import assert from "node:assert/strict";
import { Shown } from "../../talk/shown.ts";

function note(shown: Shown, talk: string, id: string | undefined, isPrivate = false): boolean {
  return shown.note(talk, { id, timeMs: 1, isPrivate });
}

Deno.test("Shown tells a message that was shown before, talk by talk", () => {
  const shown = new Shown();
  assert.deepEqual(
    [note(shown, "#x", "1"), note(shown, "#X", "1"), note(shown, "#y", "1")],
    [true, false, true],
  );
});

Deno.test("Shown takes every message without an id for a new one", () => {
  const shown = new Shown();
  assert.deepEqual([note(shown, "#x", undefined), note(shown, "#x", undefined)], [true, true]);
});

Deno.test("Shown knows where a talk is: at its last message, else at our joining", () => {
  const shown = new Shown();
  assert.equal(shown.mark("#x"), undefined);
  shown.begin("#x", 5);
  assert.deepEqual(shown.mark("#x"), { id: undefined, timeMs: 4 }, "the same time counts as later");
  note(shown, "#x", "1");
  shown.begin("#x", 9);
  assert.deepEqual(shown.mark("#X"), { id: "1", timeMs: 1 });
});

Deno.test("Shown remembers the last 4,096 messages of a talk", () => {
  const shown = new Shown();
  for (let id = 0; id < 4097; id++) note(shown, "#x", String(id));
  assert.equal(note(shown, "#x", "1"), false);
  assert.equal(note(shown, "#x", "0"), true);
});

Deno.test("Shown forgets those first who said nothing for longest, and no channel for a person", () => {
  const shown = new Shown();
  note(shown, "#x", "1");
  for (let at = 0; at < 50; at++) note(shown, `n${at}`, "1", true);
  note(shown, "n0", "2", true);
  note(shown, "late", "1", true);
  assert.equal(shown.people.length, 50);
  assert.deepEqual(shown.people.slice(-2), ["n0", "late"]);
  assert.equal(shown.mark("n1"), undefined);
  assert.deepEqual(shown.mark("#x")?.id, "1");
});

Deno.test("Shown tells a message that its sender had to send again after a crash, and goes on from there", () => {
  const shown = new Shown();
  const seen = (id: string, once: string) =>
    shown.note("#x", { id, once, timeMs: 1, isPrivate: false });
  assert.deepEqual([seen("1", "a"), seen("2", "a"), seen("3", "b")], [true, false, true]);
  seen("4", "b");
  assert.equal(shown.mark("#x")?.id, "4");
});
