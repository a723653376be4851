/** The file of a server. */

import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { lastImportedKey } from "./import_keys.ts";
import { migrate, schemaVersion } from "./schema.ts";

/** The file can't be used as it is; the message is for the operator. */
export class UnusableFile extends Error {
  /** `message` is a whole sentence or two. */
  constructor(message: string) {
    super(message);
    this.name = "UnusableFile";
  }
}

/** How many bytes of the file SQLite may map into memory, so that reading needs no copies. */
const mappedBytes = 1024 * 1024 * 1024;

/** How many bytes the write-ahead log may keep when it is not needed. */
const journalBytes = 64 * 1024 * 1024;

/**
 * Opens a file for the one process that may write to it, makes it where there is none, and brings it to today's form.
 * `file` may be ":memory:".
 *
 * @throws {UnusableFile} where it is newer than this program, damaged or no such file at all. It is left as it was.
 */
export function openForWriting(file: string): DatabaseSync {
  const database = open(file, false);
  try {
    const version = readVersion(database, file);
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      PRAGMA journal_size_limit = ${journalBytes};
    `);
    if (version === schemaVersion) return database;
    database.exec("BEGIN IMMEDIATE");
    migrate(database, version);
    if (version === 0) insertMeta(database);
    database.exec("COMMIT");
    return database;
  } catch (error) {
    database.close();
    throw explain(error, file);
  }
}

/**
 * Opens a file to read from it, beside the process that writes to it.
 *
 * @throws {UnusableFile} where it is of another form than this program's.
 */
export function openForReading(file: string): DatabaseSync {
  const database = open(file, true);
  try {
    const version = readVersion(database, file);
    if (version === schemaVersion) return database;
    throw new UnusableFile(
      `File "${file}" is older than this program. Start the server with it once.`,
    );
  } catch (error) {
    database.close();
    throw explain(error, file);
  }
}

function open(file: string, readOnly: boolean): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly, timeout: 5_000 });
    database.exec(`PRAGMA mmap_size = ${mappedBytes}; PRAGMA trusted_schema = OFF`);
    return database;
  } catch (error) {
    throw explain(error, file);
  }
}

function readVersion(database: DatabaseSync, file: string): number {
  const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (version > schemaVersion) {
    throw new UnusableFile(
      `File "${file}" was written by a newer version of chat. Start that one, or give --data another folder.`,
    );
  }
  const { count } = { ...database.prepare("SELECT count(*) AS count FROM sqlite_schema").get() };
  if (version === 0 && Number(count) > 0) {
    throw new UnusableFile(`File "${file}" is no file of chat. Give --data another folder.`);
  }
  return version;
}

/** The epoch tells message ids of this file from those of all others; the cloak's key keeps bans true. */
function insertMeta(database: DatabaseSync): void {
  const insert = database.prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
  const nowMs = Date.now();
  insert.run("epoch", nowMs.toString(36));
  insert.run("cloakKey", randomBytes(32).toString("base64"));
  insert.run("reservedKey", lastImportedKey(nowMs));
  insert.run("lastTime", 0);
  insert.run("indexedId", 0);
}

/** What SQLite says by number, in words for the operator. */
function explain(error: unknown, file: string): Error {
  if (error instanceof UnusableFile) return error;
  const why = error instanceof Error ? error.message : String(error);
  if (/malformed|not a database|corrupt/i.test(why)) {
    return new UnusableFile(
      `File "${file}" is damaged (${why}). Put a backup in its place, or give --data another folder; it is left as it is.`,
    );
  }
  return new UnusableFile(`File "${file}" can't be used: ${why}.`);
}
