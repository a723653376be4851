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
  for (const { name } of await Array.fromAsync(Deno.readDir(folder))) {
    if (name.endsWith(".js")) await mendRequire(`${folder}/${name}`);
  }
}

/** Where a bundle asks for a module of Node in the way of older packages. */
const requireHelper = "Dynamic require of";

// An import of node:module would load the whole of Node's world at each start, which takes 20 ms.
const require = "const require=(name)=>process.getBuiltinModule(name);\n";

/**
 * Gives the helper of such packages what it looks for. Deno does so by itself, but does not find the place where names are
 * kept (2.9.6), and the program would fail when it is run.
 */
async function mendRequire(file: string): Promise<void> {
  const text = await Deno.readTextFile(file);
  if (text.includes(requireHelper)) await Deno.writeTextFile(file, require + text);
}
