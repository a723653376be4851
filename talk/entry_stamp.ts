/** When a row happened, and what the server calls it. */

import type { Entry } from "./buffer.ts";

/** When a row happened, in milliseconds. */
export function timeOf(entry: Entry): number {
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

/** What the server calls what a row tells, if anything. */
export function idOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case "said":
      return entry.said.id;
    case "moved":
      return entry.moved.id;
    case "told":
      return entry.told.id;
    case "note":
      return undefined;
  }
}
