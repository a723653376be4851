/** The client's entry: connects, and picks the terminal or the pipe. */

import { connect, type Link, type LinkOptions } from "./link.ts";
import { nickFromName } from "./nick.ts";
import { Output } from "./output.ts";
import { runPipe } from "./pipe.ts";
import { readAuthority } from "./start_tls.ts";
import { runTerminal } from "./terminal.ts";

/** What the command line says. */
export interface ClientOptions {
  /** Where the server is. */
  readonly host: string;
  /** Where the server is. */
  readonly port: number;
  /** Speak TLS. */
  readonly tls: boolean;
  /** File of certificates to trust besides the well-known authorities; speaks TLS where it is given. */
  readonly tlsCa: string | undefined;
  /** What we want to be called; the login name where this is undefined. */
  readonly nick: string | undefined;
  /** Channels to join, apart by commas. */
  readonly join: string;
  /** Write what comes as JSON, a line each. */
  readonly json: boolean;
  /** How many of the messages before our joining are shown to a program; a person sees some in any case. */
  readonly history: number;
}

/** Runs the client until it ends; gives the exit code: 0 done, 1 could not connect, cut off or refused. */
export async function runClient(options: ClientOptions): Promise<number> {
  const { host, port, json, history } = options;
  const reconnect = async () => await connect({ host, port, ...tlsOf(options) });
  const output = new Output(Deno.stdout);
  let link: Link;
  try {
    link = await reconnect();
  } catch (error) {
    const errors = new Output(Deno.stderr);
    await errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  if (!json) await output.write("Connected to server\n");
  const nick = options.nick || nickFromName(loginName());
  const channels = channelNames(options.join);
  if (!json && Deno.stdin.isTerminal() && Deno.stdout.isTerminal()) {
    return await runTerminal(link, { nick, channels, hasColours: hasColours(), reconnect });
  }
  const { readable: input } = Deno.stdin;
  return await runPipe(link, {
    nick,
    channels,
    json,
    history,
    reconnect,
    input,
    output: Deno.stdout,
    errors: Deno.stderr,
  });
}

function tlsOf({ tls, tlsCa }: ClientOptions): Pick<LinkOptions, "tls"> {
  if (tlsCa !== undefined) return { tls: { authority: readAuthority(tlsCa) } };
  return tls ? { tls: { authority: undefined } } : {};
}

function loginName(): string {
  for (const name of ["USER", "LOGNAME", "USERNAME"]) {
    const value = Deno.env.get(name);
    if (value) return value;
  }
  return "";
}

function channelNames(list: string): readonly string[] {
  const names = list.split(/[\s,]+/).filter((name) => name !== "");
  return [...new Set(names.map((name) => /^[#&]/.test(name) ? name : `#${name}`))];
}

function hasColours(): boolean {
  return !Deno.env.get("NO_COLOR") && Deno.env.get("TERM") !== "dumb";
}
