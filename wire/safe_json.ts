/** JSON that may be shown on a terminal. */

/**
 * Gives a value as JSON on one line, in which what JSON may hold raw but what could still move a cursor or turn text
 * around is written as escapes.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
