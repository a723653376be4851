/** `chat export`: what is kept, in a form that others read. */

import type { StoreDatabase } from "../store/store_database.ts";
import { foldName } from "../../wire/casemap.ts";
import { StartFailure } from "../options.ts";
import { type KeptLog, listLogs, readLogLines } from "../store/log_lines.ts";
import type { ExportForm } from "./export_form.ts";
import { exportedLine, separateParts } from "./exported_line.ts";
import { createHtmlForm } from "./html_form.ts";
import { jsonlForm } from "./jsonl_form.ts";
import { type KeptPlace, openKept, orFailure, reasonOf } from "./kept_file.ts";
import { readMoment } from "../../wire/moment.ts";
import { beginTarget, finishTarget } from "./target_file.ts";
import { createTextForm } from "./text_form.ts";

/** What `chat export` is told. */
export interface ExportOptions extends KeptPlace {
  /** Channels; none: all. */
  readonly channel: readonly string[];
  /** See `readMoment`. */
  readonly since: string | undefined;
  /** See `readMoment`; not included. */
  readonly until: string | undefined;
  /** What lines become. */
  readonly format: "jsonl" | "text" | "html";
  /** File to write; undefined: standard output. */
  readonly output: string | undefined;
  /** Replace that file. */
  readonly force: boolean;
  /** Private talks too. */
  readonly private: boolean;
}

/** Characters that are written in one go. */
const chunkCharacters = 64 * 1024;

/**
 * Writes what is wanted; gives the exit code.
 *
 * @throws {StartFailure} when it can't.
 */
export async function runExport(options: ExportOptions): Promise<number> {
  const span = {
    sinceMs: momentOf("--since", options.since),
    untilMs: momentOf("--until", options.until),
  };
  const database = openKept(options);
  try {
    const logs = chooseLogs(database, options);
    const text = exportText(database, logs, { ...span, form: formOf(options.format) });
    const { output, force } = options;
    if (output === undefined) {
      Deno.permissions.revokeSync({ name: "write" });
      await writeAll(Deno.stdout, text);
    } else {
      const target = { path: output, force };
      using file = Deno.openSync(beginTarget(target), { write: true });
      await writeAll(file, text);
      file.syncDataSync();
      finishTarget(target);
    }
    return 0;
  } finally {
    database.close();
  }
}

/** What of the logs, and how. */
export interface ExportWish {
  /** See `TimeSpan`. */
  readonly sinceMs: number | undefined;
  /** See `TimeSpan`. */
  readonly untilMs: number | undefined;
  /** A fresh one. */
  readonly form: ExportForm;
}

/** Gives the whole export, a piece at a time. Logs without a line in that time are left out. */
export function* exportText(
  database: StoreDatabase,
  logs: readonly KeptLog[],
  { form, ...span }: ExportWish,
): Generator<string> {
  const epoch = database.prepare("SELECT value FROM meta WHERE name = 'epoch'").get()?.value;
  yield form.begin();
  for (const log of logs) {
    let isBegun = false;
    for (const line of readLogLines(database, log, span)) {
      const exported = exportedLine(log, line, String(epoch));
      if (exported === undefined) continue;
      if (!isBegun) yield form.beginLog(log);
      isBegun = true;
      const parts = form.hasWholeMessages ? [exported] : separateParts(exported);
      for (const part of parts) yield form.line(part);
    }
  }
  yield form.end();
}

function momentOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const timeMs = readMoment(text, Date.now());
  if (timeMs !== undefined) return timeMs;
  throw new StartFailure(
    `Option ${option} is "${text}". Give a date like 2024-01-31 or 2024-01-31T12:30, or how long ago, like 12h or 7d.`,
    2,
  );
}

function chooseLogs(
  database: StoreDatabase,
  { channel, private: withPrivate }: ExportOptions,
): readonly KeptLog[] {
  const logs = orFailure(() => listLogs(database, withPrivate));
  if (channel.length === 0) return logs;
  return channel.map((name) => {
    const folded = foldName(name);
    const found = logs.find(({ log }) => log.owner === "" && log.name === folded);
    if (found !== undefined) return found;
    const some = logs.slice(0, 10).map((log) => log.name).join(" ");
    throw new StartFailure(
      `Nothing is kept of channel "${name}". There is: ${some === "" ? "nothing" : some}.`,
    );
  });
}

function formOf(format: ExportOptions["format"]): ExportForm {
  if (format === "jsonl") return jsonlForm;
  return format === "text" ? createTextForm() : createHtmlForm();
}

async function writeAll(
  output: { write(bytes: Uint8Array): Promise<number> },
  pieces: Iterable<string>,
): Promise<void> {
  const encoder = new TextEncoder();
  const write = async (text: string): Promise<void> => {
    let rest = encoder.encode(text);
    while (rest.length > 0) rest = rest.subarray(await output.write(rest));
  };
  let waiting = "";
  try {
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < chunkCharacters) continue;
      await write(waiting);
      waiting = "";
    }
    await write(waiting);
  } catch (error) {
    // Whoever reads has seen enough, as `head` has.
    if (error instanceof Deno.errors.BrokenPipe) return;
    throw new StartFailure(`The export could not be written: ${reasonOf(error)}.`);
  }
}
