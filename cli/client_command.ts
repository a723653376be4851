/** `chat client` on the command line. */

import { Command, Option } from "commander";
import type { ClientOptions } from "../client/options.ts";
import { configure, environmentHelp, integer, option, port, type Streams } from "./options.ts";

/** What commander collects; it leaves out what was not given. */
interface ClientFlags {
  readonly network?: string;
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls: boolean;
  readonly tlsCa?: string;
  readonly tlsFingerprint?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly nick?: string;
  readonly passwordFile?: string;
  readonly account?: string;
  readonly accountPasswordFile?: string;
  readonly join?: string;
  readonly logFolder?: string;
  readonly json: boolean;
  readonly history: number;
  readonly since?: string;
  readonly tail: boolean;
  readonly exec?: string;
  readonly execReply: boolean;
  readonly password?: unknown;
  readonly accountPassword?: unknown;
}

const examples = `
Passwords come from a file, from the variables CHAT_ACCOUNT_PASSWORD and
CHAT_PASSWORD, or are asked for on a terminal. Networks are set in
~/.config/chat/client.toml; docs/client.md tells how.

  chat client                          in #lobby of the server on this machine
  chat client libera                   a network of the configuration
  tail -f app.log | chat client --join '#ops'
  chat client --join '#ops' --tail     print what is said, and go on
  chat client --join '#ops' --exec ./answer.sh --exec-reply

Exit codes: 0 done, 1 no connection or refused, 2 wrong usage, 130 interrupted.`;

/** Makes the command; `take` gets what was said. */
export function clientCommand(streams: Streams, take: (options: ClientOptions) => void): Command {
  const command = configure(new Command("client"), streams)
    .description("Talk to a chat or IRC server: a person on a terminal, or lines from a pipe.")
    .argument("[network]", "name of a network of the configuration")
    .addHelpText("after", `${environmentHelp}\n${examples}`);
  for (const each of [...placeOptions(), ...selfOptions(), ...filterOptions()]) {
    command.addOption(each);
  }
  return command.action((name: string | undefined, flags: ClientFlags) => {
    for (const long of ["password", "accountPassword"] as const) {
      if (flags[long] !== undefined) command.error(secretRefusal(long));
    }
    take(optionsOf(name, flags));
  });
}

/** Which server. */
function placeOptions(): readonly Option[] {
  return [
    option("--network <name>", "network of the configuration"),
    // Its variable is not the server's.
    new Option("--config <file>", "configuration (default: ~/.config/chat/client.toml)")
      .env("CHAT_CLIENT_CONFIG"),
    option("--host <name>", "server to talk to (default: 127.0.0.1)"),
    option("--port <number>", "its port (default: 5050)").argParser(port),
    option("--tls", "speak TLS").default(false),
    option("--tls-ca <file>", "certificate or authority to trust; speaks TLS"),
    option("--tls-fingerprint <hex>", "SHA-256 of the one certificate to trust; speaks TLS"),
    // Their variables are the server's.
    new Option("--tls-cert <file>", "certificate of yours to show to the server; speaks TLS"),
    new Option("--tls-key <file>", "its key, where that is in another file"),
    option("--password-file <file>", "file whose first line is the server's password"),
    ...["--password [text]", "--account-password [text]"].map((flags) =>
      new Option(flags).hideHelp()
    ),
  ];
}

/** Who one is, and where. */
function selfOptions(): readonly Option[] {
  return [
    option("--nick <name>", "name to be known by (default: account or login name)"),
    option("--account <name>", "account to log in to"),
    option("--account-password-file <file>", "file whose first line is its password"),
    option("--join <channels>", "channels to enter, by comma (default: #lobby)"),
    option("--log-folder <folder>", "write what is said into files there"),
  ];
}

/** What is done between other programs. */
function filterOptions(): readonly Option[] {
  return [
    option("--json", "read and print one JSON object a line").default(false),
    option("--history <number>", "in a pipe: print that many of the messages before")
      .default(0).argParser((text) => integer(text, 0, 1000)),
    option("--since <when>", "print what was said since then (2h, 2026-01-31T10:00), and end"),
    option("--tail", "print what is said, and go on; read nothing").default(false),
    option("--exec <command>", "run it for each message, its text on standard input; no shell"),
    option("--exec-reply", "say what it prints").default(false),
  ];
}

function optionsOf(name: string | undefined, flags: ClientFlags): ClientOptions {
  const { config, logFolder, json, history, since, tail, exec, execReply, network, ...rest } =
    flags;
  const { password: _password, accountPassword: _secret, ...said } = rest;
  return {
    ...{ config, logFolder, json, history, since, tail, exec, execReply },
    networkName: name ?? network,
    network: {
      ...said,
      // A switch that is off says nothing against the configuration.
      tls: said.tls ? true : undefined,
      join: said.join?.split(/[\s,]+/).filter((channel) => channel !== ""),
    },
  };
}

/** Every user of a machine can list the arguments of its programs. */
function secretRefusal(name: "password" | "accountPassword"): string {
  const [option, variable] = name === "password"
    ? ["--password", "CHAT_PASSWORD"]
    : ["--account-password", "CHAT_ACCOUNT_PASSWORD"];
  return `Others could read the password among the arguments: give ${option}-file FILE, set ` +
    `${variable}${name === "password" ? "" : ", or be asked on a terminal"}.`;
}
