/** Which message of a talk is meant. */

import { isSameName } from "../wire/casemap.ts";
import type { Buffer, Entry } from "./buffer.ts";
import type { Stamp } from "./event.ts";
import type { SaidEntry } from "./reacted_entry.ts";
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

/** Where what is there of a talk begins, by what the server knows of it. */
export function firstMark(entries: readonly Entry[]): Stamp | undefined {
  for (const entry of entries) {
    if (entry.kind === "said") return entry.said;
    if (entry.kind === "moved" && entry.moved.id !== undefined) return entry.moved;
  }
  return undefined;
}

/** Says whether somebody has said something in a talk. */
export function hasSpoken({ kind, name, members }: Buffer, nick: string): boolean {
  if (kind === "person") return isSameName(name, nick);
  return members.some((member) => member.spoke > 0 && isSameName(member.nick, nick));
}
