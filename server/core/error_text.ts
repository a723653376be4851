/** What went wrong, as text. */

/** Gives the message of whatever was thrown; not made safe, and without its stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
