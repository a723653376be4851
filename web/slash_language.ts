/** All commands, as one piece that can be fetched. */

import type { Commands } from "../talk/network.ts";
import { isSecretInput } from "../talk/secret_input.ts";
import { parseTyped } from "../talk/slash.ts";
import { helpLines } from "../talk/slash_commands.ts";

/** What typed lines mean. */
export const slashLanguage: Commands = {
  parse: parseTyped,
  help: helpLines,
  isSecret: isSecretInput,
};
