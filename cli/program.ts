/** The command line: what can be said to `chat`, and what is answered to the rest. */

import { Argument, Command, CommanderError, Option } from "commander";
import type { ClientOptions } from "../client/options.ts";
import type { MakeCertOptions } from "../server/run_make_cert.ts";
import type { ServerLaunch, ServerOptions } from "../server/options.ts";
import {
  clientExamples,
  type ClientFlags,
  type ClientOption,
  clientOptions,
  readClientFlags,
} from "./client_command.ts";
import { completionScript, type Shell, shells } from "./completions.ts";
import {
  type KeptChoice,
  type KeptCommand,
  keptCommands,
  type KeptFlags,
} from "./kept_commands.ts";
import { clusterOptions, type ServerOption, tlsOptions, webOptions } from "./server_options.ts";
import { describeOption, oneLine } from "./wording.ts";
import { environmentHelp, isSwitch, takeSwitches, variableOf } from "./environment.ts";
import { certificateNames, count, days, integer, port, serverName } from "./values.ts";

/** How the command line ends: with a side to run, or with nothing more to do. */
export type Choice =
  | ({ readonly kind: "server" } & ServerLaunch)
  | { readonly kind: "client"; readonly options: ClientOptions }
  | { readonly kind: "hash-password" }
  | { readonly kind: "make-cert"; readonly options: MakeCertOptions }
  | KeptChoice
  | { readonly kind: "done"; readonly exitCode: 0 | 2 };

/** What commander collects for `chat server`, before it is checked against the rest. */
interface ServerFlags extends Omit<ServerOptions, "version" | "hasWeb"> {
  readonly web: boolean;
  readonly config?: string;
}

/** Where the program's own words go. */
export interface Streams {
  /** Standard output: help and version. */
  readonly out: (text: string) => void;
  /** Standard error: what was wrong. */
  readonly err: (text: string) => void;
}

