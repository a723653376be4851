/** Makes what the comparison needs and nobody installs: the load, the C program, and the package `ws` for Node. */

import { isInstalled } from "../tools/peers.ts";
import { run } from "../tools/run.ts";

const folder = "dist/bench";
const wsVersion = "8.23.0";

/**
 * Makes all, and gives their folder.
 *
 * @throws {Error} when the load can't be compiled. Without `ws` Node takes no part.
 */
export async function prepareTools(): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  for (const name of ["load", "floor"]) {
    const source = `${import.meta.dirname}/${name}.c`;
    const { success, stderr } = await run([
      "cc",
      "-O2",
      "-Wall",
      "-o",
      `${folder}/${name}`,
      source,
    ]);
    if (!success) throw new Error(`Cannot compile ${name}.c: ${stderr}`);
  }
  if (isInstalled("npm") && !await hasWs()) {
    await run(["npm", "install", "--silent", "--prefix", folder, `ws@${wsVersion}`]);
  }
  return await Deno.realPath(folder);
}

/** Says whether Node has what its server needs. */
export async function hasWs(): Promise<boolean> {
  try {
    return (await Deno.stat(`${folder}/node_modules/ws`)).isDirectory;
  } catch {
    return false;
  }
}
