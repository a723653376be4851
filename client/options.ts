/** What the command line says to the client. */

import type { PlanOptions } from "./client_plan.ts";

/** Where to talk, and how. */
export interface ClientOptions extends PlanOptions {
  /** Read and write JSON, an object a line. */
  readonly json: boolean;
  /** How many of the messages before our joining are shown to a program; a person sees some in any case. */
  readonly history: number;
  /** From when on all of them are shown: see `readMoment`. */
  readonly since: string | undefined;
  /** Only show what is said, and go on. */
  readonly tail: boolean;
  /** A program to run for each message. */
  readonly exec: string | undefined;
  /** Say what it writes. */
  readonly execReply: boolean;
}
