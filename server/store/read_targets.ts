/** Which logs have something new: https://ircv3.net/specs/extensions/chathistory#targets */

import { type ArchiveQuery, lineClass, type ReadableLog } from "../core/archive.ts";
import { readPage } from "./read_page.ts";
import type { StoreDatabase } from "./store_database.ts";

/** Most private talks of one owner that are looked at, the newest first. */
const maxTalks = 1_000;

/** Lists logs whose latest line is between two times, by that time. */
export function readTargets(
  database: StoreDatabase,
  { logs, owner, afterMs, beforeMs, order, limit }: Extract<ArchiveQuery, { kind: "targets" }>,
): readonly { readonly name: string; readonly timeMs: number }[] {
  const targets = [...logs, ...talksOf(database, owner)]
    .flatMap((readable) => {
      const [latest] = readPage(database, readable, { order: "newest", limit: 1 });
      return latest === undefined ? [] : [{ name: readable.log.name, timeMs: latest.timeMs }];
    })
    .filter(({ timeMs }) => timeMs > afterMs && timeMs < beforeMs)
    .sort((one, other) => one.timeMs - other.timeMs);
  return order === "oldest" ? targets.slice(0, limit) : targets.slice(-limit);
}

/** The private talks of an owner. */
export function talksOf(database: StoreDatabase, owner: string): readonly ReadableLog[] {
  if (owner === "") return [];
  const sql = "SELECT name FROM log WHERE owner = ? ORDER BY id DESC LIMIT ?";
  return database.prepare(sql).all(owner, maxTalks).map(({ name }) => ({
    log: { owner, name: String(name) },
    spans: [{ class: lineClass.openSaid, fromKey: 0 }],
  }));
}
