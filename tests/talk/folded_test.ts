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
