import assert from "node:assert/strict";
import { type ArchiveQuery, lineClass } from "../../server/core/archive.ts";
import { searchLines } from "../../server/store/search.ts";
import { logOf, openLog, said, StoreFile, textOf } from "../helpers/store_file.ts";

/** Says what must hold whether the words are in the index already or not. */
function searchTest(name: string, test: (file: StoreFile, settle: () => void) => void): void {
  Deno.test(`${name}, before the index has it`, () => {
    using file = new StoreFile();
    test(file, () => {});
  });
  Deno.test(`${name}, when the index has it`, () => {
    using file = new StoreFile();
    test(file, () => void file.tidies());
  });
}

searchTest("messages are found by all of their words, the newest ones", (file, settle) => {
  file.says([1, "red fish"], [2, "blue fish"], [3, "one red fish"], [4, "two"]);
  settle();
  assert.deepEqual(file.searches("fish"), ["red fish", "blue fish", "one red fish"]);
  assert.deepEqual(file.searches("FISH red"), ["red fish", "one red fish"]);
  assert.deepEqual(file.searches("fish", { limit: 2 }), ["blue fish", "one red fish"]);
  assert.deepEqual(file.searches("fis"), []);
  assert.deepEqual(file.searches(""), []);
  assert.deepEqual(file.searches("!?"), []);
});

searchTest("words are found in any language", (file, settle) => {
  file.says(
    [1, "我们明天去東京旅行"],
    [2, "สวัสดีชาวโลกทุกคน"],
    [3, "how naïve"],
    [4, "\x0304,12red\x03 \x02al\x02ert"],
    [5, "𠮷野家に行く"],
    [6, "Привет, МИР"],
  );
  settle();
  assert.deepEqual(file.searches("東京"), ["我们明天去東京旅行"]);
  assert.deepEqual(file.searches("ชาวโลก"), ["สวัสดีชาวโลกทุกคน"]);
  assert.deepEqual(file.searches("naive"), ["how naïve"]);
  assert.deepEqual(file.searches("NAÏVE how"), ["how naïve"]);
  assert.equal(file.searches("red alert").length, 1);
  assert.deepEqual(file.searches("𠮷野家"), ["𠮷野家に行く"]);
  assert.deepEqual(file.searches("мир"), ["Привет, МИР"]);
});

searchTest("words that mean something to the index mean nothing here", (file, settle) => {
  file.says([1, "to be OR NOT to be AND more"], [2, 'say "near" NEAR(a b) col:x -y * ^']);
  settle();
  assert.equal(file.searches("or not and").length, 1);
  assert.equal(file.searches('"near" NEAR(').length, 1);
  assert.equal(file.searches("col:x").length, 1);
  assert.equal(file.searches('"').length, 0);
  assert.equal(file.searches("\uE0001x0").length, 0);
});

searchTest("a sender's messages are found, with words and without", (file, settle) => {
  file.says([1, "mine", { nick: "Ann" }], [2, "yours", { nick: "bob" }], [3, "ann said mine", {
    nick: "bob",
  }]);
  settle();
  assert.deepEqual(file.searches("", { from: "ann" }), ["mine"]);
  assert.deepEqual(file.searches("mine", { from: "BOB" }), ["ann said mine"]);
  assert.deepEqual(file.searches("", { from: "an" }), []);
});

searchTest("a search may be between two times", (file, settle) => {
  for (let key = 1; key <= 6; key++) file.says([key, `word ${key}`, { timeMs: key * 100_000 }]);
  settle();
  assert.deepEqual(file.searches("word", { afterMs: 400_000 }), ["word 5", "word 6"]);
  assert.deepEqual(file.searches("word", { beforeMs: 200_000 }), ["word 1"]);
  const between = { afterMs: 200_000, beforeMs: 500_000 };
  assert.deepEqual(file.searches("word", between), ["word 3", "word 4"]);
  assert.deepEqual(file.searches("word", { ...between, limit: 1 }), ["word 4"]);
});

searchTest("nothing is found that may not be read", (file, settle) => {
  const { openSaid, openEvent, restrictedSaid } = lineClass;
  file.says(
    [1, "word open"],
    [2, "word closed early", { class: restrictedSaid }],
    [3, "word elsewhere", { log: logOf("#other") }],
    [4, "word closed late", { class: restrictedSaid }],
    [5, "word private", { log: logOf("bob", "ann") }],
    [6, "word of others", { log: logOf("bob", "eve") }],
    [7, "word event", { class: openEvent }],
  );
  settle();
  const within = (...spans: readonly (readonly [0 | 2, number])[]) => ({
    logs: [{
      log: logOf("#lobby"),
      spans: spans.map(([kind, fromKey]) => ({ class: kind, fromKey })),
    }],
  });
  assert.deepEqual(file.searches("word", within([openSaid, 0])), ["word open"]);
  assert.deepEqual(file.searches("word", within([openSaid, 2])), []);
  const late = within([openSaid, 0], [restrictedSaid, 3]);
  assert.deepEqual(file.searches("word", late), ["word open", "word closed late"]);
  assert.deepEqual(file.searches("word", within()), []);
  assert.deepEqual(file.searches("word", { logs: [] }), []);
  assert.deepEqual(file.searches("word", { logs: [], owner: "ann" }), ["word private"]);
  const both = file.searches("word", { logs: [openLog(logOf("#other"))], owner: "ann" });
  assert.deepEqual(both, ["word elsewhere", "word private"]);
});

