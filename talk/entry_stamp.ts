/** When a row happened, and what the server calls it. */

import type { Entry } from "./buffer.ts";
import type { Stamp } from "./event.ts";

/** What a row tells of its event; a note of ours has a time alone. */
function stampOf(entry: Entry): Pick<Stamp, "timeMs"> & Partial<Stamp> {
  switch (entry.kind) {
    case "said":
      return entry.said;
    case "moved":
      return entry.moved;
    case "told":
      return entry.told;
    case "note":
      return { timeMs: entry.timeMs };
  }
}

/** When a row happened, in milliseconds. */
export function timeOf(entry: Entry): number {
  return stampOf(entry).timeMs;
}

/** What the server calls what a row tells, if anything. */
export function idOf(entry: Entry): string | undefined {
  return stampOf(entry).id;
}
