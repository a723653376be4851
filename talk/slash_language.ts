/** What typed lines mean, for who has all commands at hand. */

import type { Commands } from "./network.ts";
import { isSecretInput } from "./secret_input.ts";
import { parseTyped } from "./slash.ts";
import { helpLines } from "./slash_commands.ts";

/** All commands. */
export const slashLanguage: Commands = {
  parse: parseTyped,
  help: helpLines,
  isSecret: isSecretInput,
};
