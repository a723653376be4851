/** What a place to talk is made of. */

import type { Network } from "../talk/network.ts";
import type { Step } from "../talk/step.ts";
import type { Clock } from "./clock.ts";
import type { Kept } from "./kept.ts";
import type { PageText } from "./text.ts";

/** What a room is made of. */
export interface RoomOptions {
  /** The talks. */
  readonly network: Network;
  /** The words of the page. */
  readonly text: PageText;
  /** How times are written. */
  readonly clock: Clock;
  /** Keeps what is typed and not sent. */
  readonly drafts: Kept;
  /** Sends and shows what follows from something. */
  readonly take: (step: Step) => void;
  /** Loads what a password needs, before it is used. */
  readonly prepare: (text: string) => Promise<void>;
  /** Tries at once to connect again. */
  readonly hurry: () => void;
  /** Leaves. */
  readonly leave: (reason: string) => void;
  /** Tells the time. */
  readonly now: () => number;
}
