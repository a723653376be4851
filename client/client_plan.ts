/** What the client is to do: the networks it connects to, and how, from options, variables and the file together. */

import type { AccountOptions } from "../talk/account.ts";
import { nickFromName } from "../talk/nick.ts";
import { safeText } from "../wire/safe_text.ts";
import { chooseNetworks } from "./config/choose_networks.ts";
import { type ClientConfig, emptyClientConfig, type SettingValue } from "./config/client_config.ts";
import type { NamedNetwork, NetworkSettings } from "./config/network_settings.ts";
import { newCrypt } from "./crypt.ts";
import { connect, type Link, type LinkOptions } from "./link.ts";
import { askPassword, type Keyboard, readPassword, takePassword } from "./passwords.ts";
import { readFingerprint, readPem, type TlsTrust } from "./start_tls.ts";
import { readGivenFile, UsageFault } from "./usage_fault.ts";

/** A network that can be connected to: all files are read, all passwords known. */
export interface NetworkPlan {
  /** Its name in the file, else its host. */
  readonly name: string;
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order. */
  readonly channels: readonly string[];
  /** Who we are there. */
  readonly account: AccountOptions;
  /** Connects, also again; throws an Error with one line for the user. */
  readonly connect: () => Promise<Link>;
}

/** All of it. */
export interface ClientPlan {
  /** At least one. */
  readonly networks: readonly NetworkPlan[];
  /** What the file sets for the terminal. */
  readonly settings: ReadonlyMap<string, SettingValue>;
  /** Folder to write logs into; undefined: none are written. */
  readonly logFolder: string | undefined;
  /** The file, or where it would be; undefined where nothing tells that. */
  readonly configFile: string | undefined;
}

/** What the command line says of it. */
export interface PlanOptions {
  /** The configuration file; undefined: the usual one, where it is there. */
  readonly config: string | undefined;
  /** Name of a network in it. */
  readonly networkName: string | undefined;
  /** What options and variables say of the network. */
  readonly network: NetworkSettings;
  /** Folder to write logs into. */
  readonly logFolder: string | undefined;
}

const usualPort = 5050;

/**
 * Reads all files, and asks for passwords where `keyboard` is a person's.
 *
 * @throws {UsageFault} where something that was given is wrong.
 */
export async function planClient(
  options: PlanOptions,
  keyboard: Keyboard | undefined,
): Promise<ClientPlan> {
  const config = await readConfig(options.config);
  const { network: given, networkName: wanted } = options;
  const chosen = chooseNetworks({ config, wanted, given });
  const secrets = {
    server: takePassword("CHAT_PASSWORD"),
    account: takePassword("CHAT_ACCOUNT_PASSWORD"),
  };
  if (chosen.length > 1 && (secrets.server ?? secrets.account) !== undefined) {
    const variable = secrets.server === undefined ? "CHAT_ACCOUNT_PASSWORD" : "CHAT_PASSWORD";
    throw new UsageFault(
      `Variable ${variable} is for one network, and there are ${chosen.length}. Give --network NAME`,
    );
  }
  const networks: NetworkPlan[] = [];
  for (const network of chosen) {
    networks.push(await planNetwork(network, { given, secrets, keyboard }));
  }
  return {
    networks,
    settings: config.settings,
    logFolder: options.logFolder ?? config.logFolder,
    configFile: options.config ?? usualConfigFile(),
  };
}

interface Means {
  readonly given: NetworkSettings;
  readonly secrets: { readonly server: string | undefined; readonly account: string | undefined };
  readonly keyboard: Keyboard | undefined;
}

async function planNetwork({ name, settings }: NamedNetwork, means: Means): Promise<NetworkPlan> {
  const { host = "127.0.0.1", port = usualPort } = settings;
  const tls = trustOf(settings);
  const password = passwordOf(settings.passwordFile, {
    ...{ option: "--password-file", isGiven: means.given.passwordFile !== undefined },
    secret: means.secrets.server,
  });
  const link: LinkOptions = { host, port, tls, password };
  const account = await accountOf({ name, settings }, { ...means, isPrivate: tls !== undefined });
  return {
    name,
    nick: settings.nick ?? settings.account ?? nickFromName(loginName()),
    channels: channelNames(settings.join ?? []),
    account,
    connect: () => connect(link),
  };
}

