import assert from "node:assert/strict";
import { seededRandom } from "../helpers/random.ts";
import type { Buffer, Entry } from "../../talk/buffer.ts";
import { RowBuilder } from "../../web/row_builder.ts";

const hourMs = 3_600_000;

Deno.test("rows that were built bit by bit are those that are built at once", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = seededRandom(seed);
    const pick = (count: number): number => Math.floor(random() * count);
    const builder = new RowBuilder();
    let entries: Entry[] = [];
    let unreadFrom: number | undefined;
    let [low, high] = [0, 0];
    for (let version = 0; version < 40; version++) {
      const act = pick(6);
      if (act < 3) entries.push(newEntry(++high, pick));
      else if (act === 3) entries = [newEntry(--low, pick), ...entries];
      else if (act === 4) unreadFrom = entries[pick(entries.length)]?.number;
      else if (entries.length > 0) {
        const at = pick(entries.length);
        entries[at] = newEntry(entries[at]?.number ?? 0, pick);
      }
      const buffer = bufferOf(entries, unreadFrom, version);
      assert.deepEqual(builder.build(buffer), new RowBuilder().build(buffer), `seed ${seed}`);
    }
  }
});

Deno.test("a buffer that has not changed gives the same array, and no two rows have one key", () => {
  const builder = new RowBuilder();
  const buffer = bufferOf([1, 2, 3].map((number) => newEntry(number, () => 0)), 2, 1);
  const rows = builder.build(buffer);
  assert.equal(builder.build(buffer), rows);
  assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
});

function newEntry(number: number, pick: (count: number) => number): Entry {
  const stamp = { timeMs: number * 7 * hourMs, id: `${number}` };
  if (pick(2) === 0) {
    const moved = {
      kind: "joined",
      ...stamp,
      who: `p${pick(3)}`,
      channel: "#a",
      isOwn: pick(5) === 0,
    };
    return { kind: "moved", number, moved: { ...moved, kind: "joined" } };
  }
  const said = {
    kind: "said",
    manner: "message",
    ...stamp,
    from: `p${pick(2)}`,
    to: "#a",
    text: "hi",
    isPrivate: false,
    isOwn: false,
  } as const;
  return { kind: "said", number, said, isMention: false, reactions: [], redaction: undefined };
}

function bufferOf(
  entries: readonly Entry[],
  unreadFrom: number | undefined,
  version: number,
): Buffer {
  return {
    kind: "channel",
    name: "#a",
    version,
    entries,
    pending: [],
    members: [],
    topic: "",
    isJoined: true,
    isAway: false,
    unreadCount: 0,
    mentionCount: 0,
    unreadFrom,
    older: "none",
    newer: "none",
    isMuted: false,
    isCleared: false,
  };
}
