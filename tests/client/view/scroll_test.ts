import assert from "node:assert/strict";
import type { BlockSource } from "../../../client/view/message_blocks.ts";
import { RowCache } from "../../../client/view/row_cache.ts";
import {
  scrollDown,
  type ScrollPlace,
  scrollToEntry,
  scrollToTop,
  scrollUp,
  visibleRows,
} from "../../../client/view/scroll.ts";
import type { Buffers } from "../../../talk/buffers.ts";
import type { ClientEvent } from "../../../talk/event.ts";
import { seededRandom } from "../../helpers/random.ts";
import { hostileText } from "./hostile_text.ts";
import { plainRow } from "./plain_row.ts";
import { buffersOf, joined, said, startMs } from "./sample_talk.ts";

const room = 10;

Deno.test("the end of a talk is seen, and goes on with what comes", () => {
  const buffers = lines(30);
  assert.match(seen(sourceOf(buffers)).at(-1) ?? "", /line 29/);
  buffers.receive([said("bob", "news")], startMs);
  assert.match(seen(sourceOf(buffers)).at(-1) ?? "", /news/);
});

Deno.test("what is read stays where it is while others write", () => {
  const buffers = lines(100);
  const source = sourceOf(buffers);
  const place = scrollUp(source, undefined, { by: 25, room });
  const before = seen(source, place);
  assert.match(before.at(-1) ?? "", /line 74/);
  buffers.receive(Array.from({ length: 500 }, () => said("bob", "news")), startMs);
  assert.deepEqual(seen(source, place), before);
  assert.equal(visibleRows(source, place, room).belowCount, 525);
});

Deno.test("up and down by pages come back to where they began, past messages of many rows", () => {
  const random = seededRandom(3);
  const texts = Array.from({ length: 60 }, () => said("bob", hostileText(random, 60)));
  const source = sourceOf(
    buffersOf([...texts, joined("#lobby", "eve"), said("eve", "last")], "#lobby"),
  );
  const places: (ScrollPlace | undefined)[] = [undefined];
  for (let page = 0; page < 20; page++) {
    places.push(scrollUp(source, places.at(-1), { by: room - 2, room }));
  }
  for (let at = places.length - 1; at > 0; at--) {
    const down = scrollDown(source, places[at], room - 2);
    const full = seen(source, places[at - 1]);
    if (places[at] !== places[at - 1]) assert.deepEqual(seen(source, down), full, `page ${at}`);
  }
});

Deno.test("a page up goes on where the page before began", () => {
  const source = sourceOf(lines(100));
  const place = scrollUp(source, undefined, { by: room, room });
  assert.match(seen(source, place).at(-1) ?? "", /line 89/);
  assert.match(seen(source, place)[0] ?? "", /line 80/);
});

Deno.test("the top is where the first row is the first one seen", () => {
  const source = sourceOf(lines(100));
  const top = scrollToTop(source, room);
  assert.match(seen(source, top)[0] ?? "", /2026/);
  assert.equal(visibleRows(source, top, room).isTop, true);
  assert.deepEqual(scrollUp(source, top, { by: 5, room }), top);
  assert.equal(visibleRows(source, undefined, room).isTop, false);
  assert.equal(scrollUp(sourceOf(lines(3)), undefined, { by: 5, room }), undefined);
});

Deno.test("what a search found is seen with what came behind it", () => {
  const buffers = lines(100);
  const source = sourceOf(buffers);
  const entry = source.buffer.entries[51];
  const rows = seen(source, scrollToEntry(source, entry?.number ?? 0, room));
  assert.ok(rows.some((row) => /line 50$/.test(row.trimEnd())), rows.join("\n"));
  assert.doesNotMatch(rows.at(-1) ?? "", /line 50$/);
});

Deno.test("a place whose entry is gone shows what there is", () => {
  const source = sourceOf(lines(5));
  assert.equal(seen(source, { number: -1, hiddenRows: 9 }).length > 0, true);
  assert.equal(seen(source, { number: 2 ** 50, hiddenRows: 0 }).length > 0, true);
});

Deno.test("only what is seen is wrapped", () => {
  const source = sourceOf(lines(5000));
  let count = 0;
  const cache = new RowCache();
  const take = cache.take.bind(cache);
  cache.take = (shown, key, make) =>
    take(shown, key, () => {
      count++;
      return make();
    });
  visibleRows({ ...source, cache }, undefined, room);
  assert.ok(count <= room + 1, `${count}`);
  visibleRows({ ...source, cache }, undefined, room);
  assert.ok(count <= room + 1, `${count}`);
});

function lines(count: number): Buffers {
  const events: readonly ClientEvent[] = Array.from(
    { length: count },
    (_, at) => said("bob", `line ${at}`),
  );
  return buffersOf(events, "#lobby");
}

function sourceOf(buffers: Buffers): BlockSource {
  const buffer = buffers.find("#lobby");
  assert.ok(buffer !== undefined);
  const look = {
    columns: 40,
    isNarrow: false,
    clock: "24h",
    hasNickColours: true,
    isPrivateTalk: false,
    marked: "",
    theme: { depth: "none", ground: "dark" },
  } as const;
  return { buffer, foldsMoves: true, look, cache: new RowCache() };
}

function seen(source: BlockSource, place?: ScrollPlace): readonly string[] {
  return visibleRows(source, place, room).rows.map(plainRow);
}
