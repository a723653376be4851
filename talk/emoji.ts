/**
 * Emoji by the names that people know from GitHub, Slack and Discord: https://github.com/wooorm/gemoji. It is 60 KB, so it
 * is imported when a name is first completed, by `import()`.
 */

import { nameToEmoji } from "gemoji";

/** Each name without its colons, and its character. */
export const emojiByName: ReadonlyMap<string, string> = new Map(Object.entries(nameToEmoji));
