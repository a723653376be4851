/** Whoever runs a server, telling it something from elsewhere. */

import { type ChatRun, runChat } from "./run_chat.ts";

/** Runs `chat admin` for the server in a folder to its end. */
export async function admin(data: string, ...words: readonly string[]): Promise<ChatRun> {
  return await runChat(["admin", "--data", data, ...words]);
}
