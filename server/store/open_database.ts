/** The file of a server. */

import { randomBytes } from "node:crypto";
import { errorText } from "../core/error_text.ts";
import { lastImportedKey } from "./import_keys.ts";
import { migrate, schemaVersion } from "./schema.ts";
import { StoreDatabase } from "./store_database.ts";

/** The file can't be used as it is; the message is for the operator. */
export class UnusableFile extends Error {
  /** `message` is a whole sentence or two. */
  constructor(message: string) {
    super(message);
    this.name = "UnusableFile";
  }
}

/** "chat" in the file's header tells it from files of other programs: https://sqlite.org/pragma.html#pragma_application_id */
const applicationId = 0x63686174;

/** How many bytes of the file SQLite may map into memory, so that reading needs no copies. */
const mappedBytes = 1024 * 1024 * 1024;

/** How many bytes the write-ahead log may keep when it is not needed. */
const journalBytes = 64 * 1024 * 1024;

/** How long is waited for another connection to the file. */
const timeoutMs = 5_000;

/**
 * Opens a file for the one process that may write to it, makes it where there is none, and brings it to today's form.
 * `file` may be ":memory:".
 *
 * @throws {UnusableFile} where it is newer than this program, damaged or no such file at all. It is left as it was.
 */
export function openForWriting(file: string): StoreDatabase {
  const database = open(file, false);
  try {
    const version = readVersion(database, file);
    // Only a file without pages can be made to give pages back.
    if (version === 0) database.exec("PRAGMA auto_vacuum = INCREMENTAL");
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      PRAGMA journal_size_limit = ${journalBytes};
    `);
    if (version < schemaVersion) {
      database.transact(() => {
        migrate(database, version);
        if (version > 0) return;
        database.exec(`PRAGMA application_id = ${applicationId}`);
        insertMeta(database);
      });
    }
    return database;
  } catch (error) {
    database.close();
    throw unusable(error, file);
  }
}

/**
 * Opens a file to read from it, beside the process that writes to it.
 *
 * @throws {UnusableFile} where it is of another form than this program's.
 */
export function openForReading(file: string): StoreDatabase {
  const database = open(file, true);
  try {
    const version = readVersion(database, file);
    if (version === schemaVersion) return database;
    throw new UnusableFile(
      `File "${file}" is older than this program. Start the server with it once.`,
    );
  } catch (error) {
    database.close();
    throw unusable(error, file);
  }
}

function open(file: string, readOnly: boolean): StoreDatabase {
  try {
    if (!readOnly && file !== ":memory:") createPrivately(file);
    const database = new StoreDatabase(file, { readOnly, timeoutMs });
    // Nothing is written outside of the folder.
    database.exec(
      `PRAGMA mmap_size = ${mappedBytes}; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY`,
    );
    return database;
  } catch (error) {
    throw unusable(error, file);
  }
}

/** What people say is for nobody else on this machine. SQLite gives its other files the mode of this one. */
function createPrivately(file: string): void {
  try {
    Deno.openSync(file, { write: true, createNew: true, mode: 0o600 }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

function readVersion(database: StoreDatabase, file: string): number {
  const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  const id = Number(database.prepare("PRAGMA application_id").get()?.application_id);
  const { count } = { ...database.prepare("SELECT count(*) AS count FROM sqlite_schema").get() };
  const isNew = version === 0 && Number(count) === 0;
  if (!isNew && id !== applicationId) {
    throw new UnusableFile(`File "${file}" is no file of chat. Give --data another folder.`);
  }
  if (version > schemaVersion) {
    throw new UnusableFile(
      `File "${file}" was written by a newer version of chat. Start that one, or give --data another folder.`,
    );
  }
  return version;
}

/** The epoch tells message ids of this file from those of all others; the cloak's key keeps bans true. */
function insertMeta(database: StoreDatabase): void {
  const nowMs = Date.now();
  database.setMeta("epoch", nowMs.toString(36));
  database.setMeta("cloakKey", randomBytes(32).toString("base64"));
  database.setMeta("reservedKey", lastImportedKey(nowMs));
  database.setMeta("lastTime", 0);
  database.setMeta("indexedId", 0);
}

/** What SQLite says, in words for the operator. */
export function unusable(error: unknown, file: string): UnusableFile {
  if (error instanceof UnusableFile) return error;
  const why = errorText(error);
  if (/malformed|not a database|corrupt/i.test(why)) {
    return new UnusableFile(
      `File "${file}" is damaged (${why}). Put a backup in its place, or give --data another folder; it is left as it is.`,
    );
  }
  return new UnusableFile(`File "${file}" can't be used: ${why}.`);
}
