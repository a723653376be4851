/** `chat client` without the parser of all commands, which takes longer to load than the client to connect. */

import type { ClientOptions } from "../client/options.ts";
import { type ClientOption, clientOptions, readClientFlags } from "./client_command.ts";

/**
 * Reads what follows `chat client`, and its variables, where there is nothing to explain. Undefined leaves it all to the
 * parser, which tells help and faults; where both give an answer it is the same.
 */
export function readClientArguments(args: readonly string[]): ClientOptions | undefined {
  const said = new Map<string, string>();
  for (const option of clientOptions) {
    const value = variableOf(option);
    if (value !== undefined) said.set(longOf(option), value);
  }
  const names: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, long = "", , inline] = /^(--[a-z][a-z-]*)(=(.*))?$/s.exec(arg) ?? [];
    const option = clientOptions.find((each) => longOf(each) === long);
    if (option === undefined && !arg.startsWith("-")) names.push(arg);
    else if (option !== undefined && isSwitch(option) && inline === undefined) said.set(long, "1");
    else {
      const value = inline ?? rest.shift();
      if (option === undefined || isSwitch(option) || value === undefined) return undefined;
      said.set(long, value);
    }
  }
  const isClear = clientOptions.every((option) => isGood(option, said.get(longOf(option))));
  if (!isClear || names.length > 1) return undefined;
  const options = readClientFlags(names[0], flagsOf(said));
  return typeof options === "string" ? undefined : options;
}

function longOf({ flags }: ClientOption): string {
  return flags.split(" ")[0] ?? "";
}

function isSwitch({ flags }: ClientOption): boolean {
  return !flags.includes(" ");
}

function variableOf(option: ClientOption): string | undefined {
  const usual = `CHAT_${longOf(option).slice("--".length).replaceAll("-", "_").toUpperCase()}`;
  const { variable = usual } = option;
  return variable === "" ? undefined : Deno.env.get(variable);
}

/** What is empty, or begins like an option, is for the parser to judge. */
function isGood({ flags, least = 0, most, isHidden }: ClientOption, value?: string): boolean {
  if (value === undefined) return true;
  if (isHidden || value === "" || value.startsWith("-")) return false;
  if (!flags.includes(" ")) return value === "1";
  if (most === undefined) return true;
  return /^[0-9]{1,7}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function flagsOf(said: ReadonlyMap<string, string>): Parameters<typeof readClientFlags>[1] {
  const text = (name: string) => said.get(`--${name}`);
  const number = (name: string) => said.has(`--${name}`) ? Number(text(name)) : undefined;
  return {
    network: text("network"),
    config: text("config"),
    host: text("host"),
    port: number("port"),
    tls: said.has("--tls"),
    tlsCa: text("tls-ca"),
    tlsFingerprint: text("tls-fingerprint"),
    tlsCert: text("tls-cert"),
    tlsKey: text("tls-key"),
    nick: text("nick"),
    passwordFile: text("password-file"),
    account: text("account"),
    accountPasswordFile: text("account-password-file"),
    join: text("join"),
    logFolder: text("log-folder"),
    json: said.has("--json"),
    history: number("history") ?? 0,
    since: text("since"),
    tail: said.has("--tail"),
    exec: text("exec"),
    execReply: said.has("--exec-reply"),
  };
}
