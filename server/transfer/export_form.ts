/** What a form of an export has to say. */

import type { KeptLog } from "../store/log_lines.ts";
import type { ExportedLine } from "./exported_line.ts";

/** Turns lines into text, in order; what it gives is written as it is. One form writes one export. */
export interface ExportForm {
  /** It takes a message of several lines whole; else `line` is called for each of them. */
  readonly hasWholeMessages: boolean;
  /** What stands before all. */
  begin(): string;
  /** A log begins. */
  beginLog(log: KeptLog): string;
  /** The next line of the log that was begun last. */
  line(line: ExportedLine): string;
  /** What stands behind all. */
  end(): string;
}
