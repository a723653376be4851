/** What a client at a terminal is told. */

import type { ClientEvent } from "../talk/event.ts";
import type { SettingValues } from "../talk/settings.ts";
import type { NetworkPlan } from "./client_plan.ts";
import type { ColourDepth } from "./view/theme.ts";

/** What a terminal client is made of. */
export interface TerminalOptions {
  /** At least one. */
  readonly networks: readonly NetworkPlan[];
  /** As the file has them. */
  readonly settings: SettingValues;
  /** How many colours the terminal has. */
  readonly depth: ColourDepth;
  /** Writes what is said into files; undefined: nobody does. */
  readonly log: ((network: string, event: ClientEvent) => void) | undefined;
  /** Keeps settings for the next time; throws an Error with one line for the user. */
  readonly save: (values: SettingValues) => void;
  /** Opens a text in the user's editor, see `editText`. */
  readonly edit: (text: string) => Promise<string>;
}
