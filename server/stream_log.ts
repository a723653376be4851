/** The log as lines of text or of JSON on standard error. */

import { safeJson } from "../wire/safe_json.ts";
import { safeText } from "../wire/safe_text.ts";
import type { Log, LogEvent } from "./core/log.ts";

/** Levels from the most to the least talkative. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** How much is logged. */
export type LogLevel = typeof logLevels[number];

/** What a line is. */
export const logFormats = ["text", "json"] as const;

/** For people, or for programs. */
export type LogFormat = typeof logFormats[number];

/** What is logged, and how, at the time. */
export interface LogSettings {
  /** The least important events that are written. */
  readonly logLevel: LogLevel;
  /** How they are written. */
  readonly logFormat: LogFormat;
}

/** One event. */
export interface LoggedEvent {
  /** When it was. */
  readonly time: Date;
  /** How important it is. */
  readonly level: LogLevel;
  /** What is told to people. */
  readonly text: string;
  /** What is told to programs besides. */
  readonly event?: LogEvent | undefined;
}

/** Makes a log that calls `write` with whole lines. */
export function createLog(settings: () => LogSettings, write: (line: string) => void): Log {
  const at = (level: LogLevel) => (text: string, event?: LogEvent) => {
    const { logLevel, logFormat } = settings();
    if (logLevels.indexOf(level) < logLevels.indexOf(logLevel)) return;
    write(logLine(logFormat, { time: new Date(), level, text, event }));
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** One event as one line with its end. Names in it can neither start a line nor move a cursor. */
export function logLine(format: LogFormat, { time, level, text, event }: LoggedEvent): string {
  const ts = time.toISOString();
  return format === "json"
    ? `${safeJson({ ts, level, ...event, message: text })}\n`
    : `${ts} ${level} ${safeText(text)}\n`;
}
