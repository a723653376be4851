/** Which networks to connect to: options and variables win over the file. */

import { safeText } from "../../wire/safe_text.ts";
import { nearestWord } from "../../wire/nearest_word.ts";
import { UsageFault } from "../usage_fault.ts";
import type { ClientConfig } from "./client_config.ts";
import type { NamedNetwork, NetworkSettings } from "./network_settings.ts";

/** What the choice is made by. */
export interface NetworkChoice {
  /** What the file says. */
  readonly config: ClientConfig;
  /** Name of the network wanted, where one was named. */
  readonly wanted: string | undefined;
  /** What options and variables say of it. */
  readonly given: NetworkSettings;
}

/** Where to go when nothing says where. */
const home = { host: "127.0.0.1", join: ["#lobby"] } as const;

/**
 * Gives at least one network.
 *
 * @throws {UsageFault} where the choice can't be made.
 */
export function chooseNetworks({ config, wanted, given }: NetworkChoice): readonly NamedNetwork[] {
  const said = saidOf(given);
  if (wanted !== undefined) {
    const network = config.networks.get(wanted);
    if (network === undefined) throw new UsageFault(unknown(wanted, [...config.networks.keys()]));
    return [{ name: wanted, settings: { ...network, ...said } }];
  }
  const chosen = [...config.networks].filter(([, { autoconnect }]) => autoconnect === true);
  if (given.host !== undefined || given.port !== undefined || chosen.length === 0) {
    const settings = { ...home, ...said };
    return [{ name: settings.host ?? home.host, settings }];
  }
  const { nick: _nick, ...rest } = said;
  const [option] = Object.keys(rest);
  if (option !== undefined && chosen.length > 1) {
    throw new UsageFault(
      `Option ${optionOf(option)} is for one network, and there are ${chosen.length}: ` +
        `${safeText(chosen.map(([name]) => name).join(", "))}. Give --network NAME too`,
    );
  }
  return chosen.map(([name, network]) => ({ name, settings: { ...network, ...said } }));
}

function saidOf(given: NetworkSettings): NetworkSettings {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** "tlsCa" → "--tls-ca". */
function optionOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function unknown(wanted: string, names: readonly string[]): string {
  const nearest = nearestWord(wanted, names);
  if (nearest !== undefined) {
    return safeText(`There is no network "${wanted}". Did you mean "${nearest}"?`);
  }
  const hint = names.length === 0
    ? `Name it in the configuration: [networks.${wanted}]`
    : `The configuration has: ${names.join(", ")}`;
  return safeText(`There is no network "${wanted}". ${hint}`);
}
