/** Where the commands for what is kept find it. */

import { errorText } from "../core/error_text.ts";
import { dataFolder } from "../data_folder.ts";
import { StartFailure } from "../options.ts";
import { fileIn } from "../store/data_folder.ts";
import { openForReading, UnusableFile } from "../store/open_database.ts";
import type { StoreDatabase } from "../store/store_database.ts";

/** Which server's folder is meant. */
export interface KeptPlace {
  /** The folder; undefined: the usual one of the port. */
  readonly data: string | undefined;
  /** The port whose server has it. */
  readonly port: number;
}

/**
 * Gives the whole path of the folder.
 *
 * @throws {StartFailure} where nothing tells which one it is.
 */
export function keptFolder({ data, port }: KeptPlace): string {
  const folder = dataFolder({ data, port, memory: false }, (name) => Deno.env.get(name));
  if (folder !== undefined) return folder;
  throw new StartFailure("Port 0 has no folder of its own. Give --data the server's folder.", 2);
}

/**
 * Opens what a server keeps, beside it if it runs; then the process gives up all that it has no more use for.
 *
 * @throws {StartFailure} where there is nothing, or it can't be read.
 */
export function openKept(place: KeptPlace): StoreDatabase {
  const folder = keptFolder(place);
  const file = fileIn(folder);
  if (!exists(file)) {
    throw new StartFailure(
      `Nothing is kept in "${folder}". Give --data the server's folder, or --port its port.`,
    );
  }
  Deno.permissions.revokeSync({ name: "net" });
  return orFailure(() => openForReading(file));
}

/** Says whether there is a file of that name, or anything else. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw new StartFailure(`File "${path}" can't be reached: ${reasonOf(error)}.`);
  }
}

/** Runs `open`; what the store says of its file is what the user is told. */
export function orFailure<Result>(open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    if (error instanceof UnusableFile) throw new StartFailure(error.message);
    throw error;
  }
}

/** Gives what an error says, without a dot at its end. */
export function reasonOf(error: unknown): string {
  return errorText(error).replace(/\.$/, "");
}
