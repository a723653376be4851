import assert from "node:assert/strict";
import { type ChannelState, type KeepRecord, lineClass } from "../../server/core/archive.ts";
import { restoreChannels } from "../../server/core/restore.ts";
import { World } from "../../server/core/world.ts";
import { networks } from "../../server/net/network.ts";
import { answerQuery } from "../../server/store/answer_query.ts";
import { loadState } from "../../server/store/load_state.ts";
import { logOf, openLog, said, StoreFile, textOf } from "../helpers/store_file.ts";

function renamed(key: number, from: string, to: string): KeepRecord {
  return { kind: "logRenamed", from, to, key };
}

/** What is read of a channel, oldest first. */
function read(file: StoreFile, name: string): readonly string[] {
  const page = { ...openLog(logOf(name)), kind: "page", order: "oldest", limit: 99 } as const;
  const answer = answerQuery(file.database, page);
  assert.equal(answer.kind, "lines");
  return answer.lines.map(textOf);
}

Deno.test("a log goes by its other name with all that was said in it, before and after", () => {
  using file = new StoreFile();
  const inA = { log: logOf("#a") };
  file.keeps(1, said(1, "one", inA));
  file.keeps(2, renamed(2, "#a", "#b"), said(3, "two", { log: logOf("#b") }));
  assert.deepEqual(read(file, "#b"), ["one", "two"]);
  assert.deepEqual(read(file, "#a"), []);
  file.keeps(4, said(4, "new", inA));
  assert.deepEqual(read(file, "#a"), ["new"]);
  assert.deepEqual(read(file, "#b"), ["one", "two"]);
});

Deno.test("what an ended channel of the new name had said is not read any more", () => {
  using file = new StoreFile();
  file.keeps(1, said(1, "ended", { log: logOf("#b") }), said(2, "mine", { log: logOf("#a") }));
  file.keeps(3, renamed(3, "#a", "#b"));
  assert.deepEqual(read(file, "#b"), ["mine"]);
  file.keeps(4, renamed(4, "#b", "#a"), renamed(5, "#a", "#b"), renamed(6, "#none", "#c"));
  assert.deepEqual(read(file, "#b"), ["mine"]);
});

Deno.test("a private talk with someone whose nick is like a channel's name is not renamed", () => {
  using file = new StoreFile();
  const log = logOf("#a", "owner");
  file.keeps(1, said(1, "private", { log }));
  file.keeps(2, renamed(2, "#a", "#b"));
  const page = { log, spans: [{ class: lineClass.openSaid, fromKey: 0 }] } as const;
  const answer = answerQuery(file.database, { ...page, kind: "page", order: "oldest", limit: 9 });
  assert.equal(answer.kind === "lines" && answer.lines.length, 1);
});

Deno.test("a channel comes back after a restart with its metadata", () => {
  using file = new StoreFile();
  const state: ChannelState = {
    name: "#Tea",
    life: 1,
    createdAtMs: 1,
    flags: "nt",
    lists: {},
    metadata: { url: "http://tea.example/", __proto__x: "y" },
  };
  file.keeps(1, { kind: "channel", state }, {
    kind: "member",
    channel: "#tea",
    source: "ann!~u@h",
    ranks: 4,
  });
  const world = new World({
    epoch: "e",
    lease: "lease",
    serverName: "chat.local",
    info: { version: "chat-1", startedAt: "today", motd: [] },
    networks,
    nowMs: 1,
  });
  restoreChannels(world, loadState(file.database, 0).channels, 1);
  assert.deepEqual(
    [...world.channel("#tea")?.metadata ?? []],
    Object.entries(state.metadata ?? {}),
  );
});
