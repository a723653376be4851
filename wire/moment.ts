/** Times as people give them on the command line. */

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 60 * 60_000,
  d: 24 * 60 * 60_000,
  w: 7 * 24 * 60 * 60_000,
};

/** Reads how long something lasts ("30m", "12h", "7d", "2w"), in milliseconds; undefined for any other text. */
export function readDuration(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (unitMs[unit] ?? 0);
}

/**
 * Reads a date ("2024-01-31": its midnight here), a date and time ("2024-01-31T12:30", here unless a zone follows), or how
 * long ago ("12h", "7d"). Gives milliseconds; undefined for any other text.
 */
export function readMoment(text: string, nowMs: number): number | undefined {
  const agoMs = readDuration(text);
  if (agoMs !== undefined) return nowMs - agoMs;
  const [, date, rest = ""] =
    /^(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ??
      [];
  // A day that its month does not have would be taken for one of the next.
  if (date === undefined || !isDate(date)) return undefined;
  const timeMs = Date.parse(`${date}${rest === "" ? "T00:00" : rest.replace(" ", "T")}`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** Says whether a month has that day; `date` is YYYY-MM-DD. */
export function isDate(date: string): boolean {
  const timeMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(date);
}
