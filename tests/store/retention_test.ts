import assert from "node:assert/strict";
import { type KeepRecord, lineClass } from "../../server/core/archive.ts";
import { fileIn } from "../../server/store/data_folder.ts";
import { retentionNotice } from "../../server/store/retention.ts";
import { logOf, openLog, said, StoreFile, TestFolder, textOf } from "../helpers/store_file.ts";

const dayMs = 24 * 60 * 60_000;

function all(file: StoreFile, log = logOf("#lobby")): readonly string[] {
  return file.finds({ kind: "page", order: "oldest", limit: 9_999, ...openLog(log) }).map(textOf);
}

Deno.test("what is older than it may be is erased, of every log and class, with its words", () => {
  using folder = new TestFolder();
  using file = new StoreFile(fileIn(folder.path));
  for (let day = 1; day <= 20; day++) {
    const timeMs = day * dayMs;
    file.keeps(
      day * 10 + 4,
      said(day * 10, `lobby w${day}x`, { timeMs }),
      said(day * 10 + 1, `other w${day}x`, { timeMs, log: logOf("#other") }),
      said(day * 10 + 2, `talk w${day}x`, { timeMs, log: logOf("bob", "ann") }),
      said(day * 10 + 2, `talk w${day}x`, { timeMs, log: logOf("ann", "bob"), copy: 1 }),
      said(day * 10 + 3, `event w${day}x`, { timeMs, class: lineClass.restrictedEvent }),
    );
  }
  file.tidies();
  file.retains({ days: 5, maxMegabytes: 0 }, 20 * dayMs);
  for (
    const [log, word] of [
      [logOf("#lobby"), "lobby"],
      [logOf("#other"), "other"],
      [logOf("bob", "ann"), "talk"],
      [logOf("ann", "bob"), "talk"],
    ] as const
  ) {
    const left = [15, 16, 17, 18, 19, 20].map((day) => `${word} w${day}x`);
    assert.deepEqual(all(file, log), left);
    assert.deepEqual(file.searches(word, { logs: [openLog(log)] }), left);
  }
  assert.deepEqual(file.erased, [14 * 5]);
  assert.ok(!folder.bytes.includes("w14x"));
  assert.ok(folder.bytes.includes("event w15x"));
  assert.equal(file.database.prepare("SELECT count(*) AS n FROM line").get()?.n, 6 * 5);
  assert.equal(file.database.prepare("SELECT count(*) AS n FROM searchable").get()?.n, 6 * 4);
  assert.ok(Number(file.database.prepare("SELECT count(*) AS n FROM tick").get()?.n) <= 8);
});

Deno.test("a log of which nothing is left goes on when somebody speaks again", () => {
  using file = new StoreFile();
  file.says([1, "old", { timeMs: 0 }]);
  file.retains({ days: 1, maxMegabytes: 0 }, 9 * dayMs);
  assert.equal(file.database.prepare("SELECT count(*) AS n FROM log").get()?.n, 0);
  file.says([2, "new", { timeMs: 9 * dayMs }]);
  assert.deepEqual(all(file), ["new"]);
});

Deno.test("the last words before a long silence grow too old as well", () => {
  using file = new StoreFile();
  file.says([1, "hello", { timeMs: 1_000 }], [2, "anybody?", { timeMs: 2_000 }]);
  file.retains({ days: 1, maxMegabytes: 0 }, dayMs + 1_500);
  assert.deepEqual(all(file), ["anybody?"]);
  file.retains({ days: 1, maxMegabytes: 0 }, dayMs + 2_500);
  assert.deepEqual(all(file), []);
});

Deno.test("with no limit nothing is erased", () => {
  using file = new StoreFile();
  file.says([1, "old", { timeMs: 0 }]);
  file.retains({ days: 0, maxMegabytes: 0 }, 9_999 * dayMs);
  assert.deepEqual(all(file), ["old"]);
});

Deno.test("above the megabytes that it may have the oldest go, and the file gets smaller", () => {
  using folder = new TestFolder();
  const path = fileIn(folder.path);
  using file = new StoreFile(path);
  const text = "lorem ipsum dolor sit amet ".repeat(12);
  for (let from = 1; from <= 10_000; from += 100) {
    const records: KeepRecord[] = [];
    for (let key = from; key < from + 100; key++) records.push(said(key, `${text} n${key}`));
    file.keeps(from + 99, ...records);
  }
  file.tidies();
  const sizeMb = () => Deno.statSync(path).size / 1_000_000;
  assert.ok(sizeMb() > 4, `${sizeMb()} MB`);
  for (let round = 0; round < 3; round++) file.retains({ days: 0, maxMegabytes: 2 }, 0);
  const left = all(file);
  assert.ok(left.length > 2_000 && left.length < 7_000, `${left.length} messages are left`);
  assert.ok(left.at(-1)?.endsWith("n10000"));
  const firstLeft = 10_001 - left.length;
  assert.equal(file.searches(`n${firstLeft}`).length, 1);
  const words = file.database.prepare("SELECT count(*) AS n FROM word WHERE word MATCH ?");
  assert.equal(words.get("lorem")?.n, left.length);
  assert.equal(words.get(`n${firstLeft - 1}`)?.n, 0);
  assert.ok(sizeMb() < 2.8, `${sizeMb()} MB`);
});

Deno.test("no step of erasing takes long, however much there is to erase", () => {
  using folder = new TestFolder();
  using file = new StoreFile(fileIn(folder.path));
  const text = "the quick brown fox jumps over the lazy dog while nobody looks at it";
  for (let from = 1; from <= 5_000; from += 1_000) {
    const keys = Array.from({ length: 1_000 }, (_, index) => from + index);
    file.keeps(from + 999, ...keys.map((key) => said(key, `${text} ${key}`)));
  }
  file.tidies();
  const took = file.timesSteps({ days: 1, maxMegabytes: 0 }, 9_999 * dayMs).toSorted((a, b) =>
    a - b
  );
  assert.deepEqual(all(file), []);
  assert.ok(took.length > 20);
  const median = took[Math.floor(took.length / 2)] ?? Infinity;
  assert.ok(median < 30, `The median step takes ${median} ms`);
});

Deno.test("people are told how long it is kept", () => {
  const notice = (days: number, maxMegabytes: number, isInMemory = false) =>
    retentionNotice({ days, maxMegabytes }, isInMemory);
  assert.match(notice(30, 0), /keeps what is said in channels for 30 days, for their/);
  assert.match(notice(1, 0), / for 1 day, for their/);
  assert.match(notice(0, 0), /said in channels, for their/);
  assert.match(notice(0, 500), /, the latest 500 MB of it, for/);
  assert.match(notice(7, 0, true), /for 7 days, at most until it stops, for/);
});
