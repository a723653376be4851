/** Commands for what a server keeps: take it out, bring it in, copy it. */

import type { AdminOptions } from "../server/admin/run_admin.ts";
import type { BackupOptions } from "../server/transfer/run_backup.ts";
import type { ExportOptions } from "../server/transfer/run_export.ts";
import type { ImportOptions } from "../server/transfer/run_import.ts";

/** One of them, with what it is told. */
export type KeptChoice =
  | { readonly kind: "export"; readonly options: ExportOptions }
  | { readonly kind: "import"; readonly options: ImportOptions }
  | { readonly kind: "backup"; readonly options: BackupOptions }
  | { readonly kind: "admin"; readonly options: AdminOptions };

/** An option of such a command. */
export interface KeptOption {
  /** "--name <value>", or "--name" for a switch. */
  readonly flags: string;
  /** What it is for. */
  readonly description: string;
  /** What it may be. */
  readonly choices?: readonly string[];
  /** What it is if left out. */
  readonly default?: string | boolean;
  /** May be said again. */
  readonly isList?: boolean;
}

/** What was said; the command line checks that it is there where it must be, and one of its choices. */
export interface KeptFlags {
  /** See `KeptPlace`. */
  readonly data?: string;
  /** See `KeptPlace`. */
  readonly port: number;
  /** One, or all where it may be said again. */
  readonly channel?: string | readonly string[];
  /** See `ExportOptions`. */
  readonly since?: string;
  /** See `ExportOptions`. */
  readonly until?: string;
  /** What is written or read. */
  readonly format?: string;
  /** See `ExportOptions`. */
  readonly output?: string;
  /** Replace a file. */
  readonly force?: boolean;
  /** See `ExportOptions`. */
  readonly private?: boolean;
  /** See `AdminOptions`. */
  readonly json?: boolean;
  /** What stood behind the name. */
  readonly files: readonly string[];
}

/** A command as the command line shows it. All have --data and --port before their own options. */
export interface KeptCommand {
  /** Its name. */
  readonly name: KeptChoice["kind"];
  /** What it does. */
  readonly description: string;
  /** What stands behind its name, and what that is. */
  readonly files?: readonly [form: string, description: string];
  /** Words that may stand there first, where that is known; whatever else does is not refused here. */
  readonly words?: readonly string[];
  /** Its own options. */
  readonly options: readonly KeptOption[];
  /** What stands below them. */
  readonly note: string;
  /** Makes a choice of what was said. */
  choose(said: KeptFlags): KeptChoice;
}

// As in server/admin, which would take long to load for a word of help; a test compares them.
const adminNames: readonly string[] = [
  "say",
  "who",
  "channels",
  "kick",
  "topic",
  "op",
  "ban",
  "unban",
  "mute",
  "unmute",
  "bans",
  "lockdown",
  "accounts",
  "reset",
  "nodes",
  "stats",
  "reload",
  "drain",
  "quit",
];

const force: KeptOption = {
  flags: "--force",
  description: "replace that file if it is there",
  default: false,
};

/** All of them. */
export const keptCommands: readonly KeptCommand[] = [
  {
    name: "export",
    description: "Write what a server keeps of its channels; it may run meanwhile.",
    options: [
      {
        flags: "--channel <name>",
        description: "only this channel; may be said again (default: all)",
        isList: true,
      },
      { flags: "--since <when>", description: "leave out what is older" },
      { flags: "--until <when>", description: "leave out this time and what is later" },
      {
        flags: "--format <form>",
        description: "what to write",
        choices: ["jsonl", "text", "html"],
        default: "jsonl",
      },
      { flags: "--output <file>", description: "file to write (default: standard output)" },
      force,
      {
        flags: "--private",
        description: "private talks too: tell your users that you read them",
        default: false,
      },
    ],
    note: "WHEN is 2024-01-31, 2024-01-31T12:30, or how long ago: 12h, 7d.",
    choose: ({ data, port, channel, since, until, format, output, ...said }) => ({
      kind: "export",
      options: {
        ...{ data, port, since, until, output },
        channel: typeof channel === "string" ? [channel] : channel ?? [],
        format: format === "text" || format === "html" ? format : "jsonl",
        force: said.force ?? false,
        private: said.private ?? false,
      },
    }),
  },
  {
    name: "import",
    description: "Put logs before all that a server has kept; it must not run.",
    files: ["<file...>", "logs, the oldest first"],
    options: [
      {
        flags: "--channel <name>",
        description: "channel of an irssi or WeeChat log; of jsonl: only this one",
      },
      {
        flags: "--format <form>",
        description: "what the files are",
        choices: ["jsonl", "irssi", "weechat"],
        default: "jsonl",
      },
    ],
    note: "The same file twice doubles nothing. Times without a zone are of this machine's.",
    choose: ({ data, port, channel, format, files }) => ({
      kind: "import",
      options: {
        ...{ data, port, files },
        channel: typeof channel === "string" ? channel : channel?.at(-1),
        format: format === "irssi" || format === "weechat" ? format : "jsonl",
      },
    }),
  },
  {
    name: "backup",
    description: "Copy all that a server keeps into a file; it may run meanwhile.",
    files: ["<file>", "file to make"],
    options: [force],
    note: "The file has private talks too: keep it as safe as the server.",
    choose: ({ data, port, force = false, files: [file = ""] }) => ({
      kind: "backup",
      options: { data, port, force, file },
    }),
  },
  {
    name: "admin",
    description: "Tell a running server something: who is here, kick, ban, and more.",
    files: ["<command...>", "what to tell it"],
    words: ["help", ...adminNames],
    options: [{ flags: "--json", description: "print one JSON object a line", default: false }],
    note: "Each is told by: chat admin help",
    choose: ({ data, port, json = false, files }) => ({
      kind: "admin",
      options: { data, port, json, words: files },
    }),
  },
];
