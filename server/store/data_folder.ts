/** The folder of a server: one file, and a lock that one process has. */

import { errorText } from "../core/error_text.ts";
import { UnusableFile } from "./open_database.ts";

/** The file in a folder. */
export function fileIn(folder: string): string {
  return `${folder}/chat.db`;
}

/**
 * Makes a folder where there is none and takes it for this process, until the process ends.
 *
 * @throws {UnusableFile} where it can't be made, or another process has it.
 */
export function lockFolder(folder: string): Deno.FsFile {
  const lock = openLock(folder);
  if (lock.tryLockSync(true)) return lock;
  lock.close();
  throw new UnusableFile(
    `Folder "${folder}" belongs to a chat server that is running. Stop that one, or give --data another folder.`,
  );
}

function openLock(folder: string): Deno.FsFile {
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    return Deno.openSync(`${folder}/lock`, { create: true, write: true, mode: 0o600 });
  } catch (error) {
    const text = errorText(error);
    const why = text.replace(/ \(os error .*$/, "");
    throw new UnusableFile(
      `Folder "${folder}" can't be written to: ${why}. Give --data another one.`,
    );
  }
}
