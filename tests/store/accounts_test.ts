import assert from "node:assert/strict";
import type { KeepRecord } from "../../server/core/archive.ts";
import { accountOwner } from "../../server/core/user.ts";
import { loadState } from "../../server/store/load_state.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import { withRuns } from "../../server/store/line_run.ts";
import { Writer } from "../../server/store/writer.ts";
import { testCredential } from "../helpers/policy.ts";

const ann = { name: "Ann", madeAtMs: 5, credential: testCredential("sesame") };

/** Gives the accounts that a start finds when all this has been kept. */
function accountsAfter(...records: readonly KeepRecord[]) {
  const database = openForWriting(":memory:");
  const writer = new Writer(database);
  writer.append({ lastKey: 1, lastTimeMs: 1, records: withRuns(records) });
  const { accounts } = loadState(database, 1);
  database.close();
  return accounts;
}

Deno.test("accounts are found again at a start, with how far they have read", () => {
  const owner = accountOwner("Ann");
  const bob = { ...ann, name: "bob", madeAtMs: 3 };
  const marker = (target: string, timeMs: number) =>
    ({ kind: "marker", owner, target, timeMs }) as const;
  const accounts = accountsAfter(
    { kind: "account", state: ann },
    { kind: "account", state: bob },
    marker("#b", 20),
    marker("#a", 10),
    marker("#c", 5),
    marker("#b", 7),
    { kind: "markerGone", owner, target: "#c" },
  );
  assert.deepEqual(accounts, [
    { state: bob, readUpToMs: [] },
    { state: ann, readUpToMs: [["#b", 7], ["#a", 10]] },
  ]);
});

Deno.test("a channel that belongs to an account is found again though nobody is in it", () => {
  const database = openForWriting(":memory:");
  const writer = new Writer(database);
  const state = { name: "#a", life: 1, createdAtMs: 1, flags: "nt", lists: {} };
  const records = [
    { kind: "channel", state: { ...state, owner: "Ann" } },
    { kind: "channel", state: { ...state, name: "#b" } },
  ] as const;
  writer.append({ lastKey: 1, lastTimeMs: 1, records: withRuns(records) });
  const { channels } = loadState(database, 1);
  assert.deepEqual(channels.map(({ state: { name, owner } }) => [name, owner]), [["#a", "Ann"]]);
  database.close();
});

Deno.test("a file from before there were accounts is brought to today's form", async () => {
  const folder = await Deno.makeTempDir({ prefix: "chat-accounts-" });
  try {
    const old = openForWriting(`${folder}/chat.db`);
    old.exec("DROP TABLE account; DROP TABLE ban; PRAGMA user_version = 1");
    old.close();
    const database = openForWriting(`${folder}/chat.db`);
    const writer = new Writer(database);
    writer.append({ lastKey: 1, lastTimeMs: 1, records: [{ kind: "account", state: ann }] });
    assert.equal(loadState(database, 1).accounts.length, 1);
    database.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an account that was dropped is not found again, nor what it has read", () => {
  const owner = accountOwner("Ann");
  const records = [
    { kind: "account", state: ann },
    { kind: "marker", owner, target: "#a", timeMs: 10 },
    { kind: "accountGone", account: "ann" },
    { kind: "ownerGone", owner },
  ] as const;
  assert.deepEqual(accountsAfter(...records), []);
  const [again] = accountsAfter(...records, { kind: "account", state: ann });
  assert.deepEqual(again, { state: ann, readUpToMs: [] });
});
