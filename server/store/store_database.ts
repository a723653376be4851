/** SQLite with its statements prepared once. */

import { backup, DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";

/** One row of an answer. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** An open database. Texts of statements are the program's own, so there are few. */
export class StoreDatabase implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens `file`, which may be ":memory:". Waits `timeoutMs` for others who use it. */
  constructor(file: string, options: { readonly readOnly: boolean; readonly timeoutMs: number }) {
    const { readOnly, timeoutMs } = options;
    this.#database = new DatabaseSync(file, { readOnly, timeout: timeoutMs });
  }

  /** Gives the statement of a text. Whoever walks through one must not use the same text meanwhile. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Runs statements that have no parameters. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Does all of `change` or, where it throws, nothing of it. */
  transact<T>(change: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = change();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Gives a single value of the file; undefined where it has none of that name. */
  meta(name: string): SQLOutputValue | undefined {
    return this.prepare("SELECT value FROM meta WHERE name = ?").get(name)?.value;
  }

  /** Sets a single value. */
  setMeta(name: string, value: string | number): void {
    this.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)").run(name, value);
  }

  /** Says whether a change has begun and not ended. */
  get isTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Copies all of it into a file that is not there, beside whoever writes to it. */
  async copyTo(file: string): Promise<void> {
    // In one step: a copy in several begins anew each time the server writes.
    await backup(this.#database, file, { rate: 2 ** 31 - 1 });
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes it. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
