/** The client's entry: connects, and picks the terminal or the pipe. */

import type { AccountOptions } from "../talk/account.ts";
import { newCrypt } from "./crypt.ts";
import { connect, type Link, type LinkOptions } from "./link.ts";
import { nickFromName } from "../talk/nick.ts";
import { Output } from "./output.ts";
import { readPassword } from "./password_file.ts";
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
  /** Account to log in to. */
  readonly account: string | undefined;
  /** File whose first line is its password. */
  readonly accountPasswordFile: string | undefined;
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
  let account: AccountOptions;
  try {
    account = accountOf(options);
    link = await reconnect();
  } catch (error) {
    const errors = new Output(Deno.stderr);
    await errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  if (!json) await output.write("Connected to server\n");
  const nick = options.nick || options.account || nickFromName(loginName());
  const channels = channelNames(options.join);
  if (!json && Deno.stdin.isTerminal() && Deno.stdout.isTerminal()) {
    return await runTerminal(link, {
      nick,
      channels,
      account,
      hasColours: hasColours(),
      reconnect,
    });
  }
  const { readable: input } = Deno.stdin;
  return await runPipe(link, {
    nick,
    channels,
    json,
    history,
    account,
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

/**
 * What we log in with, and whether others could read it on its way.
 *
 * @throws {Error} with one line for the user.
 */
function accountOf(options: ClientOptions): AccountOptions {
  const { host, tls, tlsCa, account: name, accountPasswordFile } = options;
  const isHere = /^(?:localhost|::1|127(?:\.[0-9]{1,3}){3})$/i.test(host);
  const ways = { isPrivate: tls || tlsCa !== undefined || isHere, crypt: newCrypt() };
  if (name === undefined && accountPasswordFile === undefined) return ways;
  if (name === undefined) throw new Error("There is no account. Give --account NAME too");
  if (accountPasswordFile === undefined) {
    throw new Error(`Account "${name}" has no password. Give --account-password-file FILE too`);
  }
  return { ...ways, credentials: { name, password: readPassword(accountPasswordFile) } };
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
