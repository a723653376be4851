/** How a client can be set: names, what they may be, and what they are if nobody says. */

/** A setting. */
export interface Setting {
  /** What it is for. */
  readonly help: string;
  /** What it is if nobody says. */
  readonly value: string;
  /** What it may be; left out: any text. */
  readonly choices?: readonly string[];
}

const onOff: readonly string[] = ["on", "off"];

/** All settings by their names. */
export const settingTable: Readonly<Record<string, Setting>> = {
  highlights: { help: "words that draw your eye as your nick does, apart by spaces", value: "" },
  "fold-moves": { help: "tell coming and going in one row", value: "on", choices: onOff },
  bell: { help: "ring when somebody names you or writes to you", value: "on", choices: onOff },
  notify: {
    help: "tell the desktop of mentions, of all messages, or of nothing",
    value: "mentions",
    choices: ["off", "mentions", "messages"],
  },
  theme: {
    help: "colours for a dark or a light screen",
    value: "auto",
    choices: ["auto", "dark", "light"],
  },
  "nick-colours": { help: "a colour for each nick", value: "on", choices: onOff },
  members: { help: "show who is in the channel", value: "on", choices: onOff },
  typing: { help: "tell others that you type", value: "on", choices: onOff },
  clock: { help: "time beside messages", value: "24h", choices: ["24h", "12h", "off"] },
};

/** Their names. */
export const settingNames: readonly string[] = Object.keys(settingTable);

/** Settings by their names, each with a value. */
export type SettingValues = ReadonlyMap<string, string>;

/** What is wrong with a value, to be shown to whoever gave it; undefined when nothing is. */
export function settingFault(name: string, value: string): string | undefined {
  const setting = Object.hasOwn(settingTable, name) ? settingTable[name] : undefined;
  if (setting === undefined) return `There is no setting "${name}". /set lists them.`;
  if (setting.choices === undefined || setting.choices.includes(value)) return undefined;
  return `Setting "${name}" can't be "${value}". Give one of ${setting.choices.join(", ")}.`;
}

/** Gives all settings, those given in place of what they are if nobody says. */
export function allSettings(given: SettingValues): SettingValues {
  const own = Object.entries(settingTable).map(([name, { value }]) =>
    [name, given.get(name) ?? value] as const
  );
  return new Map(own);
}

/** Gives a line for each setting. */
export function settingLines(values: SettingValues): readonly string[] {
  return Object.entries(settingTable).map(([name, { help, choices }]) => {
    const words = choices === undefined ? "" : ` (${choices.join(", ")})`;
    return `${name} = ${values.get(name) ?? ""}  ${help}${words}`;
  });
}
