/** Answers what an archive is asked. Synchronous: it belongs into a worker. */

import type { ArchiveAnswer, ArchiveQuery } from "../core/archive.ts";
import { errorText } from "../core/error_text.ts";
import { readAround, readPage } from "./read_page.ts";
import { readTargets } from "./read_targets.ts";
import { searchLines } from "./search.ts";
import type { StoreDatabase } from "./store_database.ts";

/** Answers one query; what fails is an answer too. */
export function answerQuery(database: StoreDatabase, query: ArchiveQuery): ArchiveAnswer {
  try {
    return answer(database, query);
  } catch (error) {
    return { kind: "failed", text: errorText(error) };
  }
}

function answer(database: StoreDatabase, query: ArchiveQuery): ArchiveAnswer {
  switch (query.kind) {
    case "page":
      return { kind: "lines", lines: readPage(database, query, query) };
    case "around":
      return { kind: "lines", lines: readAround(database, query, query) };
    case "targets":
      return { kind: "targets", targets: readTargets(database, query) };
    case "search":
      return { kind: "lines", lines: searchLines(database, query) };
    case "marker": {
      const sql = "SELECT time FROM marker WHERE owner = ? AND target = ?";
      const row = database.prepare(sql).get(query.owner, query.target);
      return { kind: "marker", timeMs: row === undefined ? undefined : Number(row.time) };
    }
  }
}