/** Reads arguments and CHAT_… variables. Prints help, version, or one line on what is wrong. */
export function parseArguments(args: readonly string[], version: string, streams: Streams): Choice {
  let choice: Choice = { kind: "done", exitCode: 2 };
  const program = configure(new Command("chat"), streams)
    .description("A chat server that any client can talk to, and a terminal client for it.")
    .version(version, "-V, --version", "print the version")
    .helpCommand("help [command]", "print help for a command")
    .addHelpText("after", "\nTry: chat server, then in another terminal: chat client");
  program.addCommand(
    serverCommand(streams).action((flags: ServerFlags, command: Command) => {
      const { web, config, ...others } = flags;
      const rest = { ...others, hasWeb: web };
      const isGiven = ([name]: [string, unknown]): boolean =>
        command.getOptionValueSource(name === "hasWeb" ? "web" : name) !== "default";
      choice = {
        kind: "server",
        options: { ...emptyServer, ...rest, version: `chat-${version}` },
        given: Object.fromEntries(Object.entries(rest).filter(isGiven)),
        config,
      };
    }),
  );
  program.addCommand(clientCommand(streams, (options) => choice = { kind: "client", options }));
  program.addCommand(
    hashPasswordCommand(streams).action(() => {
      choice = { kind: "hash-password" };
    }),
  );
  program.addCommand(
    makeCertCommand(streams).action((options: Omit<MakeCertOptions, "name">) => {
      choice = { kind: "make-cert", options: { name: usualNames, ...options } };
    }),
  );
  for (const spec of keptCommands) {
    program.addCommand(keptCommand(spec, streams, (flags) => choice = spec.choose(flags)));
  }
  program.addCommand(
    completionsCommand(streams).action((shell: Shell) => {
      streams.out(completionScript(shell, program));
      choice = { kind: "done", exitCode: 0 };
    }),
  );
  try {
    if (args.length === 0) program.help({ error: true });
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "done", exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  return choice;
}

// Commander leaves out what was not given.
const emptyServer = {
  webPort: undefined,
  motd: undefined,
  data: undefined,
  node: undefined,
  passwordFile: undefined,
  tlsCert: undefined,
  tlsKey: undefined,
  tlsPort: undefined,
  showChat: undefined,
} as const;

const usualNames = ["localhost", "127.0.0.1", "::1"] as const;

function configure(command: Command, { out, err }: Streams): Command {
  return command
    .exitOverride()
    .helpOption("-h, --help", "print this help")
    .configureHelp({ optionDescription: describeOption, argumentDescription: describeOption })
    .hook("preAction", (_, command) => takeSwitches(command))
    .configureOutput({
      writeOut: out,
      writeErr: err,
      outputError: (text, write) => write(oneLine(text)),
    });
}

/** An option that the environment can give too, as CHAT_<NAME>. Switches are read from it by `takeSwitches`. */
function option(flags: string, description: string): Option {
  const made = new Option(flags, description);
  return isSwitch(made) ? made : made.env(variableOf(made));
}

function addAll(command: Command, specs: readonly ServerOption[]): Command {
  for (const { flags, description, parse, ...spec } of specs) {
    const made = option(flags, description);
    if (spec.default !== undefined) made.default(spec.default);
    if (parse !== undefined) made.argParser(parse);
    command.addOption(made);
  }
  return command;
}

function serverCommand(streams: Streams): Command {
  const command = configure(new Command("server"), streams)
    .addHelpText("after", environmentHelp)
    .description("Serve chat until SIGINT, SIGTERM, or /quit typed here.")
    .addOption(option("--host <address>", "address to listen on").default("127.0.0.1"))
    .addOption(
      option("--port <number>", "port to listen on; 0 takes a free one").default(5050)
        .argParser(port),
    )
    .addOption(
      option("--data <folder>", "what is kept (default: ~/.local/state/chat/PORT)")
        .conflicts("memory"),
    )
    .addOption(option("--memory", "keep nothing on disk; so does --port 0").default(false));
  addAll(command, webOptions)
    .addOption(
      option("--name <name>", "the server's name for IRC clients").default("chat.local")
        .argParser(serverName),
    )
    .addOption(option("--motd <file>", "message of the day, shown to all who come"))
    .addOption(
      option("--plain <how>", "how clients without IRC come in").default("alias")
        .choices(["alias", "anonymous"]),
    )
    .addOption(
      option("--show-addresses", "let --plain anonymous show addresses off this machine")
        .default(false),
    )
    .addOption(option("--password-file <file>", "file whose first line is the password to enter"))
    .addOption(option("--require-account", "let in only who logs in to an account").default(false));
  addAll(command, clusterOptions);
  return addAll(command, tlsOptions)
    .addOption(
      option("--max-clients <number>", "most connections at a time").default(10_000)
        .argParser(count),
    )
    .addOption(option("--no-flood-limit", "slow nobody down, however much they send"))
    .addOption(option("--show-chat", "show #lobby here, even where this is no terminal"))
    .addOption(
      option("--log-level <level>", "least important event to log").default("info")
        .choices(["debug", "info", "warn", "error"]),
    )
    .addOption(
      option("--log-format <form>", "the log for people or for programs").default("text")
        .choices(["text", "json"]),
    )
    .addOption(option("--config <file>", "file that says all this and more; flags win"));
}

function clientCommand(streams: Streams, take: (options: ClientOptions) => void): Command {
  const command = configure(new Command("client"), streams)
    .description("Talk to a chat or IRC server: a person on a terminal, or lines from a pipe.")
    .argument("[network]", "name of a network of the configuration")
    .addHelpText("after", `${environmentHelp}\n${clientExamples}`);
  for (const spec of clientOptions) command.addOption(clientOption(spec));
  return command.action((name: string | undefined, flags: ClientFlags) => {
    const options = readClientFlags(name, flags);
    if (typeof options === "string") command.error(options);
    else take(options);
  });
}

function clientOption(
  { flags, description, least, most, variable, ...spec }: ClientOption,
): Option {
  const made = variable === undefined ? option(flags, description) : new Option(flags, description);
  if (variable !== undefined && variable !== "") made.env(variable);
  if (spec.default !== undefined) made.default(spec.default);
  if (spec.isHidden) made.hideHelp();
  if (most !== undefined) made.argParser((text) => integer(text, least ?? 0, most));
  return made;
}

function hashPasswordCommand(streams: Streams): Command {
  return configure(new Command("hash-password"), streams)
    .description("Read a password, print its hash for [operators] in the configuration.");
}

// CHAT_NAME is the name of a server for IRC clients, so these are read from no variables.
function makeCertCommand(streams: Streams): Command {
  const names = "names and addresses of the server, by comma";
  return configure(new Command("make-cert"), streams)
    .addHelpText("after", "\nWrites cert.pem and key.pem, and prints how to use them.")
    .description("Make a certificate that signs itself, and its key, for TLS.")
    .addOption(
      new Option("--name <names>", `${names} (default: ${usualNames.join()})`)
        .argParser(certificateNames),
    )
    .addOption(new Option("--out <folder>", "folder of the two files").default("."))
    .addOption(
      new Option("--days <number>", "for how many days it is good").default(365).argParser(days),
    )
    .addOption(new Option("--force", "replace files that are there").default(false));
}

function completionsCommand(streams: Streams): Command {
  return configure(new Command("completions"), streams)
    .addHelpText("after", "\nIn bash: source <(chat completions bash)")
    .description("Print a script by which a shell completes what is typed after chat.")
    .addArgument(new Argument("<shell>", "the shell").choices(shells));
}

function keptCommand(
  { name, description, files, words, options, note }: KeptCommand,
  streams: Streams,
  take: (flags: KeptFlags) => void,
): Command {
  const command = configure(new Command(name), streams)
    .addHelpText("after", `\n${note}\n${environmentHelp}`)
    .description(description)
    .addOption(option("--data <folder>", "the server's folder (default: ~/.local/state/chat/PORT)"))
    .addOption(
      option("--port <number>", "port of the server that keeps it").default(5050).argParser(port),
    );
  if (files !== undefined) {
    const argument = new Argument(...files);
    // Without a check, which would be of each word.
    if (words !== undefined) argument.argChoices = [...words];
    command.addArgument(argument);
  }
  for (const spec of options) {
    const made = option(spec.flags, spec.description);
    if (spec.choices !== undefined) made.choices(spec.choices);
    if (spec.default !== undefined) made.default(spec.default);
    if (spec.isList) {
      made.argParser((text, before: readonly string[] = []) => [...before, text]);
    }
    command.addOption(made);
  }
  // Arguments come before the rest, which `this` has too.
  return command.action(() => take({ ...command.opts(), files: command.args }));
}
