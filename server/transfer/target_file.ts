/** Files that a command makes: whole or not at all, and for their owner only. */

import { StartFailure } from "../options.ts";
import { exists, reasonOf } from "./kept_file.ts";

/** Where to, and whether something may be there already. */
export interface TargetFile {
  /** Its name. */
  readonly path: string;
  /** Replace what is there. */
  readonly force: boolean;
}

/**
 * Gives the name under which the file is to be made, empty and with mode 0600, until `finishTarget`.
 *
 * @throws {StartFailure} where a file is there that must stay, or none can be made.
 */
export function beginTarget({ path, force }: TargetFile): string {
  if (!force && exists(path)) {
    throw new StartFailure(`File "${path}" is there already. Give another name, or say --force.`);
  }
  const part = `${path}.part`;
  try {
    // What is left of one that was broken off may be open to others, or lead elsewhere.
    if (exists(part)) Deno.removeSync(part);
    Deno.openSync(part, { write: true, createNew: true, mode: 0o600 }).close();
    return part;
  } catch (error) {
    throw new StartFailure(`File "${part}" can't be made: ${reasonOf(error)}.`);
  }
}

/** Gives the whole file its own name. */
export function finishTarget({ path, force }: TargetFile): void {
  if (!force && exists(path)) {
    throw new StartFailure(
      `File "${path}" has come meanwhile. What was made is in "${path}.part".`,
    );
  }
  Deno.renameSync(`${path}.part`, path);
}
