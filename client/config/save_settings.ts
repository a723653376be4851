/** Keeping settings in the configuration file, beside all else that stands there. */

import { settingTable, type SettingValues } from "../../talk/settings.ts";

/** Gives the file's text with a table `[settings]` of these, in place of the one that is there. Defaults are left out. */
export function withSettings(text: string, values: SettingValues): string {
  const own = [...values].filter(([name, value]) => settingTable[name]?.value !== value);
  const rows = own.map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const table = ["[settings]", ...rows, ""];
  const lines = text === "" ? [] : text.replace(/\n+$/, "").split("\n");
  const start = lines.findIndex((line) => /^\s*\[\s*settings\s*\]/.test(line));
  if (start < 0) return [...lines, ...(lines.length > 0 ? [""] : []), ...table].join("\n");
  const length = lines.slice(start + 1).findIndex((line) => /^\s*\[/.test(line));
  const after = length < 0 ? [] : lines.slice(start + 1 + length);
  const joined = [...lines.slice(0, start), ...table, ...after].join("\n");
  return joined.endsWith("\n") ? joined : `${joined}\n`;
}

/**
 * Writes them into the file, which is made where there is none.
 *
 * @throws {Error} with one line for the user.
 */
export function saveSettings(file: string | undefined, values: SettingValues): void {
  if (file === undefined) throw new Error("Nothing tells where to save it: HOME is not set");
  try {
    const before = readIfThere(file);
    Deno.mkdirSync(file.replace(/[^/]*$/, "") || ".", { recursive: true, mode: 0o700 });
    // A crash in between leaves the file as it was.
    Deno.writeTextFileSync(`${file}.new`, withSettings(before, values), { mode: 0o600 });
    Deno.renameSync(`${file}.new`, file);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/ \(os error.*/, "") : String(error);
    throw new Error(`File "${file}" can't be written: ${why}`);
  }
}

function readIfThere(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
