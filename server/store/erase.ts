/** Takes lines out of the file so that they can't be found in it any more. To be called within a transaction. */

import { lineClass } from "../core/archive.ts";
import { indexText } from "./index_words.ts";
import type { Row, StoreDatabase } from "./store_database.ts";

/** Erases one message of a log, with all that was kept of it. */
export function eraseMessage(database: StoreDatabase, log: number, key: number): void {
  const found = database.prepare("SELECT * FROM line WHERE log = ? AND class = ? AND key = ?");
  for (const kind of Object.values(lineClass)) {
    for (const row of found.all(log, kind, key)) eraseLine(database, row);
  }
}

/** Erases one line, as a row of the table. */
export function eraseLine(database: StoreDatabase, row: Row): void {
  const { log, class: kind, key, part } = row;
  if (part === 0) forgetWords(database, row);
  database.prepare("DELETE FROM line WHERE log = ? AND class = ? AND key = ? AND part = ?")
    .run(Number(log), Number(kind), Number(key), Number(part));
}

/** Words that are not in the index yet are not to come into it either. */
function forgetWords(database: StoreDatabase, row: Row): void {
  const find = database.prepare("SELECT id FROM searchable WHERE id = ? AND log = ?");
  for (const copy of [0, 1]) {
    const id = Number(row.key) * 2 + copy;
    if (find.get(id, Number(row.log)) === undefined) continue;
    database.prepare("DELETE FROM searchable WHERE id = ?").run(id);
    if (id > Number(database.meta("indexedId"))) continue;
    database.prepare("INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)")
      .run(id, indexText(Number(row.log), Number(row.class), String(row.text)));
  }
}
