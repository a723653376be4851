/** Times as servers write them: https://ircv3.net/specs/extensions/server-time */

// The end of the year 9999: their years have four digits.
const maxTimeMs = 253_402_300_799_999;

/** Writes a time; one that can't be written becomes the nearest that can. */
export function writeTime(timeMs: number): string {
  const known = Number.isNaN(timeMs) ? 0 : timeMs;
  return new Date(Math.min(Math.max(known, 0), maxTimeMs)).toISOString();
}

/** Reads a time, in milliseconds; undefined where it is none. */
export function readTime(text: string): number | undefined {
  const timeMs = Date.parse(text);
  return timeMs >= 0 && timeMs <= maxTimeMs ? timeMs : undefined;
}
