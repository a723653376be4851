/** Options that variables of the environment can give too. */

/** What help says of it. */
export const environmentHelp =
  "\nEach option can be a variable too: CHAT_PORT stands for --port. Options win.";

/** What is asked of commander's `Option`. */
export interface KnownOption {
  /** "--name". */
  readonly long?: string | undefined;
  /** It has a value. */
  readonly required: boolean;
  /** It may have one. */
  readonly optional: boolean;
  /** It is said as "--no-name". */
  readonly negate: boolean;
  /** What its value is kept as. */
  attributeName(): string;
}

/** What is asked of commander's `Command`. */
export interface SwitchedCommand {
  /** All its options. */
  readonly options: readonly KnownOption[];
  /** Where a value is from: "cli" where it was said. */
  getOptionValueSource(name: string): string | undefined;
  /** Sets a value. */
  setOptionValueWithSource(name: string, value: unknown, source: "env"): unknown;
  /** Ends with a sentence on what is wrong. */
  error(sentence: string): never;
}

/** Says whether an option has no value. */
export function isSwitch(option: Pick<KnownOption, "required" | "optional">): boolean {
  return !option.required && !option.optional;
}

/** Names the variable that stands for an option. */
export function variableOf({ long }: Pick<KnownOption, "long">): string {
  return `CHAT_${(long ?? "").replace(/^--/, "").replaceAll("-", "_").toUpperCase()}`;
}

/** Commander takes a switch for on whatever its variable says, "0" and "false" too; here they mean what they say. */
export function takeSwitches(command: SwitchedCommand): void {
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
