/** Makes one JavaScript module of the program and all that it imports. */

import { run } from "./run.ts";

/**
 * Bundles `entry` into `output`. Names and the source map are kept, so that an unexpected error in
 * the executable still names a file and a line of the source.
 */
export async function bundle(entry: string, output: string): Promise<void> {
  const flags = ["--quiet", "--minify", "--keep-names", "--sourcemap=inline"];
  const command = [Deno.execPath(), "bundle", ...flags, "--output", output, entry];
  const ended = await run(command);
  if (!ended.success) throw new Error(`Cannot bundle "${entry}":\n${ended.stderr}`);
}
