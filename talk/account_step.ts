/** What the parts of the client that deal with our account ask for. */

import type { ClientEvent } from "./event.ts";
import type { Step } from "./step.ts";

/** One line for our user. */
export interface AccountNews {
  /** What became of it. */
  readonly text: string;
  /** It did not work. */
  readonly isBad: boolean;
}

/** What follows from a message or a wish. */
export interface AccountStep {
  /** Lines to send. */
  readonly send: readonly string[];
  /** What to tell. */
  readonly news?: AccountNews;
}

/** Gives what is to be shown and sent of it, behind other lines. */
export function toldStep(
  { send, news }: AccountStep,
  nowMs: number,
  before: readonly string[] = [],
): Step {
  const stamp = { timeMs: nowMs, id: undefined };
  const events: readonly ClientEvent[] = news === undefined
    ? []
    : [{ kind: "account", ...stamp, ...news }];
  return { send: [...before, ...send], events };
}
