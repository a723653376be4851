/** A connection to a server, whatever carries it. */

import type { Line } from "../wire/lines.ts";

/** Lines in, lines out; it can be read once. */
export interface Link {
  /** Why we closed the connection, where it was not asked for; undefined otherwise. */
  readonly fault: string | undefined;
  /** The lines of the server, those that came together at a time. Ends with the connection, and never throws. */
  readonly lines: () => AsyncIterable<readonly Line[]>;
  /** Sends lines, given without their ends. Resolves when they are written, or never will be. */
  readonly send: (lines: readonly string[]) => Promise<void>;
  /** Closes the connection at once. */
  readonly close: () => void;
}
