/** Commands for what a server keeps: take it out, bring it in, copy it. */

import { Command } from "commander";
import type { BackupOptions } from "../server/transfer/run_backup.ts";
import type { ExportOptions } from "../server/transfer/run_export.ts";
import type { ImportOptions } from "../server/transfer/run_import.ts";
import { configure, environmentHelp, option, port, type Streams } from "./command_option.ts";

/** One of them, with what it is told. */
export type KeptChoice =
  | { readonly kind: "export"; readonly options: ExportOptions }
  | { readonly kind: "import"; readonly options: ImportOptions }
  | { readonly kind: "backup"; readonly options: BackupOptions };

/** Adds them; `choose` gets the one that was said. */
export function addKeptCommands(
  program: Command,
  streams: Streams,
  choose: (choice: KeptChoice) => void,
): void {
  program.addCommand(
    exportCommand(streams).action((flags: ExportOptions) =>
      choose({ kind: "export", options: { ...emptyExport, ...flags } })
    ),
  );
  program.addCommand(
    importCommand(streams).action((files: readonly string[], flags: ImportOptions) =>
      choose({ kind: "import", options: { ...emptyImport, ...flags, files } })
    ),
  );
  program.addCommand(
    backupCommand(streams).action((file: string, flags: BackupOptions) =>
      choose({ kind: "backup", options: { ...emptyPlace, ...flags, file } })
    ),
  );
}

// Commander leaves out what was not given.
const emptyPlace = { data: undefined } as const;
const emptyExport = {
  ...emptyPlace,
  since: undefined,
  until: undefined,
  output: undefined,
} as const;
const emptyImport = { ...emptyPlace, channel: undefined } as const;

function exportCommand(streams: Streams): Command {
  return addPlace(configure(new Command("export"), streams))
    .description("Write what a server keeps of its channels; it may run meanwhile.")
    .addOption(
      option("--channel <name>", "only this channel; may be said again (default: all)")
        .argParser(collect).default([]),
    )
    .addOption(option("--since <when>", "leave out what is older"))
    .addOption(option("--until <when>", "leave out this time and what is later"))
    .addOption(
      option("--format <form>", "what to write").default("jsonl")
        .choices(["jsonl", "text", "html"]),
    )
    .addOption(option("--output <file>", "file to write (default: standard output)"))
    .addOption(option("--force", "replace that file if it is there").default(false))
    .addOption(
      option("--private", "private talks too: tell your users that you read them").default(false),
    )
    .addHelpText(
      "after",
      "\nWHEN is 2024-01-31, 2024-01-31T12:30, or how long ago: 12h, 7d.",
    )
    .addHelpText("after", environmentHelp);
}

function importCommand(streams: Streams): Command {
  return addPlace(configure(new Command("import"), streams))
    .description("Put logs before all that a server has kept since it was set up; it must not run.")
    .argument("<file...>", "logs, the oldest first")
    .addOption(
      option("--channel <name>", "channel that an irssi or WeeChat log is of; of jsonl: only it"),
    )
    .addOption(
      option("--format <form>", "what the files are").default("jsonl")
        .choices(["jsonl", "irssi", "weechat"]),
    )
    .addHelpText(
      "after",
      "\nThe same file twice doubles nothing. Times in logs are of this machine's zone\n" +
        "unless TZ names another.",
    )
    .addHelpText("after", environmentHelp);
}

function backupCommand(streams: Streams): Command {
  return addPlace(configure(new Command("backup"), streams))
    .description("Copy all that a server keeps into a file; it may run meanwhile.")
    .argument("<file>", "file to make")
    .addOption(option("--force", "replace that file if it is there").default(false))
    .addHelpText("after", "\nThe file has private talks too: keep it as safe as the server.")
    .addHelpText("after", environmentHelp);
}

function addPlace(command: Command): Command {
  return command
    .addOption(
      option("--data <folder>", "the server's folder (default: ~/.local/state/chat/PORT)"),
    )
    .addOption(
      option("--port <number>", "port of the server that keeps it").default(5050).argParser(port),
    );
}

function collect(name: string, names: readonly string[]): readonly string[] {
  return [...names, name];
}
