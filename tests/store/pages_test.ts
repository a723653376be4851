import assert from "node:assert/strict";
import {
  type ArchiveQuery,
  lineClass,
  type Position,
  type ReadableLog,
} from "../../server/core/archive.ts";
import { answerQuery } from "../../server/store/answer_query.ts";
import { logOf, openLog, said, StoreFile, textOf } from "../helpers/store_file.ts";

type Page = Extract<ArchiveQuery, { kind: "page" }>;

/** Ten messages with keys 1 to 10; two of them share each second. */
function tenMessages(): StoreFile {
  const file = new StoreFile();
  for (let key = 1; key <= 10; key++) {
    file.says([key, `m${key}`, { timeMs: Math.ceil(key / 2) * 1_000 }]);
  }
  return file;
}

function page(file: StoreFile, wish: Partial<Page>): string {
  const query: Page = { kind: "page", order: "oldest", limit: 100, ...openLog(), ...wish };
  return file.finds(query).map(textOf).join(" ");
}

const atKey = (key: number): Position => ({ kind: "key", key });
const atTime = (timeMs: number): Position => ({ kind: "time", timeMs });

Deno.test("a page starts from either end, in the order of keys", () => {
  using file = tenMessages();
  assert.equal(page(file, { limit: 3 }), "m1 m2 m3");
  assert.equal(page(file, { limit: 3, order: "newest" }), "m8 m9 m10");
  assert.equal(page(file, {}), "m1 m2 m3 m4 m5 m6 m7 m8 m9 m10");
  assert.equal(page(file, { limit: 0 }), "");
});

Deno.test("a page lies between two keys, neither of which is in it", () => {
  using file = tenMessages();
  assert.equal(page(file, { after: atKey(7) }), "m8 m9 m10");
  assert.equal(page(file, { before: atKey(3) }), "m1 m2");
  assert.equal(page(file, { after: atKey(2), before: atKey(6) }), "m3 m4 m5");
  assert.equal(page(file, { after: atKey(2), order: "newest", limit: 2 }), "m9 m10");
  assert.equal(page(file, { before: atKey(6), order: "newest", limit: 2 }), "m4 m5");
  assert.equal(page(file, { after: atKey(6), before: atKey(2) }), "");
});

Deno.test("a page lies between two times, none of whose messages is in it", () => {
  using file = tenMessages();
  assert.equal(page(file, { after: atTime(3_000) }), "m7 m8 m9 m10");
  assert.equal(page(file, { after: atTime(2_999) }), "m5 m6 m7 m8 m9 m10");
  assert.equal(page(file, { before: atTime(2_000) }), "m1 m2");
  assert.equal(page(file, { before: atTime(2_001) }), "m1 m2 m3 m4");
  assert.equal(page(file, { after: atTime(1_000), before: atTime(4_000) }), "m3 m4 m5 m6");
  assert.equal(page(file, { after: atTime(5_000) }), "");
  assert.equal(page(file, { before: atTime(1_000), order: "newest" }), "");
  assert.equal(page(file, { after: atKey(3), before: atTime(4_000) }), "m4 m5 m6");
});

Deno.test("times are found among many messages as they are among few", () => {
  using file = new StoreFile();
  const day = 24 * 60 * 60_000;
  for (let key = 1; key <= 3_000; key++) {
    // Many within a second, then nothing for a day, over and over.
    const timeMs = Math.floor(key / 300) * day + (key % 300);
    file.says([key, `m${key}`, { timeMs }]);
  }
  for (const timeMs of [0, 1, 299, 300, day, day + 150, 5 * day + 7, 10 * day, 99 * day]) {
    const keys = Array.from({ length: 3_000 }, (_, index) => index + 1);
    const timeOf = (key: number) => Math.floor(key / 300) * day + (key % 300);
    const later = keys.filter((key) => timeOf(key) > timeMs).slice(0, 3);
    const earlier = keys.filter((key) => timeOf(key) < timeMs).slice(-3);
    const text = (some: readonly number[]) => some.map((key) => `m${key}`).join(" ");
    assert.equal(page(file, { after: atTime(timeMs), limit: 3 }), text(later));
    assert.equal(page(file, { before: atTime(timeMs), limit: 3, order: "newest" }), text(earlier));
  }
});

Deno.test("lines of one fact come in their order and are not torn apart by the end of a page", () => {
  using file = new StoreFile();
  file.says([1, "one"]);
  file.keeps(2, said(2, "two a"), said(2, "two b", { part: 1 }), said(2, "two c", { part: 2 }));
  file.says([3, "three"]);
  const texts = (wish: Partial<Page>) => page(file, wish).replaceAll(/ (?=[abc])/g, ".");
  assert.equal(texts({}), "one two.a two.b two.c three");
  assert.equal(texts({ limit: 3 }), "one");
  assert.equal(texts({ limit: 4 }), "one two.a two.b two.c");
  assert.equal(texts({ limit: 3, order: "newest" }), "three");
  assert.equal(texts({ limit: 4, order: "newest" }), "two.a two.b two.c three");
  // Nothing would ever come after it if nothing of it came.
  assert.equal(texts({ after: atKey(1), limit: 2 }), "two.a two.b");
});

