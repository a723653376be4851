/** Statements of SQLite by names of their own. */

import type { StatementSync } from "node:sqlite";
import type { StoreDatabase } from "./store_database.ts";

/** Prepares statements under the names that their texts have. */
export function prepareAll<Name extends string>(
  database: StoreDatabase,
  sql: Readonly<Record<Name, string>>,
): Readonly<Record<Name, StatementSync>>;
export function prepareAll(
  database: StoreDatabase,
  sql: Readonly<Record<string, string>>,
): Readonly<Record<string, StatementSync>> {
  const entries = Object.entries(sql);
  return Object.fromEntries(entries.map(([name, text]) => [name, database.prepare(text)]));
}
