/** Makes a few JavaScript modules of the program and all that it imports. */

import { run } from "./run.ts";

/**
 * Bundles `entry` into `folder`, which may hold other bundles: modules with the same name are the same. What is imported
 * later gets modules of its own, so that `--version` does not wait for it. The source maps let an unexpected error name
 * the file and the line of the source. Functions lose their names: the bundler would keep them by a call whenever a closure is
 * made, which was a quarter of the server's own time for a message.
 *
 * `external` is a later import that stays one, of a bundle beside this one. With it nothing that is imported later is read
 * before that: Deno would find those names and read all that belongs to them at each start. Importing them then takes the
 * right to read.
 */
export async function bundle(
  entry: string,
  folder: string,
  { external }: { readonly external?: string } = {},
): Promise<void> {
  const flags = ["--quiet", "--minify", "--code-splitting", "--sourcemap=linked"];
  if (external !== undefined) flags.push(`--external=${external}`);
  const command = [Deno.execPath(), "bundle", ...flags, "--outdir", folder, entry];
  const ended = await run(command);
  if (!ended.success) throw new Error(`Cannot bundle "${entry}":\n${ended.stderr}`);
  const files = await Array.fromAsync(Deno.readDir(folder));
  const modules = files.map(({ name }) => name).filter((name) => name.endsWith(".js"));
  const names = new Map(modules.map((name) => [`"./${name}"`, `"./${moduleName(name)}"`]));
  if (external !== undefined) {
    for (const name of modules) names.set(`import("./${moduleName(name)}")`, hidden(name));
    names.set(`import("${external}")`, hidden(external));
  }
  for (const name of modules) await finish(`${folder}/${name}`, names);
}

function hidden(path: string): string {
  return `import(["./${moduleName(path.replace(/^.*\//, ""))}"][0])`;
}

function moduleName(file: string): string {
  return file.replace(/\.[jt]s$/, ".mjs");
}

/**
 * Makes a module of what the bundler wrote: named `.mjs`, since in a `.js` Deno looks for CommonJS at each start, which takes
 * longer than to run it.
 */
async function finish(file: string, names: ReadonlyMap<string, string>): Promise<void> {
  let text = await Deno.readTextFile(file);
  for (const [old, name] of names) text = text.replaceAll(old, name);
  await Deno.writeTextFile(moduleName(file), withRequire(text));
  await Deno.remove(file);
}

/** Where a bundle asks for a module of Node in the way of older packages. */
const requireHelper = "Dynamic require of";

// An import of node:module would load the whole of Node's world at each start, which takes 20 ms. Packages that can do without
// another one try to get it, and must be told by a throw that it is not there.
const require = "const require=(name)=>process.getBuiltinModule(name)??" +
  "(()=>{throw Object.assign(new Error(`Cannot find module '${name}'`),{code:'MODULE_NOT_FOUND'})})();\n";

/**
 * Gives the helper of such packages what it looks for. Deno does so by itself, but does not find the place where names are
 * kept (2.9.6), and the program would fail when it is run.
 */
export function withRequire(text: string): string {
  return text.includes(requireHelper) ? require + text : text;
}
