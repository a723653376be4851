/** `chat backup`: a copy of all that a server keeps, while it runs. */

import { DatabaseSync } from "node:sqlite";
import { StartFailure } from "../options.ts";
import { type KeptPlace, openKept, reasonOf } from "./kept_file.ts";
import { beginTarget, finishTarget } from "./target_file.ts";

/** What `chat backup` is told. */
export interface BackupOptions extends KeptPlace {
  /** File to make. */
  readonly file: string;
  /** Replace it. */
  readonly force: boolean;
}

/**
 * Makes the copy, looks whether it is whole and tells its size; gives the exit code.
 *
 * @throws {StartFailure} when it can't.
 */
export async function runBackup({ file, force, ...place }: BackupOptions): Promise<number> {
  const source = openKept(place);
  try {
    const target = { path: file, force };
    const part = beginTarget(target);
    try {
      await source.copyTo(part);
      check(part);
    } catch (error) {
      Deno.removeSync(part);
      throw new StartFailure(`No backup was made: ${reasonOf(error)}.`);
    }
    using whole = Deno.openSync(part, { read: true, write: true });
    whole.syncSync();
    finishTarget(target);
    const { size } = whole.statSync();
    console.log(`Backed up to ${file}: ${size} bytes, checked`);
    return 0;
  } finally {
    source.close();
  }
}

/** @throws {Error} where the copy is damaged. */
function check(part: string): void {
  const copy = new DatabaseSync(part);
  try {
    // A copy is one file; the server that opens it makes a write-ahead log again.
    copy.exec("PRAGMA journal_mode = DELETE");
    const result = copy.prepare("PRAGMA quick_check").get()?.quick_check;
    if (result !== "ok") throw new Error(`the copy is damaged (${result})`);
  } finally {
    copy.close();
  }
}
