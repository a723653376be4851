/** What a reader of logs has to say. */

import type { ImportedLine } from "../store/import_lines.ts";

/** What a line of a log is. Why it is `bad` goes behind its number: "is …", "has …". */
export type ParsedLine =
  | { readonly kind: "lines"; readonly lines: readonly ImportedLine[] }
  | { readonly kind: "nothing" }
  | { readonly kind: "bad"; readonly why: string };

/** Reads one log, line by line. A line may say what those behind it mean, as a date does. */
export type LogParser = (line: string) => ParsedLine;

/** A line that tells nothing that is kept. */
export const nothing: ParsedLine = { kind: "nothing" };

/** A line that can't be imported. */
export function bad(why: string): ParsedLine {
  return { kind: "bad", why };
}
