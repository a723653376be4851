/** What the client's configuration file sets. */

import type { NetworkSettings } from "./network_settings.ts";

/** A network as the file has it. */
export interface ConfiguredNetwork extends NetworkSettings {
  /** It is connected to where none is named. */
  readonly autoconnect?: boolean;
}

/** What a setting of the terminal may be; the terminal knows which there are. */
export type SettingValue = string | number | boolean;

/** What a file sets. */
export interface ClientConfig {
  /** By their names, in the order of the file. */
  readonly networks: ReadonlyMap<string, ConfiguredNetwork>;
  /** The table `[settings]`. */
  readonly settings: ReadonlyMap<string, SettingValue>;
  /** Where logs are written. */
  readonly logFolder: string | undefined;
}

/** What holds without a file. */
export const emptyClientConfig: ClientConfig = {
  networks: new Map(),
  settings: new Map(),
  logFolder: undefined,
};
