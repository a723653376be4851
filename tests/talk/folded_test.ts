import assert from "node:assert/strict";
import type { Entry } from "../../talk/buffer.ts";
import type { Moved } from "../../talk/event.ts";
import { foldedRows, movesText, type Row, rowsAbove } from "../../talk/folded.ts";

const noonMs = new Date(2026, 0, 15, 12).getTime();
const minuteMs = 60_000;

function moved(kind: "joined" | "quit", who: string, timeMs = noonMs): Moved {
  const stamp = { timeMs, id: undefined };
  return kind === "joined"
    ? { ...stamp, kind, who, channel: "#a", isOwn: who === "ann" }
    : { ...stamp, kind, who, reason: "" };
}

function row(number: number, timeMs: number, what: string | Moved): Entry {
  if (typeof what !== "string") return { kind: "moved", number, moved: what };
  const [from = "", text = ""] = what.split(": ");
  const said = { kind: "said", manner: "message", from, to: "#a", text } as const;
  return {
    kind: "said",
    number,
    said: { ...said, timeMs, id: undefined, isPrivate: false, isOwn: false },
    isMention: false,
    reactions: [],
    redaction: undefined,
  };
}

function shape(rows: readonly Row[]): readonly string[] {
  return rows.map((one) => {
    if (one.kind === "moves") return `moves ${one.moves.length}`;
    if (one.kind === "entry") return one.isFollowUp ? "follow-up" : one.entry.kind;
    return one.kind;
  });
}

Deno.test("coming and going is one row, days and what is unread stand above", () => {
  const entries = [
    row(1, noonMs, "bob: hi"),
    row(2, noonMs + minuteMs, "bob: more"),
    row(3, noonMs, moved("joined", "eve")),
    row(4, noonMs, moved("quit", "eve")),
    row(5, noonMs + 2 * minuteMs, "BOB: unread"),
    row(6, noonMs + 24 * 60 * minuteMs, "bob: tomorrow"),
    row(7, noonMs + 24 * 60 * minuteMs, moved("joined", "ann", noonMs + 24 * 60 * minuteMs)),
  ];
  const folding = { entries, unreadFrom: 5, foldsMoves: true };
  assert.deepEqual(shape(foldedRows(folding)), [
    "day",
    "said",
    "follow-up",
    "moves 2",
    "unread",
    "said",
    "day",
    "said",
    "moved",
  ]);
  assert.deepEqual(shape([...rowsAbove(folding, 2)]), ["follow-up", "said", "day"]);
  const open = foldedRows({ ...folding, foldsMoves: false });
  assert.equal(shape(open).filter((kind) => kind === "moved").length, 3);
});

Deno.test("the line for what is unread stands where its row is gone too", () => {
  const entries = [row(10, noonMs, "bob: a"), row(20, noonMs, "bob: b")];
  const rows = foldedRows({ entries, unreadFrom: 15, foldsMoves: true });
  assert.deepEqual(shape(rows), ["day", "said", "unread", "said"]);
});

Deno.test("what somebody did in the end counts", () => {
  assert.equal(movesText([moved("joined", "eve")]), "eve joined");
  assert.equal(
    movesText([
      moved("joined", "eve"),
      moved("joined", "bob"),
      moved("quit", "eve"),
      moved("quit", "zoe"),
      moved("quit", "al"),
      moved("joined", "al"),
    ]),
    "bob joined · zoe left · eve came and went · al left and came back",
  );
  const crowd = Array.from({ length: 100 }, (_, at) => moved("joined", `n${at}`));
  assert.match(movesText(crowd), /n11 and 88 more joined$/);
});

Deno.test("a run of changes is told in few words, however long it is", () => {
  const renamed = Array.from({ length: 500 }, (_, at): Moved => ({
    kind: "renamed",
    timeMs: noonMs,
    id: undefined,
    who: `n${at}`,
    to: `m${at}`,
    isOwn: false,
  }));
  const text = movesText(renamed);
  assert.match(text, /n0 is now m0 .* · 488 more changes$/);
});

Deno.test("who goes on after minutes, or answers, is named again", () => {
  const [first, second] = [row(1, noonMs, "bob: a"), row(2, noonMs + 6 * minuteMs, "bob: b")];
  const third = row(3, noonMs + 7 * minuteMs, "bob: c");
  assert.ok(third.kind === "said");
  const answer: Entry = { ...third, said: { ...third.said, replyTo: "x" } };
  const entries = [first, second, answer, row(4, noonMs + 8 * minuteMs, "eve: d")];
  const rows = foldedRows({ entries, unreadFrom: undefined, foldsMoves: true });
  assert.deepEqual(shape(rows), ["day", "said", "said", "said", "said"]);
});

Deno.test("what we do, and who was made to go, stands alone", () => {
  const kicked: Moved = {
    kind: "kicked",
    timeMs: noonMs,
    id: undefined,
    who: "bob",
    channel: "#a",
    by: "op",
    reason: "",
    isOwn: false,
  };
  const entries = [
    row(1, noonMs, moved("joined", "bob")),
    row(2, noonMs, kicked),
    row(3, noonMs, moved("joined", "ann")),
    row(4, noonMs, moved("joined", "eve")),
    row(5, noonMs, moved("quit", "eve")),
  ];
  const rows = foldedRows({ entries, unreadFrom: undefined, foldsMoves: true });
  assert.deepEqual(shape(rows), ["day", "moved", "moved", "moved", "moves 2"]);
});

Deno.test("a run of coming and going ends with its day", () => {
  const lateMs = new Date(2026, 0, 15, 23, 59, 59).getTime();
  const entries = [
    row(1, lateMs, moved("joined", "bob", lateMs)),
    row(2, lateMs + 2000, moved("quit", "bob", lateMs + 2000)),
  ];
  const rows = foldedRows({ entries, unreadFrom: undefined, foldsMoves: true });
  assert.deepEqual(shape(rows), ["day", "moved", "day", "moved"]);
});

Deno.test("a screen's rows cost nothing of what is above them", () => {
  const entries = Array.from({ length: 20_000 }, (_, at) => row(at, noonMs + at * 1000, "bob: x"));
  const looked: number[] = [];
  const watched = new Proxy(entries, {
    get: (all, key) => {
      if (typeof key === "string" && /^[0-9]+$/.test(key)) looked.push(Number(key));
      return Reflect.get(all, key);
    },
  });
  const rows = rowsAbove({ entries: watched, unreadFrom: 5, foldsMoves: true }, entries.length);
  for (let count = 0; count < 50; count++) rows.next();
  assert.ok(Math.min(...looked) >= 20_000 - 52);
});
