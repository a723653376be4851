import assert from "node:assert/strict";
import type { StoreDatabase } from "../../server/store/store_database.ts";
import { lineClass } from "../../server/core/archive.ts";
import { formatMsgid } from "../../server/core/msgid.ts";
import { readMsgid } from "../../server/core/read_msgid.ts";
import { keyOfTime } from "../../server/store/import_keys.ts";
import { type Imported, type ImportedLine, LineImporter } from "../../server/store/import_lines.ts";
import { listLogs, type LogLine, readLogLines } from "../../server/store/log_lines.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import { readPage } from "../../server/store/read_page.ts";
import { searchLines } from "../../server/store/search.ts";
import { withRuns } from "../../server/store/line_run.ts";
import { Writer } from "../../server/store/writer.ts";

const day = Date.UTC(2024, 0, 1);

function said(text: string, timeMs: number, more: Partial<ImportedLine> = {}): ImportedLine {
  return {
    channel: "#x",
    timeMs,
    precisionMs: 1,
    isSaid: true,
    isRestricted: false,
    part: 0,
    tags: "",
    line: `:ann PRIVMSG #x :${text}`,
    msgid: undefined,
    ...more,
  };
}

/** Imports lines in one go; gives what became of each. */
function importInto(database: StoreDatabase, lines: readonly ImportedLine[]): readonly string[] {
  const importer = new LineImporter(database, Date.now());
  const results = lines.map((line) => importer.add(line));
  importer.finish();
  return results.map(tell);
}

function tell(result: Imported): string {
  return result.kind === "refused" ? result.why : result.kind;
}

function linesOf(database: StoreDatabase, name = "#x"): readonly LogLine[] {
  const log = listLogs(database, false).find((each) => each.name === name);
  if (log === undefined) return [];
  return [...readLogLines(database, log, { sinceMs: undefined, untilMs: undefined })];
}

function textsOf(database: StoreDatabase, name = "#x"): readonly string[] {
  return linesOf(database, name).map(({ line }) => line.replace(/^.*:/, ""));
}

/** Has a server's own message kept, as the first start of a server would. */
function serverSays(database: StoreDatabase, text: string, timeMs = Date.now()): number {
  const writer = new Writer(database);
  const key = writer.reserve() + 1;
  const line = { key, part: 0, timeMs, author: "u1", tags: "", line: `:bob PRIVMSG #x :${text}` };
  const log = { owner: "", name: "#x" };
  const record = { kind: "line", log, class: lineClass.openSaid, copy: 0, line } as const;
  writer.append({ lastKey: key, lastTimeMs: timeMs, records: withRuns([record]) });
  return key;
}

function epochOf(database: StoreDatabase): string {
  return String(database.prepare("SELECT value FROM meta WHERE name = 'epoch'").get()?.value);
}

Deno.test("what is imported stands in the order of its times, whatever came first", () => {
  using database = openForWriting(":memory:");
  importInto(database, [said("three", day + 3_000), said("four", day + 400_000)]);
  importInto(database, [said("one", day), said("two", day + 2_000)]);
  assert.deepEqual(textsOf(database), ["one", "two", "three", "four"]);
});

Deno.test("what is imported stands before what the server itself has kept", () => {
  using database = openForWriting(":memory:");
  serverSays(database, "new");
  assert.deepEqual(importInto(database, [said("old", day)]), ["added"]);
  serverSays(database, "newer");
  assert.deepEqual(textsOf(database), ["old", "new", "newer"]);
});

Deno.test("a server's keys begin above all of the time before it", () => {
  using database = openForWriting(":memory:");
  assert.ok(serverSays(database, "new") > keyOfTime(Date.now()));
});

Deno.test("the same lines twice double nothing", () => {
  using database = openForWriting(":memory:");
  const lines = [said("a", day), said("a", day), said("a", day + 1), said("b", day)];
  assert.deepEqual(importInto(database, lines), Array(4).fill("added"));
  assert.deepEqual(importInto(database, lines), Array(4).fill("known"));
  assert.deepEqual(textsOf(database), ["a", "a", "a", "b"]);
});

Deno.test("of an import that was broken off only the rest is added", () => {
  using database = openForWriting(":memory:");
  const minute = { precisionMs: 60_000 };
  const lines = ["a", "b", "a", "c"].map((text) => said(text, day, minute));
  importInto(database, lines.slice(0, 2));
  assert.deepEqual(importInto(database, lines), ["known", "known", "added", "added"]);
  assert.deepEqual(textsOf(database), ["a", "b", "a", "c"]);
});

Deno.test("what still waits when an import fails is not there", () => {
  using database = openForWriting(":memory:");
  const importer = new LineImporter(database, Date.now());
  importer.add(said("a", day));
  importer.abandon();
  assert.deepEqual(linesOf(database), []);
});

Deno.test("a slice that is full is kept whatever comes after it", () => {
  using database = openForWriting(":memory:");
  const importer = new LineImporter(database, Date.now());
  for (let at = 0; at < 2_001; at++) importer.add(said(`m${at}`, day + at * 10));
  importer.abandon();
  assert.equal(linesOf(database).length, 2_000);
});

