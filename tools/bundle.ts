/** Makes a few JavaScript modules of the program and all that it imports. */

import { run } from "./run.ts";

/**
 * Bundles `entry` into `folder`, which is emptied before. What is imported later gets modules of
 * its own, so that `--version` does not wait for it. The source maps let an unexpected error name
 * the file and the line of the source.
 */
export async function bundle(entry: string, folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.remove(folder, { recursive: true });
  const flags = ["--quiet", "--minify", "--keep-names", "--code-splitting", "--sourcemap=linked"];
  const command = [Deno.execPath(), "bundle", ...flags, "--outdir", folder, entry];
  const ended = await run(command);
  if (!ended.success) throw new Error(`Cannot bundle "${entry}":\n${ended.stderr}`);
}
