/** Tells what is among the rows of a talk already, also where the server gave it no id. */

import type { Entry } from "./buffer.ts";
import { timeOf } from "./entry_stamp.ts";
import type { ClientEvent } from "./event.ts";
import { whatHappened } from "./talk_of.ts";

/** Gives those of a page's events that are not among the rows, by what happened when. */
export function unheard(
  entries: readonly Entry[],
  events: readonly ClientEvent[],
): readonly ClientEvent[] {
  const lastMs = Math.max(...events.map(({ timeMs }) => timeMs));
  const there = new Set<string>();
  for (const entry of entries) {
    if (timeOf(entry) > lastMs) break;
    if (entry.kind !== "moved" && entry.kind !== "told") continue;
    const happening = happeningOf(entry.kind === "moved" ? entry.moved : entry.told);
    if (happening !== undefined) there.add(happening);
  }
  return events.filter((event) => !there.has(happeningOf(event) ?? ""));
}

function happeningOf(event: ClientEvent): string | undefined {
  const what = whatHappened(event);
  return what === undefined ? undefined : `${event.timeMs} ${what}`;
}