function trustOf(settings: NetworkSettings): TlsTrust | undefined {
  const { tls, tlsCa, tlsFingerprint, tlsCert, tlsKey } = settings;
  if (tlsCert === undefined && tlsKey !== undefined) {
    throw new UsageFault("There is a key without a certificate. Give --tls-cert FILE too");
  }
  if (tls !== true && [tlsCa, tlsFingerprint, tlsCert].every((each) => each === undefined)) {
    return undefined;
  }
  const fingerprint = tlsFingerprint === undefined ? undefined : readFingerprint(tlsFingerprint);
  if (tlsFingerprint !== undefined && fingerprint === undefined) {
    throw new UsageFault(
      `Fingerprint "${
        safeText(tlsFingerprint)
      }" is no SHA-256. Give --tls-fingerprint 64 hex digits`,
    );
  }
  return {
    authority: tlsCa === undefined ? undefined : readPem(tlsCa, "certificate", "--tls-ca"),
    fingerprint,
    identity: tlsCert === undefined ? undefined : {
      cert: readPem(tlsCert, "certificate", "--tls-cert"),
      key: readPem(tlsKey ?? tlsCert, "key", "--tls-key"),
    },
  };
}

interface PasswordWays {
  /** What names the file. */
  readonly option: string;
  /** An option or its variable has named the file: that wins over a password in a variable. */
  readonly isGiven: boolean;
  /** From the environment. */
  readonly secret: string | undefined;
}

function passwordOf(file: string | undefined, { option, isGiven, secret }: PasswordWays) {
  if (secret !== undefined && !isGiven) return secret;
  return file === undefined ? undefined : readPassword(file, option);
}

async function accountOf(
  { name: network, settings }: NamedNetwork,
  { given, secrets, keyboard, isPrivate: isTls }: Means & { readonly isPrivate: boolean },
): Promise<AccountOptions> {
  const { host = "", account: name, accountPasswordFile: file } = settings;
  const isHere = /^(?:localhost|::1|127(?:\.[0-9]{1,3}){3})$/i.test(host);
  const ways = { isPrivate: isTls || isHere, crypt: newCrypt() };
  if (name === undefined) {
    if (file === undefined) return ways;
    throw new UsageFault("There is no account. Give --account NAME too");
  }
  const option = "--account-password-file";
  const isGiven = given.accountPasswordFile !== undefined;
  const known = passwordOf(file, { option, isGiven, secret: secrets.account });
  if (known !== undefined) return { ...ways, credentials: { name, password: known } };
  if (keyboard === undefined) {
    throw new UsageFault(
      `Account "${
        safeText(name)
      }" has no password. Give ${option} FILE or set CHAT_ACCOUNT_PASSWORD`,
    );
  }
  const question = `Password of account "${safeText(name)}" at ${safeText(network)}: `;
  const password = await askPassword(question, keyboard, (text) => {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  });
  return { ...ways, credentials: { name, password } };
}

/** The reader of TOML is loaded only where there is a file. */
async function readConfig(given: string | undefined): Promise<ClientConfig> {
  const file = given ?? usualConfigFile();
  if (file === undefined || (given === undefined && !isThere(file))) return emptyClientConfig;
  const text = readGivenFile(file, "--config");
  const { readClientConfig } = await import("./config/read_client_config.ts");
  return readClientConfig(text, file);
}

/** https://specifications.freedesktop.org/basedir-spec/latest/#variables */
function usualConfigFile(): string | undefined {
  const xdg = Deno.env.get("XDG_CONFIG_HOME");
  const home = Deno.env.get("HOME");
  const folder = xdg?.startsWith("/") ? xdg : home && `${home}/.config`;
  return folder && `${folder}/chat/client.toml`;
}

function isThere(file: string): boolean {
  try {
    Deno.statSync(file);
    return true;
  } catch (error) {
    // One that is there and can't be reached is told when it is read.
    const { NotFound, NotADirectory } = Deno.errors;
    return !(error instanceof NotFound || error instanceof NotADirectory);
  }
}

function loginName(): string {
  for (const name of ["USER", "LOGNAME", "USERNAME"]) {
    const value = Deno.env.get(name);
    if (value) return value;
  }
  return "";
}

function channelNames(list: readonly string[]): readonly string[] {
  return [...new Set(list.map((name) => /^[#&]/.test(name) ? name : `#${name}`))];
}
