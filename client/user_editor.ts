/** The editor of whoever types, for what is too long for a line. */

import { commandWords } from "./filter/command_words.ts";

/** Longest text that comes back, in UTF-16 units; what is longer is cut. */
const maxLength = 16 * 1024;

/**
 * Opens a text in the editor, which has the terminal meanwhile, and gives what was saved.
 *
 * @throws {Error} with one line for the user, where that can't be done.
 */
export async function editText(editor: string | undefined, text: string): Promise<string> {
  const [program, ...args] = commandWords(editor || "vi") ?? [];
  if (program === undefined) {
    throw new Error(`Variable EDITOR, "${editor}", is no command. Set it to an editor`);
  }
  const folder = await Deno.makeTempDir({ prefix: "chat-" });
  try {
    const file = `${folder}/message.txt`;
    await Deno.writeTextFile(file, text, { mode: 0o600 });
    const { success } = await run(program, [...args, file]);
    return success ? (await Deno.readTextFile(file)).slice(0, maxLength) : text;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(program: string, args: readonly string[]): Promise<Deno.CommandStatus> {
  try {
    return await new Deno.Command(program, { args: [...args] }).spawn().status;
  } catch {
    throw new Error(
      `Editor "${program}" can't be started. Set the variable EDITOR to one that can`,
    );
  }
}
