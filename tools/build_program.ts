/** Makes the folder that the one executable is made of: the program, and the page beside it. */

import { buildPage, sourcePage } from "./build_page.ts";
import { bundle } from "./bundle.ts";

/** The name of the file in the folder that is run. */
export const programEntry = "main.mjs";

/** The one for `chat client`, which starts sooner. */
export const clientEntry = "client_entry.mjs";

/** The name of the page, which `server/net/web_page.ts` looks for beside the program. */
export const programPage = "page.json";

/** Builds into `folder`, which is emptied before. */
export async function buildProgram(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.remove(folder, { recursive: true });
  await bundle("main.ts", folder);
  await bundle("cli/client_entry.ts", folder, { external: "../main.ts" });
  await buildPage({ ...sourcePage, output: `${folder}/${programPage}` });
}