Deno.test("what may be read is one sequence, from the first key of each class on", () => {
  using file = new StoreFile();
  const { openSaid, openEvent, restrictedSaid, restrictedEvent } = lineClass;
  const classes = [openSaid, openEvent, restrictedSaid, restrictedEvent];
  for (let key = 1; key <= 12; key++) {
    file.says([key, `m${key}`, { class: classes[key % 4] ?? openSaid }]);
  }
  const spans = [
    { class: openSaid, fromKey: 0 },
    { class: restrictedSaid, fromKey: 6 },
    { class: restrictedEvent, fromKey: 8 },
  ];
  assert.equal(page(file, { spans }), "m4 m6 m8 m10 m11 m12");
  assert.equal(page(file, { spans, limit: 2 }), "m4 m6");
  assert.equal(page(file, { spans, limit: 3, order: "newest" }), "m10 m11 m12");
  assert.equal(page(file, { spans, after: atKey(6), limit: 2 }), "m8 m10");
  assert.equal(page(file, { spans: [] }), "");
});

Deno.test("a page is of one log", () => {
  using file = tenMessages();
  file.says([11, "elsewhere", { log: logOf("#other") }], [12, "told", {
    log: logOf("#lobby", "ann"),
  }]);
  assert.equal(page(file, { after: atKey(9) }), "m10");
  assert.equal(page(file, { log: logOf("#other") }), "elsewhere");
  assert.equal(page(file, { log: logOf("#lobby", "ann") }), "told");
  assert.equal(page(file, { log: logOf("#none") }), "");
});

Deno.test("a line comes back as it was kept", () => {
  using file = new StoreFile();
  const record = said(7, "héllo \u0003" + "4東京", { timeMs: 5 });
  assert.ok(record.kind === "line");
  const line = { ...record.line, author: "x.1", tags: "+draft/reply=abc" };
  file.keeps(7, { ...record, line });
  const found = file.finds({ kind: "page", order: "newest", limit: 1, ...openLog() });
  assert.deepEqual(found, [{ ...line, target: "#lobby" }]);
});

function around(file: StoreFile, at: Position, limit: number, readable: ReadableLog = openLog()) {
  return file.finds({ kind: "around", at, limit, ...readable }).map(textOf).join(" ");
}

Deno.test("around a message are half of the others before it, and it", () => {
  using file = tenMessages();
  assert.equal(around(file, atKey(5), 5), "m3 m4 m5 m6 m7");
  assert.equal(around(file, atKey(5), 1), "m5");
  assert.equal(around(file, atKey(1), 4), "m1 m2 m3 m4");
  assert.equal(around(file, atKey(10), 4), "m8 m9 m10");
});

Deno.test("around a time are messages of that time too", () => {
  using file = tenMessages();
  assert.equal(around(file, atTime(3_000), 4), "m3 m4 m5 m6");
  assert.equal(around(file, atTime(3_500), 4), "m5 m6 m7 m8");
  assert.equal(around(file, atTime(0), 2), "m1 m2");
});

Deno.test("targets are logs whose latest message is between two times, by that time", () => {
  using file = new StoreFile();
  file.says(
    [1, "a", { log: logOf("#a") }],
    [2, "b", { log: logOf("#b") }],
    [3, "to bob", { log: logOf("bob", "ann") }],
    [4, "of somebody else", { log: logOf("bob", "eve") }],
    [5, "a again", { log: logOf("#a") }],
    [6, "secret", { log: logOf("#b"), class: lineClass.restrictedSaid }],
  );
  const logs = [openLog(logOf("#a")), openLog(logOf("#b")), openLog(logOf("#none"))];
  const targets = (
    afterMs: number,
    beforeMs: number,
    limit = 9,
    owner = "ann",
    order: "oldest" | "newest" = "oldest",
  ) => {
    const query = { kind: "targets", logs, owner, afterMs, beforeMs, limit, order } as const;
    const answer = answerQuery(file.database, query);
    assert.ok(answer.kind === "targets");
    return answer.targets.map(({ name, timeMs }) => `${name} ${timeMs}`);
  };
  assert.deepEqual(targets(0, 9_000), ["#b 2000", "bob 3000", "#a 5000"]);
  assert.deepEqual(targets(0, 9_000, 2), ["#b 2000", "bob 3000"]);
  assert.deepEqual(targets(0, 9_000, 2, "ann", "newest"), ["bob 3000", "#a 5000"]);
  assert.deepEqual(targets(2_000, 5_000), ["bob 3000"]);
  assert.deepEqual(targets(0, 9_000, 9, ""), ["#b 2000", "#a 5000"]);
});
