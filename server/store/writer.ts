/** Writes to the file. Synchronous: it belongs into a worker. */

import { Buffer } from "node:buffer";
import { foldName } from "../../wire/casemap.ts";
import { type Ban, targetKey } from "../core/ban.ts";
import { type LineClass, lineClass, type LogName } from "../core/archive.ts";
import { type Batch, reservedKeys } from "./batch.ts";
import { eraseMessage } from "./erase.ts";
import { type BatchRecord, cellsPerLine, type LineRun } from "./line_run.ts";
import type { StoreDatabase } from "./store_database.ts";

/** A time is noted with its key at least this often. */
const tickMs = 60_000;
const tickKeys = 256;

/** So many ids of logs are known without asking. */
const maxKnownLogs = 10_000;

/** Ids of messages that are sent once only are kept for this long. */
const onceMs = 24 * 60 * 60_000;

/** So many rows are inserted by one statement, where there are as many: to run one costs more than a row. */
const severalRows = 8;

/** Statements that insert rows of one log and class, which are their first two parameters. */
interface Insertion {
  /** How many parameters each row has besides. */
  readonly width: number;
  readonly several: string;
  readonly one: string;
}

function insertion(into: string, width: number): Insertion {
  const rows = (count: number): string =>
    Array.from({ length: count }, (_, row) => {
      const own = Array.from({ length: width }, (_, at) => `?${3 + row * width + at}`);
      return `(?1, ?2, ${own.join(", ")})`;
    }).join(", ");
  const sql = `INSERT OR REPLACE INTO ${into} VALUES`;
  return { width, several: `${sql} ${rows(severalRows)}`, one: `${sql} ${rows(1)}` };
}

const columns = "log, class, key, part, time, author, tags, text";
const lineInsertion = insertion(`line (${columns})`, cellsPerLine);
const searchableInsertion = insertion("searchable (log, class, id)", 1);

/** Owner of logs that nobody can ask for any more; `Chores` erases them bit by bit. Nobody can be called that. */
export const nobody = ".";

/** One file's only writer. */
export class Writer {
  readonly #database: StoreDatabase;
  readonly #logs = new Map<string, number>();
  #reservedKey: number;
  #lastTick: { readonly key: number; readonly timeMs: number };
  /** Something was erased that may still stand in the write-ahead log. */
  hasErased = false;

  /** `database` comes from `openForWriting`. */
  constructor(database: StoreDatabase) {
    this.#database = database;
    const tick = database.prepare("SELECT key, time FROM tick ORDER BY key DESC LIMIT 1").get();
    this.#lastTick = { key: Number(tick?.key ?? 0), timeMs: Number(tick?.time ?? 0) };
    this.#reservedKey = Number(database.meta("reservedKey"));
  }

