/** Takes lines out of the file so that they can't be found in it any more. To be called within a transaction. */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { indexText } from "./index_words.ts";

/** Erases one message of a log, with all that was kept of it. */
export function eraseMessage(database: DatabaseSync, log: number, key: number): void {
  const found = database.prepare(
    "SELECT * FROM line WHERE log = ? AND class BETWEEN 0 AND 3 AND key = ?",
  );
  for (const row of found.all(log, key)) forgetWords(database, row);
  database.prepare("DELETE FROM line WHERE log = ? AND class BETWEEN 0 AND 3 AND key = ?").run(
    log,
    key,
  );
}

/** Erases all lines of a log. */
export function eraseLog(database: DatabaseSync, log: number): void {
  for (const row of database.prepare("SELECT * FROM line WHERE log = ?").iterate(log)) {
    forgetWords(database, row);
  }
  database.prepare("DELETE FROM line WHERE log = ?").run(log);
}

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Words that are not in the index yet are not to come into it either. */
function forgetWords(database: DatabaseSync, row: Row): void {
  const indexedId = Number(
    database.prepare("SELECT value FROM meta WHERE name = 'indexedId'").get()?.value ?? 0,
  );
  const find = database.prepare("SELECT id FROM searchable WHERE id = ? AND log = ?");
  for (const copy of [0, 1]) {
    const id = Number(row.key) * 2 + copy;
    if (find.get(id, Number(row.log)) === undefined) continue;
    database.prepare("DELETE FROM searchable WHERE id = ?").run(id);
    if (id > indexedId) continue;
    database.prepare("INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)")
      .run(id, indexText(Number(row.log), Number(row.class), String(row.text)));
  }
}
