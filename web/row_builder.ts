/** From what is in a buffer to the rows of a list. */

import { isSameName } from "../wire/casemap.ts";
import { safeText } from "../wire/safe_text.ts";
import type { Buffer, Entry } from "../talk/buffer.ts";
import type { Said } from "../talk/event.ts";
import type { Row } from "./row.ts";

/** Messages of one person that are no further apart are one block. */
const blockMs = 5 * 60_000;

/** Gives the rows of a buffer, the oldest first. */
export function rowsOf(buffer: Buffer): readonly Row[] {
  const rows: Row[] = [];
  let day = "";
  let last: Said | undefined;
  for (const entry of buffer.entries) {
    const timeMs = timeOf(entry);
    const date = new Date(timeMs).toDateString();
    if (date !== day) {
      rows.push({ kind: "day", key: `day ${date}`, timeMs });
      last = undefined;
    }
    day = date;
    if (entry.number === buffer.unreadFrom) {
      rows.push({ kind: "unread", key: "unread" });
      last = undefined;
    }
    if (entry.kind === "said") {
      const isFollowing = last !== undefined && follows(entry.said, last);
      rows.push({ kind: "said", key: `${entry.number}`, entry, isFollowing });
      last = entry.said;
      continue;
    }
    const text = entry.kind === "note" ? entry.text : safeText(JSON.stringify(entry));
    const isBad = entry.kind === "note" && entry.isBad;
    rows.push({ kind: "line", key: `${entry.number}`, timeMs, text, isBad });
    last = undefined;
  }
  for (const pending of buffer.pending) {
    const isFollowing = last !== undefined && follows(pending.said, last);
    rows.push({ kind: "pending", key: `pending ${pending.once}`, pending, isFollowing });
    last = pending.said;
  }
  return rows;
}

function follows(said: Said, last: Said): boolean {
  return said.manner === "message" && last.manner === "message" && said.replyTo === undefined &&
    isSameName(said.from, last.from) && said.timeMs - last.timeMs < blockMs;
}

function timeOf(entry: Entry): number {
  switch (entry.kind) {
    case "said":
      return entry.said.timeMs;
    case "moved":
      return entry.moved.timeMs;
    case "told":
      return entry.told.timeMs;
    case "note":
      return entry.timeMs;
  }
}
