/** Sees to it that memory costs all contenders alike. */

import { run } from "../tools/run.ts";

/** More than any load makes a server and the kernel take. */
const mostBytes = 3 * 2 ** 30;

/**
 * Uses memory and gives it back: a virtual machine may have given what is free to its host, and then waits for each page that
 * somebody needs, 8 µs on that of docs/performance.md. Not more than a quarter of what is there.
 */
export async function touchMemory(): Promise<void> {
  const bytes = Math.floor(Math.min(mostBytes, Deno.systemMemoryInfo().available / 4));
  await run([Deno.execPath(), "eval", `new Uint8Array(${bytes}).fill(1)`]);
}
