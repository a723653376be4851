/** What the pure parts of the client ask for. */

import type { ClientEvent } from "./event.ts";

/** What follows from a line or a command. */
export interface Step {
  /** Lines to send, without their ends. */
  readonly send: readonly string[];
  /** What there is to show. */
  readonly events: readonly ClientEvent[];
}
