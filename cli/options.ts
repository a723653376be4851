/** What all commands of the command line share. */

import { type Command, InvalidArgumentError, Option } from "commander";

/** Where the program's own words go. */
export interface Streams {
  /** Standard output: help and version. */
  readonly out: (text: string) => void;
  /** Standard error: what was wrong. */
  readonly err: (text: string) => void;
}

/** Makes a command speak as all of them do, and throw where commander would end the program. */
export function configure(command: Command, { out, err }: Streams): Command {
  return command
    .exitOverride()
    .helpOption("-h, --help", "print this help")
    .configureHelp({ optionDescription: describeOption })
    .hook("preAction", (_, command) => takeSwitches(command))
    .configureOutput({
      writeOut: out,
      writeErr: err,
      outputError: (text, write) => write(oneLine(text)),
    });
}

/** Commander's own words as one line: capital, and the nearest right word at its end. */
function oneLine(text: string): string {
  const line = text.replace(/^error: /, "").trim().replace(/\s*\n\s*/g, " ");
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}\n`;
}

/** What stands beside an option: what it is for, what it may be, and what it is if left out. */
function describeOption({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? "" : `: ${argChoices.join(", ")}`;
  const hasDefault = typeof defaultValue === "string" || typeof defaultValue === "number";
  return `${description}${choices}${hasDefault ? ` (default: ${defaultValue})` : ""}`;
}

/** An option that the environment can give too, as CHAT_<NAME>. Switches are read from it by `takeSwitches`. */
export function option(flags: string, description: string): Option {
  const made = new Option(flags, description);
  return isSwitch(made) ? made : made.env(variableOf(made));
}

function isSwitch(option: Option): boolean {
  return !option.required && !option.optional;
}

function variableOf({ long }: Option): string {
  return `CHAT_${(long ?? "").replace(/^--/, "").replaceAll("-", "_").toUpperCase()}`;
}

/** Commander takes a switch for on whatever its variable says, "0" and "false" too; here they mean what they say. */
function takeSwitches(command: Command): void {
  for (const option of command.options.filter(isSwitch)) {
    const text = Deno.env.get(variableOf(option))?.toLowerCase();
    const name = option.attributeName();
    if (text === undefined || command.getOptionValueSource(name) === "cli") continue;
    const isOn = ["1", "true", "yes", "on"].includes(text);
    if (!isOn && !["", "0", "false", "no", "off"].includes(text)) {
      const sentence = `Variable ${variableOf(option)} is '${text}'. Set it to 1 or to 0.`;
      command.error(sentence);
    }
    if (isOn) command.setOptionValueWithSource(name, !option.negate, "env");
  }
}

/** Stands below the options of a command. */
export const environmentHelp =
  "\nEach option can be a variable too: CHAT_PORT stands for --port. Options win.";

/** Reads the number of a port. */
export function port(text: string): number {
  return integer(text, 0, 65_535);
}

/** Reads a number. */
export function integer(text: string, least: number, most: number): number {
  const value = /^[0-9]{1,7}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) {
    throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  }
  return value;
}
