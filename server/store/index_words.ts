/** The index of words: made after a message is kept, when nothing more urgent is to be done. */

import { parseSource } from "../../wire/source.ts";
import { unpackLines, wholeText } from "../core/multiline.ts";
import { logWord, senderWord, wordsOf } from "./words.ts";
import type { StoreDatabase } from "./store_database.ts";

/** What the index has of a line: its words, its log and its sender. */
export function indexText(log: number, kind: number, line: string): string {
  const lines = unpackLines(line);
  if (lines === undefined) return logWord(log, kind);
  const words = wordsOf(wholeText(lines));
  return [logWord(log, kind), senderWord(parseSource(lines.message.source).nick), ...words].join(
    " ",
  );
}

/** Puts the next lines that are not in it into the index, at most `count`; says how many there were. */
export function indexNext(database: StoreDatabase, count: number): number {
  const rows = database.prepare(`
    SELECT searchable.id, searchable.log, searchable.class, line.text
    FROM searchable JOIN line ON line.log = searchable.log AND line.class = searchable.class
      AND line.key = searchable.id / 2 AND line.part = 0
    WHERE searchable.id > (SELECT value FROM meta WHERE name = 'indexedId')
    ORDER BY searchable.id LIMIT ?
  `).all(count);
  const last = rows.at(-1);
  if (last === undefined) return 0;
  const insert = database.prepare("INSERT INTO word (rowid, words) VALUES (?, ?)");
  database.transact(() => {
    for (const { id, log, class: kind, text } of rows) {
      insert.run(Number(id), indexText(Number(log), Number(kind), String(text)));
    }
    database.setMeta("indexedId", Number(last.id));
  });
  return rows.length;
}
