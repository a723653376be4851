/** Where a server keeps what it keeps. */

import { StartFailure } from "./options.ts";
import type { Settings } from "./config/settings.ts";

/**
 * Gives the whole path of the folder; undefined where nothing is kept on disk. A port that is taken at random would give
 * a new folder each time, so it has none unless one is named.
 *
 * @throws {StartFailure} where no folder is named and nothing tells where the usual one is.
 */
export function dataFolder(
  { data, memory, port }: Pick<Settings, "data" | "memory" | "port">,
  variable: (name: string) => string | undefined,
): string | undefined {
  if (memory || (data === undefined && port === 0)) return undefined;
  if (data !== undefined) return data.startsWith("/") ? data : `${Deno.cwd()}/${data}`;
  const home = variable("HOME");
  const state = variable("XDG_STATE_HOME") || (home && `${home}/.local/state`);
  if (state) return `${state}/chat/${port}`;
  throw new StartFailure(
    "Nothing tells where to keep what is said, since HOME is not set. Give --data a folder, or say --memory.",
  );
}
