/** Lines that follow one another in one log: handed over and written together, since most are of the same talk. */

import type { KeepRecord, LineClass, LogName } from "../core/archive.ts";

/** A run of lines. */
export interface LineRun {
  /** Told apart from other records. */
  readonly kind: "lines";
  /** Whose log. */
  readonly log: LogName;
  /** See `lineClass`. */
  readonly class: LineClass;
  /** See `KeepRecord`. */
  readonly copy: 0 | 1;
  /** Of each line its key, part, time, author, tags and text: a flat list is handed to a thread in a quarter of the time. */
  readonly cells: (string | number)[];
}

/** How many cells a line has. */
export const cellsPerLine = 6;

/** What is written: lines in runs, and all else as it came. */
export type BatchRecord = Exclude<KeepRecord, { readonly kind: "line" }> | LineRun;

/** Gives records as they are written, in their order; `to` are those before them, of whose last run they may be. */
export function withRuns(records: readonly KeepRecord[], to: BatchRecord[] = []): BatchRecord[] {
  for (const record of records) {
    if (record.kind === "line") addLine(to, record);
    else to.push(record);
  }
  return to;
}

/** Says how many lines there are among records. */
export function countLines(records: readonly BatchRecord[]): number {
  let cells = 0;
  for (const record of records) if (record.kind === "lines") cells += record.cells.length;
  return cells / cellsPerLine;
}

function addLine(
  to: BatchRecord[],
  { log, class: kind, copy, line }: Extract<KeepRecord, { readonly kind: "line" }>,
): void {
  const { key, part, timeMs, author, tags, line: text } = line;
  const last = to.at(-1);
  if (
    last?.kind === "lines" && isSame(last.log, log) && last.class === kind && last.copy === copy
  ) {
    last.cells.push(key, part, timeMs, author, tags, text);
  } else {
    to.push({
      kind: "lines",
      log,
      class: kind,
      copy,
      cells: [key, part, timeMs, author, tags, text],
    });
  }
}

function isSame(one: LogName, other: LogName): boolean {
  return one.name === other.name && one.owner === other.owner;
}
