/** Commands of whoever runs the server, found by their names and done. */

import { nearestWord } from "../../wire/nearest_word.ts";
import { errorText } from "../core/error_text.ts";
import { type AdminAnswer, done, type Office, undone } from "./admin_command.ts";
import { adminTable, findAdminCommand } from "./admin_table.ts";

/** Does what is told by a command's name and what stands behind it. Never rejects. */
export async function administer(
  office: Office,
  command: string,
  rest: string,
): Promise<AdminAnswer> {
  if (command === "help") return done(adminHelp(""));
  const known = findAdminCommand(command);
  if (known === undefined) {
    const nearest = nearestWord(command, Object.keys(adminTable));
    const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
    return undone(`There is no command "${command}"; help lists them.${hint}`);
  }
  try {
    return await known.run(office, rest);
  } catch (error) {
    return failed(error);
  }
}

/** What a command answers that threw. */
export function failed(error: unknown): AdminAnswer {
  return undone(`The server failed to do that: ${errorText(error)}`);
}

/** A line for each command; `sign` stands in front of its name. */
export function adminHelp(sign: string): readonly string[] {
  return Object.values(adminTable).map(({ usage, help }) => `${sign}${usage} - ${help}`);
}
