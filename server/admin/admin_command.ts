/** What whoever runs the server can tell it, at its console or by `chat admin`. */

import type { Credential } from "../core/account.ts";
import type { Fact } from "../core/facts.ts";
import type { Lockdown } from "../core/lockdown.ts";
import type { World } from "../core/world.ts";
import type { NodeRow } from "./admin_nodes.ts";
import type { Fanout } from "../net/fanout.ts";

/** What commands work with. */
export interface Office {
  /** What the server knows. */
  readonly world: World;
  /** To end connections. */
  readonly fanout: Pick<Fanout, "close">;
  /** Makes something happen; throws, with the reason, where that can't be done now. See `Engine.publish`. */
  readonly publish: (fact: Fact) => void;
  /** Whether the doors are locked. */
  readonly lockdown: Lockdown;
  /** Servers that are one chat; none where this one stands alone. */
  readonly nodes: () => readonly NodeRow[];
  /** Makes what is kept of a password. */
  readonly createCredential: (password: string) => Promise<Credential>;
  /** Reads the settings again; gives what is to be known of it, undefined where all went well. */
  readonly reload: () => string | undefined;
  /** Bytes of memory that the process holds. */
  readonly memoryBytes: () => number;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** When the server started, in milliseconds. */
  readonly startedAtMs: number;
  /** Lets nobody in any more, and ends the server when all have left, or after so many seconds. */
  readonly drain: (seconds: number) => void;
  /** Ends the server in good order. */
  readonly quit: () => void;
}

/** One thing in an answer, for programs. */
export type AdminRow = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What comes of a command. */
export interface AdminAnswer {
  /** It was done. */
  readonly isDone: boolean;
  /** For people: lines that may hold what others have written, not made safe. */
  readonly lines: readonly string[];
  /** For programs. */
  readonly rows: readonly AdminRow[];
}

/** Something that can be told. */
export interface AdminCommand {
  /** Its name and what stands behind it. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly help: string;
  /** Does it; `rest` is all that stands behind the name, without spaces around. */
  readonly run: (office: Office, rest: string) => AdminAnswer | Promise<AdminAnswer>;
}

/** Commands by their names. */
export type AdminFamily = Readonly<Record<string, AdminCommand>>;

/** It was done; `lines` say what, to programs too where nothing else is said to them. */
export function done(
  lines: string | readonly string[],
  rows?: readonly AdminRow[],
): AdminAnswer {
  const all = typeof lines === "string" ? [lines] : lines;
  return { isDone: true, lines: all, rows: rows ?? all.map((message) => ({ message })) };
}

/** It was not done, for a reason of one line. */
export function undone(line: string): AdminAnswer {
  return { isDone: false, lines: [line], rows: [] };
}

/** Cuts the first word off. */
export function firstWord(text: string): readonly [word: string, rest: string] {
  const [word = ""] = text.split(/\s/, 1);
  return [word, text.slice(word.length).trim()];
}
