import assert from "node:assert/strict";
import { type ChannelState, lineClass } from "../../server/core/archive.ts";
import { answerQuery } from "../../server/store/answer_query.ts";
import { fileIn } from "../../server/store/data_folder.ts";
import { loadState } from "../../server/store/load_state.ts";
import { logOf, openLog, said, StoreFile, TestFolder, textOf } from "../helpers/store_file.ts";

const cafe: ChannelState = {
  name: "#Cafe",
  life: 3,
  createdAtMs: 1_000,
  topic: { text: "Tea", setBy: "ann!~u@h", setAtMs: 2_000 },
  flags: "nt",
  key: "sugar",
  limit: 7,
  lists: { b: [{ mask: "*!*@bad", setBy: "ann!~u@h", setAtMs: 3_000 }], e: [], I: [] },
};

Deno.test("each start gets keys that no earlier one may have given, however it ended", () => {
  using folder = new TestFolder();
  const starts = [1, 2, 3].map(() => {
    using file = new StoreFile(fileIn(folder.path));
    const first = file.writer.reserve();
    const last = first + 700_000_000;
    file.says([last, "much later"]);
    // A server may have given this key, and shown it, without having it kept.
    const shown = last + 100_000_000;
    return { first, shown };
  });
  const keys = starts.flatMap(({ first, shown }) => [first, shown]);
  assert.deepEqual(keys, keys.toSorted((one, other) => one - other));
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("keys are reserved before the first of them may be given", () => {
  using folder = new TestFolder();
  using file = new StoreFile(fileIn(folder.path));
  const first = file.writer.reserve();
  using copy = new TestFolder();
  // What is on the disk when the power fails now.
  for (const { name } of Deno.readDirSync(folder.path)) {
    if (!name.endsWith("-shm")) {
      Deno.copyFileSync(`${folder.path}/${name}`, `${copy.path}/${name}`);
    }
  }
  using survivor = new StoreFile(fileIn(copy.path));
  assert.ok(survivor.writer.reserve() > first);
});

Deno.test("a start goes on after the time of the last that was kept", () => {
  using file = new StoreFile();
  file.says([1, "from the future", { timeMs: 9_000_000_000_000 }]);
  assert.equal(loadState(file.database, 0).lastTimeMs, 9_000_000_000_000);
});

Deno.test("a batch that fails leaves nothing of itself", () => {
  using file = new StoreFile();
  file.says([1, "one"]);
  // SQLite takes NaN for nothing, which no key may be.
  const bad = said(NaN, "three");
  assert.throws(() => file.keeps(3, said(2, "two", { log: logOf("#new") }), bad));
  file.says([4, "four"], [5, "five", { log: logOf("#new") }]);
  const page = { kind: "page", order: "oldest", limit: 9 } as const;
  assert.deepEqual(file.finds({ ...page, ...openLog() }).map(textOf), ["one", "four"]);
  assert.deepEqual(file.finds({ ...page, ...openLog(logOf("#new")) }).map(textOf), ["five"]);
});

Deno.test("a batch may be written twice without harm", () => {
  using file = new StoreFile();
  const records = [said(1, "one"), said(2, "two")];
  file.keeps(2, ...records);
  file.keeps(2, ...records);
  const lines = file.finds({ kind: "page", order: "oldest", limit: 9, ...openLog() });
  assert.deepEqual(lines.map(textOf), ["one", "two"]);
});

Deno.test("channels come back with their members' ranks", () => {
  using file = new StoreFile();
  file.keeps(
    1,
    { kind: "channel", state: cafe },
    { kind: "member", channel: "#cafe", source: "ann!~u@h", ranks: 4 },
    { kind: "member", channel: "#cafe", source: "bob!~u@h", ranks: 1 },
    { kind: "member", channel: "#cafe", source: "bob!~u@h", ranks: 0 },
    { kind: "member", channel: "#cafe", source: "eve!~u@h", ranks: 2 },
    { kind: "memberGone", channel: "#cafe", source: "eve!~u@h" },
  );
  assert.deepEqual(loadState(file.database, 0).channels, [
    { state: cafe, members: [["ann!~u@h", 4], ["bob!~u@h", 0]] },
  ]);
});

Deno.test("a channel that ended does not come back, nor do its members in its next life", () => {
  using file = new StoreFile();
  const member = { kind: "member", channel: "#cafe", ranks: 4 } as const;
  file.keeps(
    1,
    { kind: "channel", state: cafe },
    { ...member, source: "ann!~u@h" },
    { kind: "channelEnded", channel: "#cafe" },
  );
  assert.deepEqual(loadState(file.database, 0).channels, []);
  file.keeps(2, { kind: "channel", state: cafe }, { ...member, source: "bob!~u@h" });
  assert.deepEqual(loadState(file.database, 0).channels[0]?.members, [["bob!~u@h", 4]]);
});

Deno.test("a channel without anybody comes back only if it is the lobby", () => {
  using file = new StoreFile();
  file.keeps(
    1,
    { kind: "channel", state: cafe },
    { kind: "channel", state: { ...cafe, name: "#lobby" } },
  );
  const names = loadState(file.database, 0).channels.map(({ state }) => state.name);
  assert.deepEqual(names, ["#lobby"]);
});

Deno.test("ids of messages that are sent once come back for a day", () => {
  using file = new StoreFile();
  const day = 24 * 60 * 60_000;
  file.keeps(1, { kind: "once", id: "ann old", key: 1, timeMs: 0 });
  file.keeps(2, { kind: "once", id: "ann new", key: 2, timeMs: day });
  file.keeps(3, { kind: "once", id: "ann newest", key: 3, timeMs: day + 1 });
  assert.deepEqual(loadState(file.database, 0).onces, [
    { id: "ann new", key: 2, timeMs: day },
    { id: "ann newest", key: 3, timeMs: day + 1 },
  ]);
});

Deno.test("a marker is where its owner has put it last", () => {
  using file = new StoreFile();
  const marker = { kind: "marker", owner: "ann", target: "#lobby" } as const;
  assert.deepEqual(answerQuery(file.database, marker), { kind: "marker", timeMs: undefined });
  file.keeps(1, { ...marker, timeMs: 5 }, { ...marker, timeMs: 7 });
  assert.deepEqual(answerQuery(file.database, marker), { kind: "marker", timeMs: 7 });
  const other = answerQuery(file.database, { ...marker, owner: "bob" });
  assert.deepEqual(other, { kind: "marker", timeMs: undefined });
});

Deno.test("who is gone leaves no talk and no marker, and its talk is not in the file any more", () => {
  using folder = new TestFolder();
  using file = new StoreFile(fileIn(folder.path));
  const [mine, hers] = [logOf("bob", "x.1"), logOf("ann", "x.2")];
  const marker = { kind: "marker", owner: "x.1", target: "bob" } as const;
  file.keeps(
    1,
    said(1, "between us", { log: mine }),
    said(1, "between us", { log: hers, copy: 1 }),
    said(2, "unsentimental", { log: mine }),
    { ...marker, timeMs: 5 },
  );
  file.tidies();
  file.keeps(3, { kind: "ownerGone", owner: "x.1" });
  const page = { kind: "page", order: "oldest", limit: 9 } as const;
  assert.deepEqual(file.finds({ ...page, ...openLog(mine) }), []);
  assert.deepEqual(file.finds({ ...page, ...openLog(hers) }).map(textOf), ["between us"]);
  assert.deepEqual(answerQuery(file.database, marker), { kind: "marker", timeMs: undefined });
  file.tidies();
  assert.ok(folder.bytes.includes("between us"));
  assert.ok(!folder.bytes.includes("unsentimental"));
});

Deno.test("a start forgets what those without account said to each other before it", () => {
  using file = new StoreFile();
  file.says([1, "guest", { log: logOf("bob", "x.1") }], [2, "member", {
    log: logOf("bob", "ann"),
  }]);
  file.writer.reserve();
  file.tidies();
  const page = { kind: "page", order: "oldest", limit: 9 } as const;
  assert.deepEqual(file.finds({ ...page, ...openLog(logOf("bob", "x.1")) }), []);
  assert.equal(file.finds({ ...page, ...openLog(logOf("bob", "ann")) }).length, 1);
  assert.equal(file.database.prepare("SELECT count(*) AS n FROM line").get()?.n, 1);
  assert.equal(file.database.prepare("SELECT count(*) AS n FROM log").get()?.n, 1);
});

Deno.test("a log has what was said to it by class", () => {
  using file = new StoreFile();
  file.says([1, "open"], [2, "closed", { class: lineClass.restrictedSaid }]);
  const page = { kind: "page", order: "oldest", limit: 9, log: logOf("#lobby") } as const;
  const spans = [{ class: lineClass.restrictedSaid, fromKey: 0 }];
  assert.deepEqual(file.finds({ ...page, spans }).map(textOf), ["closed"]);
});
