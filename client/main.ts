/** The client's entry: connects, and picks the terminal or the pipe. */

import { readMoment } from "../wire/moment.ts";
import { safeText } from "../wire/safe_text.ts";
import { type ClientPlan, planClient } from "./client_plan.ts";
import { colourDepthOf } from "./view/theme.ts";
import type { SettingValue } from "./config/client_config.ts";
import { saveSettings } from "./config/save_settings.ts";
import { commandWords } from "./filter/command_words.ts";
import { FolderLog } from "./log/folder_log.ts";
import type { ClientOptions } from "./options.ts";
import { Output } from "./output.ts";
import { Interrupted } from "./passwords.ts";
import { runTerminal } from "./terminal.ts";
import { UsageFault } from "./usage_fault.ts";

/**
 * Runs the client until it ends; gives the exit code: 0 done, 1 could not connect, cut off or refused, 2 wrong usage,
 * 130 interrupted.
 */
export async function runClient(options: ClientOptions): Promise<number> {
  const errors = new Output(Deno.stderr);
  const hasKeyboard = Deno.stdin.isTerminal();
  const hasPerson = hasKeyboard && Deno.stderr.isTerminal();
  const isTerminal = !isFilter(options) && hasKeyboard && Deno.stdout.isTerminal();
  // A person's editor is a program too.
  if (!isTerminal && options.exec === undefined) drop("run");
  try {
    const work = isTerminal ? undefined : readWork(options);
    const plan = await planClient(options, hasPerson ? Deno.stdin : undefined);
    // Others' words come from now on.
    drop("sys");
    if (plan.logFolder === undefined && !isTerminal) drop("write");
    const log = openLog(plan, errors);
    try {
      return work === undefined ? await talk(plan, log) : await filter(plan, work, log);
    } finally {
      log?.close();
    }
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    await errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageFault ? 2 : 1;
  } finally {
    await errors.flushed();
  }
}

/** What is done without a person. */
interface Work {
  readonly json: boolean;
  readonly history: number;
  readonly sinceMs: number | undefined;
  readonly isTail: boolean;
  readonly exec: { readonly command: readonly string[]; readonly isReplying: boolean } | undefined;
}

function isFilter({ json, since, tail, exec, execReply }: ClientOptions): boolean {
  return json || tail || execReply || since !== undefined || exec !== undefined;
}

function readWork({ json, history, since, tail, exec, execReply }: ClientOptions): Work {
  const sinceMs = since === undefined ? undefined : readMoment(since, Date.now());
  if (since !== undefined && sinceMs === undefined) {
    throw new UsageFault(
      `"${safeText(since)}" is no time. Give --since 2h, 7d, 2026-01-31 or 2026-01-31T10:00`,
    );
  }
  if (exec === undefined && execReply) {
    throw new UsageFault("There is nothing to reply with. Give --exec COMMAND too");
  }
  const command = exec === undefined ? undefined : commandWords(exec);
  if (exec !== undefined && command === undefined) {
    throw new UsageFault(
      `"${safeText(exec)}" is no command. Give --exec a program and its arguments, quotes closed`,
    );
  }
  return {
    ...{ json, history, sinceMs },
    isTail: tail || command !== undefined,
    exec: command === undefined ? undefined : { command, isReplying: execReply },
  };
}

function openLog({ logFolder }: ClientPlan, errors: Output): FolderLog | undefined {
  if (logFolder === undefined) return undefined;
  return new FolderLog(logFolder, (text) => {
    errors.write(`${text}\n`);
  });
}

async function filter(
  { networks }: ClientPlan,
  { json, sinceMs, isTail, ...work }: Work,
  log: FolderLog | undefined,
): Promise<number> {
  const [network, ...others] = networks;
  if (network === undefined || others.length > 0) {
    throw new UsageFault(
      `The configuration has ${networks.length} networks to connect to, and this talks to one. ` +
        "Give --network NAME",
    );
  }
  const { name, nick, channels, account, connect: reconnect } = network;
  const link = await reconnect();
  const { runPipe } = await import("./pipe.ts");
  drop("read");
  if (!json) await new Output(Deno.stdout).write("Connected to server\n");
  return await runPipe(link, {
    ...{ nick, channels, account, reconnect, json, sinceMs, isTail, ...work },
    ...(isTail ? { giveUpMs: Infinity } : {}),
    input: isTail || sinceMs !== undefined ? undefined : Deno.stdin.readable,
    output: Deno.stdout,
    errors: Deno.stderr,
    log: log && ((event) => log.append(name, event)),
  });
}

async function talk(plan: ClientPlan, log: FolderLog | undefined): Promise<number> {
  const variable = (name: string) => Deno.env.get(name);
  return await runTerminal({
    networks: plan.networks,
    settings: new Map([...plan.settings].map(([name, value]) => [name, settingText(value)])),
    depth: colourDepthOf(variable),
    log: log && ((network, event) => log.append(network, event)),
    save: (values) => saveSettings(plan.configFile, values),
    edit: async (text) => {
      const { editText } = await import("./user_editor.ts");
      return await editText(variable("VISUAL") || variable("EDITOR"), text);
    },
  });
}

/** A switch is on or off in the file as it is in the program; TOML would rather have it true or false. */
function settingText(value: SettingValue): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

/** Gives up a right of the process for good. */
function drop(name: "run" | "sys" | "write" | "read"): void {
  Deno.permissions.revokeSync({ name });
}
