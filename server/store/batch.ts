/** What goes to the file in one transaction. */

import type { BatchRecord } from "./line_run.ts";

/** All that some facts that follow one another leave to be kept. */
export interface Batch {
  /** Key of the last of these facts. */
  readonly lastKey: number;
  /** Its time, in milliseconds. */
  readonly lastTimeMs: number;
  /** What they leave, in order. */
  readonly records: readonly BatchRecord[];
}

/** How many keys a start, and later a batch, reserves: no key below `meta.reservedKey` is ever given again. */
export const reservedKeys = 1_000_000_000;
