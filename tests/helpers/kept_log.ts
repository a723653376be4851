/** What stands in a server's file, read by the store's own reader. The server must have ended. */

import type { FoundLine } from "../../server/core/archive.ts";
import { formatMsgid } from "../../server/core/msgid.ts";
import { fileIn } from "../../server/store/data_folder.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import { readPage } from "../../server/store/read_page.ts";
import { openLog } from "./store_file.ts";

/** What a log has of what was said. */
export interface KeptLog {
  /** Lines in the order of their keys. */
  readonly lines: readonly FoundLine[];
  /** Gives the msgid of a line. */
  msgid(line: FoundLine): string;
}

/** Reads all that was said openly in `channel`. */
export function readKeptLog(folder: string, channel: string): KeptLog {
  const database = openForWriting(fileIn(folder));
  try {
    const epoch = String(database.meta("epoch"));
    const wish = { order: "oldest", limit: 1_000_000 } as const;
    const lines = readPage(database, openLog({ owner: "", name: channel }), wish);
    return { lines, msgid: ({ key }) => formatMsgid(epoch, key) };
  } finally {
    database.close();
  }
}
