/** Statements of SQLite, prepared once. */

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Prepares statements under the names that their texts have. */
export function prepareAll<Name extends string>(
  database: DatabaseSync,
  sql: Readonly<Record<Name, string>>,
): Readonly<Record<Name, StatementSync>>;
export function prepareAll(
  database: DatabaseSync,
  sql: Readonly<Record<string, string>>,
): Readonly<Record<string, StatementSync>> {
  const entries = Object.entries(sql);
  return Object.fromEntries(entries.map(([name, text]) => [name, database.prepare(text)]));
}
