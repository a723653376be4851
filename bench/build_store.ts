/** Writes a store of many messages straight through its writer. */

import { fileIn } from "../server/store/data_folder.ts";
import { indexNext } from "../server/store/index_words.ts";
import { openForWriting } from "../server/store/open_database.ts";
import { withRuns } from "../server/store/line_run.ts";
import { Writer } from "../server/store/writer.ts";
import { createMessage, Dice } from "./store_corpus.ts";

const batchMessages = 5_000;

/** How long it took, in seconds, and how large the file is, in MB. */
export interface Building {
  /** Writing messages. */
  readonly writeSeconds: number;
  /** Putting their words into the index. */
  readonly indexSeconds: number;
  /** The file with both. */
  readonly megabytes: number;
}

/** Builds it, with one transaction for many messages and no waiting for the disk. */
export function buildStore(folder: string, count: number, say: (text: string) => void): Building {
  const database = openForWriting(fileIn(folder));
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000");
  const writer = new Writer(database);
  const dice = new Dice();
  let startMs = performance.now();
  for (let key = 1; key <= count; key += batchMessages) {
    const keys = Array.from(
      { length: Math.min(batchMessages, count - key + 1) },
      (_, at) => key + at,
    );
    const lastKey = key + keys.length - 1;
    const records = keys.map((each) => createMessage(dice, each));
    const last = records.at(-1);
    const lastTimeMs = last?.kind === "line" ? last.line.timeMs : 0;
    writer.append({ lastKey, lastTimeMs, records: withRuns(records) });
    if (lastKey % 1_000_000 === 0) say(`Wrote ${lastKey} messages`);
  }
  const writeSeconds = (performance.now() - startMs) / 1_000;
  startMs = performance.now();
  for (let indexed = 0, more = 1; more > 0; indexed += more) {
    more = indexNext(database, batchMessages);
    if (indexed > 0 && indexed % 1_000_000 === 0) say(`Indexed ${indexed} messages`);
  }
  const indexSeconds = (performance.now() - startMs) / 1_000;
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  const megabytes = Deno.statSync(fileIn(folder)).size / 1_000_000;
  return { writeSeconds, indexSeconds, megabytes };
}
