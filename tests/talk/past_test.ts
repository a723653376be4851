import assert from "node:assert/strict";
import { Buffers } from "../../talk/buffers.ts";
import type { ClientEvent, Said } from "../../talk/event.ts";
import type { PastQuestion } from "../../talk/older.ts";
import { faceInLobby, hear, nowMs } from "../helpers/client_conversation.ts";

const stamp = { timeMs: 0, id: undefined };

function said(number: number): Said {
  return {
    kind: "said",
    manner: "message",
    from: "bob",
    to: "#a",
    text: `${number}`,
    isPrivate: false,
    isOwn: false,
    isOld: true,
    timeMs: number,
    id: `m${number}`,
  };
}

function range(from: number, to: number): readonly Said[] {
  return Array.from({ length: to - from }, (_, at) => said(from + at));
}

function page(way: PastQuestion["way"], mark: number, events: readonly ClientEvent[]): ClientEvent {
  return { kind: "past", ...stamp, talk: "#a", way, mark: said(mark), events, isEnd: false };
}

function inChannel(): Buffers {
  const buffers = new Buffers("net", {
    nick: () => "ann",
    prefixes: () => "@+",
    isMuted: () => false,
  });
  const { isOld: _, ...nowSaid } = said(9000);
  const joined = { kind: "joined", ...stamp, who: "ann", channel: "#a", isOwn: true } as const;
  buffers.receive([joined, nowSaid], 0);
  return buffers;
}

function texts(buffers: Buffers): readonly string[] {
  return (buffers.past?.entries ?? []).flatMap((entry) =>
    entry.kind === "said" ? [entry.said.text] : []
  );
}

Deno.test("a part of the past grows both ways, each message once, and leaves the talk as it is", () => {
  const buffers = inChannel();
  buffers.receive([page("around", 50, range(40, 60))], 0);
  buffers.receive([page("before", 40, range(30, 41)), page("after", 59, range(59, 70))], 0);
  assert.deepEqual(texts(buffers), range(30, 70).map(({ text }) => text));
  const numbers = buffers.past?.entries.map(({ number }) => number) ?? [];
  assert.deepEqual(numbers, numbers.toSorted((one, other) => one - other));
  const live = buffers.find("#a")?.entries ?? [];
  assert.equal(live.filter(({ kind }) => kind === "said").length, 1);
});

Deno.test("a part of the past is bounded: what one has scrolled away from goes, and is asked for again", () => {
  const buffers = inChannel();
  buffers.receive([page("around", 50_000, range(50_000, 50_100))], 0);
  for (let first = 50_000; first > 45_000; first -= 100) {
    buffers.receive([page("before", first, range(first - 100, first))], 0);
  }
  assert.equal(buffers.past?.entries.length, 2000);
  assert.equal(texts(buffers)[0], "45000");
  assert.equal(buffers.past?.newer, "some");
  for (let last = 46_999; last < 50_000; last += 100) {
    buffers.receive([page("after", last, range(last + 1, last + 101))], 0);
  }
  assert.equal(buffers.past?.entries.length, 2000);
  assert.equal(texts(buffers).at(-1), "50099");
  assert.equal(buffers.past?.older, "some");
});

Deno.test("an answer that belongs to another part of the past is dropped", () => {
  const buffers = inChannel();
  buffers.receive([page("around", 50, range(40, 60))], 0);
  buffers.receive([page("around", 500, range(490, 510)), page("before", 40, range(30, 40))], 0);
  assert.deepEqual(texts(buffers), range(490, 510).map(({ text }) => text));
  assert.equal(buffers.past?.older, "some");
  buffers.receive([page("around", 7, [])], 0);
  assert.deepEqual(texts(buffers), range(490, 510).map(({ text }) => text));
});

Deno.test("reactions and deletions reach the past, and a talk that is closed takes it along", () => {
  const buffers = inChannel();
  buffers.receive([page("around", 50, range(40, 60))], 0);
  const about = { ...stamp, talk: "#a", target: "m50" } as const;
  buffers.receive([
    { kind: "reacted", ...about, who: "eve", text: "x", isTakenBack: false },
    { kind: "redacted", ...about, target: "m51", by: "bob", reason: "" },
  ], 0);
  const rows = buffers.past?.entries.flatMap((row) => row.kind === "said" ? [row] : []) ?? [];
  const rowOf = (id: string) => rows.find(({ said }) => said.id === id);
  assert.deepEqual(rowOf("m50")?.reactions, [{ text: "x", nicks: ["eve"] }]);
  assert.equal(rowOf("m51")?.redaction?.by, "bob");
  buffers.receive(
    [{ ...about, kind: "left", who: "ann", channel: "#a", reason: "", isOwn: true }],
    0,
  );
  buffers.close("#a");
  assert.equal(buffers.past, undefined);
});

Deno.test("what is around a message is asked for by its id, else by its time", () => {
  const conversation = faceInLobby();
  const mark = { id: "m5", timeMs: Date.parse("2026-01-02T03:01:05.000Z") };
  const ask = (way: PastQuestion["way"]) =>
    conversation.past({ talk: "#lobby", way, mark, nowMs }).send;
  assert.deepEqual(ask("around"), ["CHATHISTORY AROUND #lobby msgid=m5 100"]);
  const again = hear(conversation, ":s FAIL CHATHISTORY INVALID_PARAMS AROUND msgid=m5 :No");
  assert.deepEqual(again.send, [
    "CHATHISTORY AROUND #lobby timestamp=2026-01-02T03:01:05.000Z 100",
  ]);
  const { events } = hear(
    conversation,
    ":s BATCH +h chathistory #lobby",
    "@batch=h;time=2026-01-02T03:01:04.000Z;msgid=m4 :bob!b@h PRIVMSG #lobby :four",
    ":s BATCH -h",
  );
  const [event] = events;
  assert.ok(event?.kind === "past" && events.length === 1);
  assert.deepEqual([event.way, event.events.length, event.mark], ["around", 1, mark]);
  assert.deepEqual(ask("after"), ["CHATHISTORY AFTER #lobby msgid=m5 100"]);
  const broken = conversation.lose(nowMs).events.filter(({ kind }) => kind === "past");
  assert.deepEqual(broken.map((one) => one.kind === "past" && one.isEnd), [false]);
});
