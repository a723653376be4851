/** What went wrong, as text. */

/** Gives what is to be known of whatever was thrown, for the log: with its stack, not made safe. */
export function errorTrace(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

/** Gives the message of whatever was thrown; not made safe, and without its stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