Deno.test("a minute has room for more than a second has, and its lines keep their order", () => {
  using database = openForWriting(":memory:");
  const lines = Array.from(
    { length: 1_000 },
    (_, at) => said(`m${at}`, day, { precisionMs: 60_000 }),
  );
  importInto(database, lines);
  assert.deepEqual(textsOf(database), lines.map((_, at) => `m${at}`));
  const last = linesOf(database).at(-1);
  assert.ok(last !== undefined && last.timeMs > day && last.timeMs < day + 60_000);
  assert.deepEqual(importInto(database, lines), Array(1_000).fill("known"));
});

Deno.test("a second that is full takes no more, and no message loses its id to another", () => {
  using database = openForWriting(":memory:");
  const lines = Array.from(
    { length: 257 },
    (_, at) => said(`m${at}`, day, { channel: at % 2 === 0 ? "#x" : "#y" }),
  );
  const results = importInto(database, lines);
  assert.deepEqual(results.slice(255), ["added", "is one of too many at the same time"]);
  const keys = [...linesOf(database), ...linesOf(database, "#y")].map(({ key }) => key);
  assert.equal(new Set(keys).size, 256);
});

Deno.test("what is younger than the store, from the future or of no time is refused", () => {
  using database = openForWriting(":memory:");
  const nowMs = Date.now();
  const importer = new LineImporter(database, nowMs + 60_000);
  assert.match(tell(importer.add(said("a", nowMs + 5_000))), /^is younger than this store/);
  assert.equal(tell(importer.add(said("a", nowMs + 90_000))), "is from the future");
  assert.equal(tell(importer.add(said("a", 0))), "has no time");
});

Deno.test("a store that has nothing goes on with the ids of the one that it is given", () => {
  using first = openForWriting(":memory:");
  const epoch = (day + 5_000).toString(36);
  const own = keyOfTime(day + 5_000) + 1_000;
  const ids = [keyOfTime(day) + 7, own, own + 1];
  const times = [day, day + 8_000, day + 8_000];
  const lines = ids.map((key, at) => said(`m${at}`, times[at] ?? 0, { msgid: { epoch, key } }));
  assert.deepEqual(importInto(first, lines), Array(3).fill("added"));
  assert.equal(epochOf(first), epoch);
  assert.deepEqual(linesOf(first).map(({ key }) => key), ids);
  assert.ok(serverSays(first, "next") > own + 1);
  assert.deepEqual(importInto(first, lines), Array(3).fill("known"));
});

Deno.test("ids of another server are given anew where something is there already", () => {
  using database = openForWriting(":memory:");
  const epoch = epochOf(database);
  serverSays(database, "new");
  const line = said("old", day, { msgid: { epoch: "abc", key: 77 } });
  assert.deepEqual(importInto(database, [line]), ["added"]);
  assert.deepEqual(importInto(database, [line]), ["known"]);
  assert.equal(epochOf(database), epoch);
  assert.notEqual(linesOf(database)[0]?.key, 77);
});

Deno.test("an id that does not go with its time is refused", () => {
  using database = openForWriting(":memory:");
  const key = serverSays(database, "new");
  const epoch = epochOf(database);
  const wrong = "has an id that does not go with its time";
  const results = importInto(database, [
    said("a", day, { msgid: { epoch, key: key + 10 } }),
    said("b", day, { msgid: { epoch, key: keyOfTime(day + 1_000) } }),
    said("c", day, { msgid: { epoch, key: 2 ** 52 } }),
    said("d", day, { msgid: { epoch, key: keyOfTime(day) } }),
  ]);
  assert.deepEqual(results, [wrong, wrong, "has an id that no server gives", "added"]);
});

Deno.test("one id is not given to two messages of two channels", () => {
  using database = openForWriting(":memory:");
  const msgid = { epoch: epochOf(database), key: keyOfTime(day) };
  const results = importInto(database, [
    said("a", day, { msgid }),
    said("b", day, { msgid, channel: "#y" }),
  ]);
  assert.deepEqual(results, ["added", "has the id of another message"]);
});

Deno.test("what is imported is found by words and by time, before and after the index was there", () => {
  using database = openForWriting(":memory:");
  importInto(database, [said("late apple", day + 100_000_000)]);
  importInto(database, [said("early apple", day), said("pear", day + 50_000_000)]);
  const spans = [{ class: lineClass.openSaid, fromKey: 0 }];
  const logs = [{ log: { owner: "", name: "#x" }, spans }];
  const found = searchLines(database, {
    kind: "search",
    logs,
    owner: "",
    words: "apple",
    limit: 10,
  });
  assert.deepEqual(found.map(({ line }) => line.replace(/^.*:/, "")), [
    "early apple",
    "late apple",
  ]);
  const [readable] = logs;
  assert.ok(readable !== undefined);
  const between = readPage(database, readable, {
    after: { kind: "time", timeMs: day },
    before: { kind: "time", timeMs: day + 100_000_000 },
    order: "oldest",
    limit: 10,
  });
  assert.deepEqual(between.map(({ line }) => line), [":ann PRIVMSG #x :pear"]);
});

Deno.test("an id is read back as it was written, and nothing else is one", () => {
  assert.deepEqual(readMsgid(formatMsgid("abc", 123)), { epoch: "abc", key: 123 });
  for (const text of ["", "x", `${formatMsgid("abc", 1)}0`, "00000abc000000000-"]) {
    assert.equal(readMsgid(text), undefined);
  }
});
