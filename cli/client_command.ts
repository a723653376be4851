/** `chat client` on the command line. */

import type { ClientOptions } from "../client/options.ts";

/** What commander collects; it leaves out what was not given. */
export interface ClientFlags {
  /** A network of the configuration. */
  readonly network?: string | undefined;
  /** The configuration. */
  readonly config?: string | undefined;
  /** See `NetworkSettings`. */
  readonly host?: string | undefined;
  /** See `NetworkSettings`. */
  readonly port?: number | undefined;
  /** See `NetworkSettings`. */
  readonly tls: boolean;
  /** See `NetworkSettings`. */
  readonly tlsCa?: string | undefined;
  /** See `NetworkSettings`. */
  readonly tlsFingerprint?: string | undefined;
  /** See `NetworkSettings`. */
  readonly tlsCert?: string | undefined;
  /** See `NetworkSettings`. */
  readonly tlsKey?: string | undefined;
  /** See `NetworkSettings`. */
  readonly nick?: string | undefined;
  /** See `NetworkSettings`. */
  readonly passwordFile?: string | undefined;
  /** See `NetworkSettings`. */
  readonly account?: string | undefined;
  /** See `NetworkSettings`. */
  readonly accountPasswordFile?: string | undefined;
  /** See `NetworkSettings`. */
  readonly join?: string | undefined;
  /** See `PlanOptions`. */
  readonly logFolder?: string | undefined;
  /** See `ClientOptions`. */
  readonly json: boolean;
  /** See `ClientOptions`. */
  readonly history: number;
  /** See `ClientOptions`. */
  readonly since?: string | undefined;
  /** See `ClientOptions`. */
  readonly tail: boolean;
  /** See `ClientOptions`. */
  readonly exec?: string | undefined;
  /** See `ClientOptions`. */
  readonly execReply: boolean;
  /** Never taken. */
  readonly password?: unknown;
  /** Never taken. */
  readonly accountPassword?: unknown;
}

/** Stands below the options. */
export const clientExamples = `
Passwords come from a file, from the variables CHAT_ACCOUNT_PASSWORD and
CHAT_PASSWORD, or are asked for on a terminal. Networks are set in
~/.config/chat/client.toml; docs/client.md tells how.

  chat client                          in #lobby of the server on this machine
  chat client libera                   a network of the configuration
  tail -f app.log | chat client --join '#ops'
  chat client --join '#ops' --tail     print what is said, and go on
  chat client --join '#ops' --exec ./answer.sh --exec-reply

Exit codes: 0 done, 1 no connection or refused, 2 wrong usage, 130 interrupted.`;

/** An option as the command line shows it. */
export interface ClientOption {
  /** "--name <value>", or "--name" for a switch. */
  readonly flags: string;
  /** What it is for. */
  readonly description: string;
  /** What it is if left out. */
  readonly default?: boolean | number;
  /** The least number that it may be. */
  readonly least?: number;
  /** It is a number, and at most this one. */
  readonly most?: number;
  /** The variable that stands for it, where that is not the usual; "": none. */
  readonly variable?: string;
  /** It is there to be refused. */
  readonly isHidden?: true;
}

/** All of them: which server, who one is there, and what is done between other programs. */
export const clientOptions: readonly ClientOption[] = [
  { flags: "--network <name>", description: "network of the configuration" },
  {
    flags: "--config <file>",
    description: "configuration (default: ~/.config/chat/client.toml)",
    // The usual one is the server's.
    variable: "CHAT_CLIENT_CONFIG",
  },
  { flags: "--host <name>", description: "server to talk to (default: 127.0.0.1)" },
  { flags: "--port <number>", description: "its port (default: 5050)", most: 65_535 },
  { flags: "--tls", description: "speak TLS", default: false },
  { flags: "--tls-ca <file>", description: "certificate or authority to trust; speaks TLS" },
  {
    flags: "--tls-fingerprint <hex>",
    description: "SHA-256 of the one certificate to trust; speaks TLS",
  },
  {
    flags: "--tls-cert <file>",
    description: "certificate of yours to show to the server; speaks TLS",
    // The usual ones of these two are the server's.
    variable: "",
  },
  {
    flags: "--tls-key <file>",
    description: "its key, where that is in another file",
    variable: "",
  },
  {
    flags: "--password-file <file>",
    description: "file whose first line is the server's password",
  },
  { flags: "--password [text]", description: "", variable: "", isHidden: true },
  { flags: "--account-password [text]", description: "", variable: "", isHidden: true },
  { flags: "--nick <name>", description: "name to be known by (default: account or login name)" },
  { flags: "--account <name>", description: "account to log in to" },
  {
    flags: "--account-password-file <file>",
    description: "file whose first line is its password",
  },
  { flags: "--join <channels>", description: "channels to enter, by comma (default: #lobby)" },
  { flags: "--log-folder <folder>", description: "write what is said into files there" },
  { flags: "--json", description: "read and print one JSON object a line", default: false },
  {
    flags: "--history <number>",
    description: "in a pipe: print that many of the messages before",
    default: 0,
    most: 1000,
  },
  {
    flags: "--since <when>",
    description: "print what was said since then (2h, 2026-01-31T10:00), and end",
  },
  {
    flags: "--tail",
    description: "print what is said, and go on; read nothing",
    default: false,
  },
  {
    flags: "--exec <command>",
    description: "run it for each message, its text on standard input; no shell",
  },
  { flags: "--exec-reply", description: "say what it prints", default: false },
];

/** Gives what was said; or one line on what must not be said so. */
export function readClientFlags(
  name: string | undefined,
  flags: ClientFlags,
): ClientOptions | string {
  for (const secret of ["password", "accountPassword"] as const) {
    if (flags[secret] !== undefined) return secretRefusal(secret);
  }
  return optionsOf(name, flags);
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
