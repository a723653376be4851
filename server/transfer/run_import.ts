/** `chat import`: logs from elsewhere, or from before, into what a server keeps. */

import { channelNameFault } from "../../wire/casemap.ts";
import { StartFailure } from "../options.ts";
import { fileIn, lockFolder } from "../store/data_folder.ts";
import { LineImporter } from "../store/import_lines.ts";
import { openForWriting } from "../store/open_database.ts";
import { readFileLines } from "./file_lines.ts";
import { createIrssiParser } from "./irssi_parser.ts";
import { createJsonlParser } from "./jsonl_parser.ts";
import { keptFolder, type KeptPlace, orFailure, reasonOf } from "./kept_file.ts";
import type { LogParser } from "./log_parser.ts";
import { createProgress, type Progress } from "./progress.ts";
import { createWeechatParser } from "./weechat_parser.ts";

/** What `chat import` is told. */
export interface ImportOptions extends KeptPlace {
  /** Logs to read. */
  readonly files: readonly string[];
  /** Channel that they are of; of jsonl, the only one that is wanted. */
  readonly channel: string | undefined;
  /** What they are. */
  readonly format: "jsonl" | "irssi" | "weechat";
}

/** What became of the lines of a file. */
export interface ImportCounts {
  /** Messages and events that were not there before. */
  readonly added: number;
  /** Those that were. */
  readonly known: number;
  /** Lines that can't be imported. */
  readonly bad: number;
}

/** So many bad lines of a file are told one by one. */
const maxToldLines = 5;

/** A JSON object of the longest message with the most tags, all of it escaped. */
const maxJsonBytes = 64 * 1024;
const maxLogBytes = 8 * 1024;

/**
 * Reads the files into the store; gives the exit code.
 *
 * @throws {StartFailure} when it can't, or can't go on.
 */
export function runImport(options: ImportOptions): number {
  const { channel, format } = options;
  checkChannel(options);
  const folder = keptFolder(options);
  using files = openAll(options.files);
  Deno.permissions.revokeSync({ name: "net" });
  using _lock = orFailure(() => lockFolder(folder));
  using database = orFailure(() => openForWriting(fileIn(folder)));
  const importer = new LineImporter(database, Date.now());
  const progress = createProgress(files.list.reduce((sum, { bytes }) => sum + bytes, 0));
  const counts: ImportCounts[] = [];
  try {
    for (const file of files.list) {
      counts.push(importFile(file, {
        importer,
        parser: createParser(format, channel),
        maxLineBytes: format === "jsonl" ? maxJsonBytes : maxLogBytes,
        progress,
      }));
    }
    importer.finish();
  } catch (error) {
    importer.abandon();
    throw new StartFailure(
      `The import stopped: ${reasonOf(error)}. Import the same files again to go on.`,
    );
  } finally {
    progress[Symbol.dispose]();
  }
  return tell(counts);
}

/** A file that is open, with its name. */
export interface LogFile {
  /** As it was given. */
  readonly path: string;
  /** Its size. */
  readonly bytes: number;
  /** Open to be read. */
  readonly file: Deno.FsFile;
}

/** How a file is imported. */
export interface FileImport {
  /** Where to. */
  readonly importer: LineImporter;
  /** A fresh one. */
  readonly parser: LogParser;
  /** See `readFileLines`. */
  readonly maxLineBytes: number;
  /** Where it is shown how far it is, and what is wrong. */
  readonly progress: Progress;
}

/** Imports one file. */
export function importFile(
  { path, file }: LogFile,
  { importer, parser, maxLineBytes, progress }: FileImport,
): ImportCounts {
  const counts = { added: 0, known: 0, bad: 0 };
  const complain = (number: number, why: string): void => {
    counts.bad++;
    if (counts.bad <= maxToldLines) {
      progress.say(`Line ${number} of "${path}" is left out: it ${why}.`);
    }
  };
  for (const { number, text, atByte } of readFileLines(file, maxLineBytes)) {
    progress.reach(atByte);
    const parsed = text === undefined ? { kind: "bad", why: "is too long" } as const : parser(text);
    if (parsed.kind === "bad") complain(number, parsed.why);
    if (parsed.kind !== "lines") continue;
    for (const line of parsed.lines) {
      const imported = importer.add(line);
      if (imported.kind === "refused") complain(number, imported.why);
      else counts[imported.kind]++;
    }
  }
  progress.leave();
  if (counts.bad > maxToldLines) {
    progress.say(`So are ${counts.bad - maxToldLines} more lines of "${path}".`);
  }
  return counts;
}

function checkChannel({ channel, format }: ImportOptions): void {
  if (channel === undefined) {
    if (format === "jsonl") return;
    throw new StartFailure(
      `A log of ${format} does not tell its channel. Give --channel its name.`,
      2,
    );
  }
  const fault = channelNameFault(channel);
  if (fault === undefined) return;
  throw new StartFailure(`Channel name "${channel}" ${fault}. Give --channel a name like '#x'.`, 2);
}

function createParser(format: ImportOptions["format"], channel: string | undefined): LogParser {
  if (format === "jsonl") return createJsonlParser(channel);
  return format === "irssi" ? createIrssiParser(channel ?? "") : createWeechatParser(channel ?? "");
}

/** All are there before anything is imported. */
function openAll(paths: readonly string[]): Disposable & { readonly list: readonly LogFile[] } {
  const list: LogFile[] = [];
  const close = (): void => list.forEach(({ file }) => file.close());
  for (const path of paths) {
    try {
      const file = Deno.openSync(path);
      const { size, isDirectory } = file.statSync();
      list.push({ path, bytes: size, file });
      if (isDirectory) throw new Error("it is a folder");
    } catch (error) {
      close();
      throw new StartFailure(`File "${path}" can't be read: ${reasonOf(error)}.`);
    }
  }
  return { list, [Symbol.dispose]: close };
}

/** Tells what came of it; where no line was good the format is hardly the right one. */
function tell(counts: readonly ImportCounts[]): number {
  const sum = (field: keyof ImportCounts): number =>
    counts.reduce((total, count) => total + count[field], 0);
  const [added, known, bad] = [sum("added"), sum("known"), sum("bad")];
  console.log(
    `Imported ${added} messages and events; ${known} were there already, ${bad} lines left out`,
  );
  return added + known === 0 && bad > 0 ? 1 : 0;
}
