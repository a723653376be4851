/** How the client is set, as `/set` shows and changes it. */

import {
  allSettings,
  settingFault,
  settingLines,
  type SettingValues,
} from "../../talk/settings.ts";

/** What comes of `/set`. */
export interface SettingAnswer {
  /** For whoever typed it. */
  readonly lines: readonly string[];
  /** It can't be set so. */
  readonly isBad: boolean;
}

/** Settings while the program runs. */
export class DeskSettings {
  #values: SettingValues;

  /** `given`: what the file has. */
  constructor(given: SettingValues) {
    this.#values = allSettings(given);
  }

  /** All of them. */
  get values(): SettingValues {
    return this.#values;
  }

  /** Gives one. */
  get(name: string): string {
    return this.#values.get(name) ?? "";
  }

  /** Shows all, shows one, or sets it. */
  set(name: string | undefined, value: string | undefined): SettingAnswer {
    if (name === undefined) return { lines: settingLines(this.#values), isBad: false };
    // Quotes can hold nothing, too.
    const text = value?.replace(/^"(.*)"$/, "$1");
    const fault = text === undefined ? undefined : settingFault(name, text);
    if (fault !== undefined) return { lines: [fault], isBad: true };
    if (text !== undefined) this.#values = new Map([...this.#values, [name, text]]);
    return { lines: [`${name} = ${this.get(name)}`], isBad: false };
  }
}
