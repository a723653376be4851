/** The settings that hold now, and how they change while the server runs. */

import { emptyConfig, readConfig } from "./config/read_config.ts";
import type { Settings } from "./config/settings.ts";
import { type Network, parseNetwork } from "./net/network.ts";
import { type ServerLaunch, type ServerOptions, StartFailure } from "./options.ts";
import {
  readMotd,
  readPassword,
  type ReadText,
  readText,
  readTls,
  type TlsFiles,
} from "./start_files.ts";

/** Settings, with the contents of the files that they name. */
export interface Running extends Settings {
  /** Lines of the message of the day. */
  readonly motdLines: readonly string[];
  /** Says whether a password lets one in; undefined where none is needed. */
  readonly isPassword: ((candidate: string) => boolean) | undefined;
  /** Proxies whose word is taken for who comes through them. */
  readonly proxies: readonly Network[];
  /** What makes the port speak TLS. */
  readonly tls: TlsFiles | undefined;
}

/** Options that are fixed when the server has started. */
const fixed = [
  "host",
  "port",
  "hasWeb",
  "webPort",
  "tlsPort",
  "name",
  "data",
  "memory",
  "cluster",
  "node",
  "showChat",
] as const satisfies (keyof ServerOptions)[];

/**
 * Reads the configuration file and all files that it or the options name.
 *
 * @throws {StartFailure} when any of them is not as it must be.
 */
export function loadSettings({ options, given, config }: ServerLaunch, read: ReadText): Running {
  const file = config === undefined ? emptyConfig : readConfig(read(config, "--config"), config);
  const { limits, accounts, history, operators, server, web, transport, nats } = file;
  const tables = { limits, accounts, history, operators, server, web, transport, nats };
  const settings: Settings = { ...options, ...file.options, ...given, ...tables };
  const { motd, passwordFile, trustedProxy } = settings;
  return {
    ...settings,
    motdLines: motd === undefined ? [] : readMotd(motd, read),
    proxies: trustedProxy.map(parseNetwork).filter((network) => network !== undefined),
    isPassword: passwordFile === undefined ? undefined : readPassword(passwordFile, read),
    tls: loadTls(settings, given, read),
  };
}

/** Holds the settings. */
export class Configuration {
  readonly #launch: ServerLaunch;
  readonly #started: Running;
  #current: Running;
  #read: ReadText = readText;

  /**
   * Loads the settings.
   *
   * @throws {StartFailure} see `loadSettings`.
   */
  constructor(launch: ServerLaunch) {
    this.#launch = launch;
    this.#started = loadSettings(launch, this.#read);
    this.#current = this.#started;
  }

  /** The settings that hold now. */
  get current(): Running {
    return this.#current;
  }

  /** All files that were read: the configuration, and those that it or an option names. */
  get files(): readonly string[] {
    const { motd, passwordFile, tlsCert, tlsKey } = this.#current;
    const files = [this.#launch.config, motd, passwordFile, tlsCert, tlsKey];
    return files.filter((file) => file !== undefined);
  }

  /** Has files be read so from now on. */
  readBy(read: ReadText): void {
    this.#read = read;
  }

  /**
   * Loads the settings again and, when `check` does not throw, lets them hold; gives the options that need a restart.
   *
   * @throws {StartFailure} when anything is wrong: then all stays as it was.
   */
  reload(check: (next: Running) => void): readonly string[] {
    const next = loadSettings(this.#launch, this.#read);
    check(next);
    this.#current = next;
    return needRestart(this.#started, next);
  }
}

/** Names the options that are other than at the start, and hold from the next one only. */
function needRestart(started: Running, next: Running): readonly string[] {
  const changed: string[] = fixed.filter((name) => String(started[name]) !== String(next[name]));
  if ((started.tls === undefined) !== (next.tls === undefined)) changed.push("tlsCert");
  return changed.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}

function loadTls(
  { tlsCert, tlsKey, tlsPort }: Settings,
  given: Partial<ServerOptions>,
  read: ReadText,
) {
  if (tlsCert === undefined && tlsKey === undefined) {
    if (tlsPort === undefined) return undefined;
    throw new StartFailure(
      `Option --tls-port is given without a certificate. Give --tls-cert and --tls-key too.`,
      given.tlsPort === undefined ? 1 : 2,
    );
  }
  if (tlsCert !== undefined && tlsKey !== undefined) return readTls(tlsCert, tlsKey, read);
  const [has, lacks] = tlsCert === undefined ? ["key", "cert"] : ["cert", "key"];
  const isUsage = given.tlsCert !== undefined || given.tlsKey !== undefined;
  throw new StartFailure(
    `Option --tls-${has} is given without --tls-${lacks}. Give both.`,
    isUsage ? 2 : 1,
  );
}
