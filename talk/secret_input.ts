/** What is typed and has a password in it. */

import { nearestWord } from "../wire/nearest_word.ts";
import { findCommand, slashCommands } from "./slash_commands.ts";

/** Behind these stands a password. */
const secretWords: readonly string[] = ["login", "register"];

/** What is said to services, or to the server itself, with a password in it. */
const secretTalk =
  /^\s*\/ *(?:(?:m|msg|q|query) +(?:nickserv|ns|authserv) +\S+|(?:raw|quote) +(?:pass|oper|authenticate|nickserv|ns)) /i;

/**
 * Says whether a typed line is a command with a password, or a slip of one: spaces in front and a wrong letter make it
 * nothing else. It is nowhere kept, shown or said.
 */
export function isSecretInput(text: string): boolean {
  return secretStart(text) > 0;
}

/** Gives the text as it may be seen while it is typed: as long, with stars for what stands behind the command. */
export function hideSecret(text: string): string {
  const start = secretStart(text);
  return start === 0 ? text : text.slice(0, start) + text.slice(start).replace(/[^ ]/g, "*");
}

/** Where the secret begins, or 0 where there is none. */
function secretStart(text: string): number {
  const [talk] = secretTalk.exec(text) ?? [];
  if (talk !== undefined) return talk.length;
  const [found = "", word = ""] = /^\s*\/ *([^\s/]+)\s/.exec(text) ?? [];
  const name = word.toLowerCase();
  // What is a command is no slip of another.
  if (findCommand(name) !== undefined) return secretWords.includes(name) ? found.length : 0;
  const nearest = nearestWord(name, [...secretWords, ...Object.keys(slashCommands)]);
  return nearest !== undefined && secretWords.includes(nearest) ? found.length : 0;
}
