/** What the client does between other programs. */

import type { AccountOptions } from "../talk/account.ts";
import type { ClientEvent } from "../talk/event.ts";
import type { Link } from "../talk/link.ts";
import type { ByteSink } from "./output.ts";

/** Where lines come from and go to, and who we are. */
export interface PipeOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; lines go to the last one. */
  readonly channels: readonly string[];
  /** Write JSON objects in place of text, and read them. */
  readonly json: boolean;
  /** How many of the messages before our joining to write. */
  readonly history: number;
  /** From when on all that was said before our joining is written, in place of that. */
  readonly sinceMs?: number | undefined;
  /** Without input: goes on until the connection ends, else until all of before is written. */
  readonly isTail?: boolean;
  /** What is run for each message, and whether what it writes is said back. */
  readonly exec?: { readonly command: readonly string[]; readonly isReplying: boolean } | undefined;
  /** Takes all that happens. */
  readonly log?: ((event: ClientEvent) => void) | undefined;
  /** Who we are at the server; left out: nobody. */
  readonly account?: AccountOptions;
  /** Makes another connection when one is lost. */
  readonly reconnect: () => Promise<Link>;
  /** After this long without a connection it is given up. */
  readonly giveUpMs?: number;
  /** Gives a number from 0 to below 1, to spread tries; left out: by chance. */
  readonly random?: () => number;
  /** What is to be said; undefined: nothing is. */
  readonly input: ReadableStream<Uint8Array> | undefined;
  /** What others say. */
  readonly output: ByteSink;
  /** What went wrong. */
  readonly errors: ByteSink;
}
