/** What is seen of a row, without how it looks. */

// deno-lint-ignore no-control-regex -- the sequences of a terminal start so
const own = /\x1b\[[0-9;]*m|\x1b\]8;;(?:https?:\/\/[!-~]+)?\x1b\\|\x1b\[[0-9]+G/g;

/** Takes out the sequences that the view may write, and isolates that are closed. */
export function plainRow(row: string): string {
  return row.replace(own, "").replace(/\u2068([^\u2066-\u2069]*)\u2069/g, "$1");
}
