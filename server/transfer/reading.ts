/** Forms that lines of logs have, one by one. */

import type { LoggedEvent } from "./logged_event.ts";

/** A form, and what a line of that form tells. */
export type Reading = readonly [
  form: RegExp,
  make: (found: Readonly<Record<string, string>>) => LoggedEvent,
];

/** Reads a text by the first form that it has; undefined where it has none of them. */
export function firstOf(readings: readonly Reading[], text: string): LoggedEvent | undefined {
  for (const [form, make] of readings) {
    const found = form.exec(text);
    if (found !== null) return make(found.groups ?? {});
  }
  return undefined;
}