searchTest("a message in two logs is found in each", (file, settle) => {
  file.keeps(
    1,
    said(1, "secret word", { log: logOf("bob", "ann") }),
    said(1, "secret word", { log: logOf("ann", "bob"), copy: 1 }),
  );
  settle();
  for (const owner of ["ann", "bob"]) {
    assert.deepEqual(file.searches("word", { logs: [], owner }), ["secret word"]);
  }
});

searchTest("many logs can be searched at once", (file, settle) => {
  for (let key = 1; key <= 600; key++) {
    file.says([key, key % 100 === 0 ? `rare ${key}` : "usual", { log: logOf(`#c${key}`) }]);
  }
  settle();
  const logs = Array.from({ length: 600 }, (_, index) => openLog(logOf(`#c${index}`)));
  const all = ["rare 100", "rare 200", "rare 300", "rare 400", "rare 500"];
  assert.deepEqual(file.searches("rare", { logs }), all);
});

searchTest("a word that is usual elsewhere is found where one may read", (file, settle) => {
  for (let key = 1; key <= 3_000; key++) {
    file.says([key, `word ${key}`, key % 500 === 0 ? {} : { log: logOf("#other") }]);
  }
  settle();
  const all = [500, 1_000, 1_500, 2_000, 2_500, 3_000].map((key) => `word ${key}`);
  assert.deepEqual(file.searches("word"), all);
  assert.deepEqual(file.searches("word", { limit: 2 }), all.slice(-2));
  assert.deepEqual(file.searches("", { from: "ann" }), all);
});

Deno.test("what is in the index and what is not yet are one answer", () => {
  using file = new StoreFile();
  file.says([1, "word 1"], [2, "word 2"]);
  file.tidies();
  file.says([3, "word 3"], [4, "word 4"]);
  assert.deepEqual(file.searches("word"), ["word 1", "word 2", "word 3", "word 4"]);
  assert.deepEqual(file.searches("word", { limit: 3 }), ["word 2", "word 3", "word 4"]);
});

Deno.test("keys of later starts are far away, and what was said before them is found", () => {
  using file = new StoreFile();
  for (const key of [1, 1_000_000_001, 5_000_000_001, 3_000_000_000_000_000]) {
    file.says([key, `word ${key}`, { timeMs: 1_000 }]);
    file.tidies();
  }
  assert.equal(file.searches("word").length, 4);
});

Deno.test("the index goes on where it stopped", () => {
  using file = new StoreFile();
  for (let key = 1; key <= 1_000; key++) file.says([key, `word w${key}`]);
  assert.ok(file.tidies() > 3);
  const count = file.database.prepare("SELECT count(*) AS n FROM word WHERE word MATCH 'word'");
  assert.equal(count.get()?.n, 1_000);
  assert.deepEqual(file.searches("w777"), ["word w777"]);
});

Deno.test("a search that finds little among much ends in time, with what it has", () => {
  using file = new StoreFile();
  const logs = [openLog()];
  const records = (from: number) =>
    Array.from({ length: 1_000 }, (_, index) => said(from + index, "alpha beta gamma delta é"));
  for (let key = 1; key < 60_000; key += 1_000) file.keeps(key + 999, ...records(key));
  file.says([60_001, "needle"]);
  const query: ArchiveQuery = { kind: "search", logs, owner: "", words: "needle", limit: 100 };
  const startMs = performance.now();
  const found = file.finds(query);
  const tookMs = performance.now() - startMs;
  assert.equal(found.length, 1);
  assert.ok(tookMs < 2_000, `It took ${tookMs} ms`);
});

Deno.test("a search that has taken 200 ms gives what it has found until then, the newest", () => {
  using file = new StoreFile();
  file.says([1, "needle one"], [2, "needle two"], [3, "needle three"], [4, "needle four"]);
  const search = {
    kind: "search",
    logs: [openLog()],
    owner: "",
    words: "needle",
    limit: 100,
  } as const;
  let nowMs = 0;
  const found = searchLines(file.database, search, () => nowMs += 80);
  assert.deepEqual(found.map(textOf), ["needle two", "needle three", "needle four"]);
});
