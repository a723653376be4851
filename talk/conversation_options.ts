/** What a conversation is about. */

import type { AccountOptions } from "./account.ts";

/** What to ask the server for. */
export interface ConversationOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; typed lines go to the last one. */
  readonly channels: readonly string[];
  /** Gives each message a name that no other one has: 22 characters of base64url. */
  readonly newOnce: () => string;
  /** How many of the messages before our joining are to be shown; left out: none. */
  readonly latest?: number;
  /** Who we are at the server; left out: nobody. */
  readonly account?: AccountOptions;
  /**
   * Somebody looks at all that there is to see: who is away, who types, what was done before; left out: only what is
   * said, and who comes and goes.
   */
  readonly isFace?: boolean;
}
