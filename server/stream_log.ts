/** The log as lines of text on standard error. */

import { safeText } from "../wire/safe_text.ts";
import type { Log } from "./core/log.ts";

/** Levels from the most to the least talkative. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** How much is logged. */
export type LogLevel = typeof logLevels[number];

/** Makes a log that calls `write` with whole lines of what is `level` at the time and above. Names in them can't start a line or move a cursor. */
export function createLog(level: () => LogLevel, write: (line: string) => void): Log {
  const at = (own: LogLevel) => (text: string) => {
    if (logLevels.indexOf(own) < logLevels.indexOf(level())) return;
    write(`${new Date().toISOString()} ${own} ${safeText(text)}\n`);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
