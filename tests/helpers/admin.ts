/** Whoever runs a server, telling it something from elsewhere. */

import { chatCommand } from "./server.ts";

/** How it ended. */
export interface AdminRun {
  /** The exit code. */
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

/** Runs `chat admin` for the server in a folder to its end; gives all it printed, and its exit code. */
export async function admin(data: string, ...words: readonly string[]): Promise<AdminRun> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...chatCommand, "admin", "--data", data, ...words],
    stdin: "null",
    env: { NO_COLOR: "1" },
    signal: AbortSignal.timeout(60_000),
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}
