/** The client as a command, with no more permissions than it needs. */

/** What is on the command line of the client. */
export interface ClientCommand {
  /** Of the server, on this machine. */
  readonly port: number;
  /** Left out: the login name. */
  readonly nick?: string;
  /** Left out: `#lobby`. */
  readonly join?: string;
  /** JSON in place of text. */
  readonly json?: boolean;
}

const program = `${import.meta.dirname}/client_program.ts`;

/** Arguments for `deno`. */
export function clientArguments(
  { port, nick = "", join = "#lobby", json }: ClientCommand,
): string[] {
  const variables = "CHAT_*,USER,LOGNAME,USERNAME,HOME,XDG_CONFIG_HOME,NO_COLOR,TERM";
  const permissions = ["--allow-net", "--allow-read", `--allow-env=${variables}`];
  const args = ["127.0.0.1", String(port), nick, join, ...(json ? ["--json"] : [])];
  return ["run", "--quiet", "--no-prompt", ...permissions, program, ...args];
}
