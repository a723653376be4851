/** Writes to the file. Synchronous: it belongs into a worker. */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { foldName } from "../../wire/casemap.ts";
import { type KeepRecord, lineClass, type LogName } from "../core/archive.ts";
import { type Batch, reservedKeys } from "./batch.ts";
import { eraseLog, eraseMessage } from "./erase.ts";
import { prepareAll } from "./statements.ts";

/** A time is noted with its key at least this often. */
const tickMs = 60_000;
const tickKeys = 256;

/** So many ids of logs are known without asking. */
const maxKnownLogs = 10_000;

/** Ids of messages that are sent once only are kept for this long. */
const onceMs = 24 * 60 * 60_000;

/** One file's only writer. */
export class Writer {
  readonly #database: DatabaseSync;
  readonly #sql: Readonly<Record<SqlName, StatementSync>>;
  readonly #logs = new Map<string, number>();
  #reservedKey: number;
  #lastTick: { readonly key: number; readonly timeMs: number };

  /** Reserves the keys that the server may give from now on. `database` comes from `openForWriting`. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepareAll(database, sql);
    const tick = database.prepare("SELECT key, time FROM tick ORDER BY key DESC LIMIT 1").get();
    this.#lastTick = { key: Number(tick?.key ?? 0), timeMs: Number(tick?.time ?? 0) };
    this.#reservedKey = Number(this.#sql.meta.get("reservedKey")?.value ?? 0);
  }

  /** Gives the key after which this server's begin, and reserves those. */
  reserve(): number {
    const lastKey = this.#reservedKey;
    this.#reservedKey += reservedKeys;
    this.#sql.setMeta.run("reservedKey", this.#reservedKey);
    return lastKey;
  }

  /**
   * Writes a batch whole or not at all.
   *
   * @throws {Error} of SQLite, where it could not; then nothing of it is in the file.
   */
  append({ lastKey, lastTimeMs, records }: Batch): void {
    const tick = this.#lastTick;
    const reservedKey = this.#reservedKey;
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const record of records) this.#append(record);
      this.#note(lastKey, lastTimeMs);
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.#logs.clear();
      this.#lastTick = tick;
      this.#reservedKey = reservedKey;
      throw error;
    }
    // What was erased is still in the write-ahead log.
    if (records.some(({ kind }) => kind === "erased")) {
      this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  #note(lastKey: number, lastTimeMs: number): void {
    this.#sql.setMeta.run("lastTime", lastTimeMs);
    const { key, timeMs } = this.#lastTick;
    if (lastKey - key >= tickKeys || lastTimeMs - timeMs >= tickMs) {
      this.#sql.tick.run(lastKey, lastTimeMs);
      this.#lastTick = { key: lastKey, timeMs: lastTimeMs };
    }
    if (this.#reservedKey - lastKey > reservedKeys / 2) return;
    this.#reservedKey = lastKey + reservedKeys;
    this.#sql.setMeta.run("reservedKey", this.#reservedKey);
  }

  #append(record: KeepRecord): void {
    switch (record.kind) {
      case "line":
        return this.#appendLine(record);
      case "channel":
        this.#sql.channel.run(foldName(record.state.name), JSON.stringify(record.state));
        return;
      case "channelEnded":
        this.#sql.endChannel.run(record.channel);
        this.#sql.endMembers.run(record.channel);
        return;
      case "member":
        this.#sql.member.run(record.channel, record.source, record.ranks);
        return;
      case "memberGone":
        this.#sql.endMember.run(record.channel, record.source);
        return;
      case "ownerGone":
        return this.#endOwner(record.owner);
      case "erased":
        for (const log of record.logs) {
          const id = this.#sql.findLog.get(log.owner, log.name)?.id;
          if (id !== undefined) eraseMessage(this.#database, Number(id), record.key);
        }
        return;
      case "once":
        this.#sql.once.run(record.id, record.key, record.timeMs);
        this.#sql.endOnce.run(record.timeMs - onceMs);
        return;
      case "marker":
        this.#sql.marker.run(record.owner, record.target, record.timeMs);
        return;
      case "markerGone":
        this.#sql.endMarker.run(record.owner, record.target);
        return;
      case "account":
        this.#sql.account.run(foldName(record.state.name), JSON.stringify(record.state));
        return;
      case "accountGone":
        this.#sql.endAccount.run(record.account);
        return;
    }
  }

  #appendLine(record: Extract<KeepRecord, { kind: "line" }>): void {
    const { log, class: kind, copy, line } = record;
    const id = this.#logId(log);
    const { key, part, timeMs, author, tags, line: text } = line;
    this.#sql.line.run(id, kind, key, part, timeMs, author, tags, text);
    const isSaid = kind === lineClass.openSaid || kind === lineClass.restrictedSaid;
    if (isSaid) this.#sql.searchable.run(key * 2 + copy, id, kind);
  }

  #logId({ owner, name }: LogName): number {
    const known = `${owner} ${name}`;
    const found = this.#logs.get(known);
    if (found !== undefined) return found;
    this.#sql.addLog.run(owner, name);
    const id = Number(this.#sql.findLog.get(owner, name)?.id);
    if (this.#logs.size >= maxKnownLogs) this.#logs.clear();
    this.#logs.set(known, id);
    return id;
  }

  #endOwner(owner: string): void {
    for (const { id } of this.#sql.logsOf.all(owner)) eraseLog(this.#database, Number(id));
    this.#sql.endLogs.run(owner);
    this.#sql.endMarkers.run(owner);
    this.#logs.clear();
  }
}

const sql = {
  meta: "SELECT value FROM meta WHERE name = ?",
  setMeta: "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
  tick: "INSERT OR REPLACE INTO tick (key, time) VALUES (?, ?)",
  addLog: "INSERT OR IGNORE INTO log (owner, name) VALUES (?, ?)",
  findLog: "SELECT id FROM log WHERE owner = ? AND name = ?",
  logsOf: "SELECT id FROM log WHERE owner = ?",
  endLogs: "DELETE FROM log WHERE owner = ?",
  line: "INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  searchable: "INSERT OR REPLACE INTO searchable (id, log, class) VALUES (?, ?, ?)",
  channel: "INSERT OR REPLACE INTO channel (name, state) VALUES (?, ?)",
  endChannel: "DELETE FROM channel WHERE name = ?",
  member: "INSERT OR REPLACE INTO member (channel, source, ranks) VALUES (?, ?, ?)",
  endMember: "DELETE FROM member WHERE channel = ? AND source = ?",
  endMembers: "DELETE FROM member WHERE channel = ?",
  once: "INSERT OR REPLACE INTO once (id, key, time) VALUES (?, ?, ?)",
  endOnce: "DELETE FROM once WHERE time < ?",
  marker: "INSERT OR REPLACE INTO marker (owner, target, time) VALUES (?, ?, ?)",
  endMarker: "DELETE FROM marker WHERE owner = ? AND target = ?",
  endMarkers: "DELETE FROM marker WHERE owner = ?",
  account: "INSERT OR REPLACE INTO account (name, state) VALUES (?, ?)",
  endAccount: "DELETE FROM account WHERE name = ?",
} as const;

type SqlName = keyof typeof sql;
