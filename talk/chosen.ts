/** Which message of a talk is meant by a command. */

import { isSameName } from "../wire/casemap.ts";
import type { Entry, SaidEntry } from "./buffer.ts";
import type { MessageChoice } from "./slash_action.ts";

/** The message that a command is about. The last one is of others, or where `isOwn` says so of ours. */
export function chosen(
  entries: readonly Entry[],
  which: MessageChoice,
  isOwn: boolean,
): SaidEntry | undefined {
  let count = 0;
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at];
    if (entry?.kind !== "said" || entry.redaction !== undefined) continue;
    count++;
    switch (which.kind) {
      case "last":
        if (entry.said.isOwn === isOwn) return entry;
        break;
      case "of":
        if (isSameName(entry.said.from, which.nick)) return entry;
        break;
      case "fromEnd":
        if (count === which.count) return entry;
    }
  }
  return undefined;
}
