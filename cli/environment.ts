/** Options that variables of the environment can give too. */

import { type Command, Option } from "commander";

/** What help says of it. */
export const environmentHelp =
  "\nEach option can be a variable too: CHAT_PORT stands for --port. Options win.";

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
export function takeSwitches(command: Command): void {
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
