/** The form of the file, and how older files are brought to it. */

import type { StoreDatabase } from "./store_database.ts";

/**
 * Each step takes a file from its place in this list to the next one; PRAGMA user_version counts them. A step that has
 * been published is never changed.
 *
 * - `meta`: single values; see `Meta` in `open_database`.
 * - `log`: a channel's log has the owner "".
 * - `line`: clustered so that a page of one class is one walk. Keys go up with time over all logs.
 * - `tick`: now and then a key with its time, so that a time is a place without an index of times.
 * - `searchable`: lines with words, by an id that goes up with the key; `word` has the words up to `meta.indexedId`.
 * - `member.source`: folded.
 * - `ban.kind`: ban or mute; `ban.target`: folded; `ban.until`: NULL for good; `ban.state`: a `Ban`.
 * - `account.name`: folded; `account.state`: an `AccountState`.
 * - `word`: `words.ts` has cut the words; of the tokenizer it needs only that letters beyond ASCII are letters.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (owner, name)
  );
  CREATE TABLE line (
    log INTEGER NOT NULL,
    class INTEGER NOT NULL,
    key INTEGER NOT NULL,
    part INTEGER NOT NULL,
    time INTEGER NOT NULL,
    author TEXT NOT NULL,
    tags TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (log, class, key, part)
  ) WITHOUT ROWID;
  CREATE TABLE tick (key INTEGER PRIMARY KEY, time INTEGER NOT NULL);
  CREATE INDEX tick_time ON tick (time);
  CREATE TABLE channel (name TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE member (
    channel TEXT NOT NULL,
    source TEXT NOT NULL,
    ranks INTEGER NOT NULL,
    PRIMARY KEY (channel, source)
  ) WITHOUT ROWID;
  CREATE TABLE once (id TEXT PRIMARY KEY, key INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX once_time ON once (time);
  CREATE TABLE marker (
    owner TEXT NOT NULL,
    target TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (owner, target)
  ) WITHOUT ROWID;
  CREATE TABLE searchable (id INTEGER PRIMARY KEY, log INTEGER NOT NULL, class INTEGER NOT NULL);
  CREATE VIRTUAL TABLE word USING fts5 (
    words, content = '', columnsize = 0, detail = none,
    tokenize = "ascii"
  );
  INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
  `,
  `
  CREATE TABLE account (name TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  CREATE TABLE ban (
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    until INTEGER,
    state TEXT NOT NULL,
    PRIMARY KEY (kind, target)
  ) WITHOUT ROWID;
  `,
];

/** What a file of this program's version has as its PRAGMA user_version. */
export const schemaVersion: number = steps.length;

/** Brings an open file to the form of today. To be called within a transaction. */
export function migrate(database: StoreDatabase, fromVersion: number): void {
  for (const step of steps.slice(fromVersion)) database.exec(step);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}