  /**
   * Gives the key after which this server's begin, and reserves those. Whoever had no account is gone since the server
   * ended, however it did, and with them all that only they could read.
   */
  reserve(): number {
    const lastKey = this.#reservedKey;
    this.#database.transact(() => {
      this.#setReservedKey(lastKey + reservedKeys);
      // Ids of users have a dot, which names of accounts can't have.
      this.#run("DELETE FROM marker WHERE owner LIKE '%.%'");
      this.#run(
        `UPDATE log SET owner = '${nobody}', name = id WHERE owner LIKE '%.%' AND owner <> '${nobody}'`,
      );
    });
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
    try {
      this.#database.transact(() => {
        for (const record of records) this.#append(record);
        this.#note(lastKey, lastTimeMs);
      });
    } catch (error) {
      this.#logs.clear();
      this.#lastTick = tick;
      this.#reservedKey = reservedKey;
      throw error;
    }
    this.hasErased ||= records.some(({ kind }) => kind === "erased");
  }

  /** Takes on what is shared with other servers. Nothing may be kept yet. */
  adopt(epoch: string, cloakKey: Uint8Array): void {
    this.#database.setMeta("epoch", epoch);
    this.#database.setMeta("cloakKey", Buffer.from(cloakKey).toString("base64"));
  }

  /** Forgets the numbers of logs: some are no more. */
  forgetLogs(): void {
    this.#logs.clear();
  }

  #note(lastKey: number, lastTimeMs: number): void {
    this.#database.setMeta("lastTime", lastTimeMs);
    this.#database.setMeta("lastKey", lastKey);
    const { key, timeMs } = this.#lastTick;
    if (lastKey - key >= tickKeys || lastTimeMs - timeMs >= tickMs) {
      this.#run("INSERT OR REPLACE INTO tick (key, time) VALUES (?, ?)", lastKey, lastTimeMs);
      this.#lastTick = { key: lastKey, timeMs: lastTimeMs };
    }
    if (this.#reservedKey - lastKey > reservedKeys / 2) return;
    this.#setReservedKey(lastKey + reservedKeys);
  }

  #setReservedKey(key: number): void {
    this.#reservedKey = key;
    this.#database.setMeta("reservedKey", key);
  }

  #append(record: BatchRecord): void {
    switch (record.kind) {
      case "lines":
        return this.#appendLines(record);
      case "channel": {
        const { state } = record;
        const sql = "INSERT OR REPLACE INTO channel (name, state) VALUES (?, ?)";
        return this.#run(sql, foldName(state.name), JSON.stringify(state));
      }
      case "channelEnded":
        this.#run("DELETE FROM channel WHERE name = ?", record.channel);
        return this.#run("DELETE FROM member WHERE channel = ?", record.channel);
      case "logRenamed":
        return this.#renameLog(record.from, record.to);
      case "member": {
        const sql = "INSERT OR REPLACE INTO member (channel, source, ranks) VALUES (?, ?, ?)";
        return this.#run(sql, record.channel, record.source, record.ranks);
      }
      case "memberGone": {
        const sql = "DELETE FROM member WHERE channel = ? AND source = ?";
        return this.#run(sql, record.channel, record.source);
      }
      case "ownerGone":
        return this.#endOwner(record.owner);
      case "erased":
        for (const log of record.logs) {
          const id = this.#findLog(log);
          if (id !== undefined) eraseMessage(this.#database, id, record.key);
        }
        return;
      case "once": {
        const sql = "INSERT OR REPLACE INTO once (id, key, time) VALUES (?, ?, ?)";
        this.#run(sql, record.id, record.key, record.timeMs);
        return this.#run("DELETE FROM once WHERE time < ?", record.timeMs - onceMs);
      }
      case "marker": {
        const sql = "INSERT OR REPLACE INTO marker (owner, target, time) VALUES (?, ?, ?)";
        return this.#run(sql, record.owner, record.target, record.timeMs);
      }
      case "markerGone": {
        const sql = "DELETE FROM marker WHERE owner = ? AND target = ?";
        return this.#run(sql, record.owner, record.target);
      }
      case "account": {
        const { state } = record;
        const sql = "INSERT OR REPLACE INTO account (name, state) VALUES (?, ?)";
        return this.#run(sql, foldName(state.name), JSON.stringify(state));
      }
      case "accountGone":
        return this.#run("DELETE FROM account WHERE name = ?", record.account);
      case "ban":
        return this.#appendBan(record.ban);
      case "snapshot":
        return this.#database.setMeta("snapshot", record.text);
      case "banGone": {
        const sql = "DELETE FROM ban WHERE kind = ? AND target = ?";
        return this.#run(sql, record.banKind, targetKey(record.target));
      }
    }
  }

  #appendLines({ log, class: kind, copy, cells }: LineRun): void {
    const id = this.#logId(log);
    const isSaid = kind === lineClass.openSaid || kind === lineClass.restrictedSaid;
    const searchable: number[] = [];
    for (let at = 0; isSaid && at < cells.length; at += cellsPerLine) {
      if (cells[at + 1] === 0) searchable.push(Number(cells[at]) * 2 + copy);
    }
    this.#insert(lineInsertion, [id, kind], cells);
    this.#insert(searchableInsertion, [id, kind], searchable);
  }

  #insert(
    { width, several, one }: Insertion,
    [id, kind]: readonly [log: number, kind: LineClass],
    cells: readonly (string | number)[],
  ): void {
    const step = severalRows * width;
    let at = 0;
    for (; at + step <= cells.length; at += step) {
      this.#run(several, id, kind, ...cells.slice(at, at + step));
    }
    for (; at < cells.length; at += width) this.#run(one, id, kind, ...cells.slice(at, at + width));
  }

  #appendBan(ban: Ban): void {
    const { kind, target, untilMs = null, setAtMs } = ban;
    const sql = "INSERT OR REPLACE INTO ban (kind, target, until, state) VALUES (?, ?, ?, ?)";
    this.#run(sql, kind, targetKey(target), untilMs, JSON.stringify(ban));
    this.#run("DELETE FROM ban WHERE until <= ?", setAtMs);
  }

  #logId(log: LogName): number {
    const known = `${log.owner} ${log.name}`;
    const found = this.#logs.get(known);
    if (found !== undefined) return found;
    this.#run("INSERT OR IGNORE INTO log (owner, name) VALUES (?, ?)", log.owner, log.name);
    const id = Number(this.#findLog(log));
    if (this.#logs.size >= maxKnownLogs) this.#logs.clear();
    this.#logs.set(known, id);
    return id;
  }

  #findLog({ owner, name }: LogName): number | undefined {
    const sql = "SELECT id FROM log WHERE owner = ? AND name = ?";
    const id = this.#database.prepare(sql).get(owner, name)?.id;
    return id === undefined ? undefined : Number(id);
  }

  #renameLog(from: string, to: string): void {
    this.#run(`UPDATE log SET owner = '${nobody}', name = id WHERE owner = '' AND name = ?`, to);
    this.#run("UPDATE log SET name = ? WHERE owner = '' AND name = ?", to, from);
    this.#logs.clear();
  }

  #endOwner(owner: string): void {
    this.#run("DELETE FROM marker WHERE owner = ?", owner);
    this.#run(`UPDATE log SET owner = '${nobody}', name = id WHERE owner = ?`, owner);
    this.#logs.clear();
  }

  #run(sql: string, ...values: readonly (string | number | null)[]): void {
    this.#database.prepare(sql).run(...values);
  }
}
