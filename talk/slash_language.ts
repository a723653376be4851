/** What typed lines mean, for who has all commands at hand, or fetches them as one piece. */

import { actOn } from "./act_on.ts";
import type { Commands } from "./network.ts";
import { isSecretInput } from "./secret_input.ts";
import { parseTyped } from "./slash.ts";

/** All commands. */
export const slashLanguage: Commands = { parse: parseTyped, isSecret: isSecretInput, act: actOn };
