/** The client's configuration file: what it sets, or the first thing that is wrong with it. */

import { dirname } from "node:path";
import { aFile, aSwitch, aText, integer, type Kind } from "../../config/kind.ts";
import { readToml, type TomlEntry } from "../../config/toml_entries.ts";
import { nearestWord } from "../../wire/nearest_word.ts";
import { safeText } from "../../wire/safe_text.ts";
import { readFingerprint } from "../start_tls.ts";
import { UsageFault } from "../usage_fault.ts";
import { type ClientConfig, type ConfiguredNetwork, emptyClientConfig } from "./client_config.ts";

type Part = Partial<ConfiguredNetwork>;

interface Key {
  readonly what: string;
  read(value: unknown, folder: string): Part | undefined;
}

const aFingerprint: Kind<string> = {
  what: "a SHA-256 fingerprint in 64 hex digits, as openssl x509 -fingerprint -sha256 shows it",
  read: (value) => typeof value === "string" ? readFingerprint(value) : undefined,
};

const aList: Kind<readonly string[]> = {
  what: 'a list of channels like ["#a", "#b"]',
  read: (value) => Array.isArray(value) && value.every(isText) ? value : undefined,
};

const networkKeys: ReadonlyMap<string, Key> = new Map(
  Object.entries({
    "host": key(aText, (host) => ({ host })),
    "port": key(integer(1, 65_535), (port) => ({ port })),
    "tls": key(aSwitch, (tls) => ({ tls })),
    "tls-ca": key(aFile, (tlsCa) => ({ tlsCa })),
    "tls-fingerprint": key(aFingerprint, (tlsFingerprint) => ({ tlsFingerprint })),
    "tls-cert": key(aFile, (tlsCert) => ({ tlsCert })),
    "tls-key": key(aFile, (tlsKey) => ({ tlsKey })),
    "nick": key(aText, (nick) => ({ nick })),
    "password-file": key(aFile, (passwordFile) => ({ passwordFile })),
    "account": key(aText, (account) => ({ account })),
    "account-password-file": key(aFile, (accountPasswordFile) => ({ accountPasswordFile })),
    "join": key(aList, (join) => ({ join })),
    "autoconnect": key(aSwitch, (autoconnect) => ({ autoconnect })),
  }),
);

const tables = ["networks", "settings", "log"];
const maxShown = 60;

/**
 * Reads the text of `file`, which names it in messages; relative paths in it start at its folder.
 *
 * @throws {UsageFault} that tells file and line of the first fault.
 */
export function readClientConfig(text: string, file: string): ClientConfig {
  const entries = readToml(text);
  if ("fault" in entries) {
    throw faultAt(file, entries.line, `${entries.fault}. Write it as TOML: https://toml.io`);
  }
  const config = entries.reduce((config, entry) => {
    const change = changeOf(config, entry, dirname(file));
    if (typeof change === "string") throw faultAt(file, entry.line, change);
    return { ...config, ...change };
  }, emptyClientConfig);
  for (const [name, { host }] of config.networks) {
    if (host !== undefined) continue;
    const line = entries.find(({ path }) => path[0] === "networks" && path[1] === name)?.line ?? 1;
    throw faultAt(file, line, `Network "${name}" has no server. Add its name: host = "…"`);
  }
  return config;
}

/** Names in a file may hold anything, and the message is one line. */
function faultAt(file: string, line: number, text: string): UsageFault {
  return new UsageFault(safeText(`${file}:${line}: ${text}`));
}

/** What an entry changes, or what is wrong with it. */
function changeOf(
  config: ClientConfig,
  { path, value }: TomlEntry,
  folder: string,
): Partial<ClientConfig> | string {
  const [table = "", name = "", inner = ""] = path;
  const secret = secretIn(path);
  if (secret !== undefined) return secret;
  if (path.length === 1 && tables.includes(table)) {
    if (value === undefined) return {};
    return `Key "${table}" is ${shown(value)}. Write it as a table: [${table}]`;
  }
  if (table === "settings" && path.length === 2) return setting(config, name, value);
  if (table === "log" && path.length === 2 && name === "folder") {
    const logFolder = aFile.read(value, folder);
    return logFolder === undefined ? wrong(path, value, aFile.what) : { logFolder };
  }
  if (table !== "networks" || path.length > 3) return unknown(path);
  const network = config.networks.get(name) ?? {};
  if (path.length === 2) {
    if (value !== undefined) return `Key "${path.join(".")}" belongs to no network. ${example}`;
    return { networks: new Map([...config.networks, [name, network]]) };
  }
  const known = networkKeys.get(inner);
  if (known === undefined) return unknown(path);
  const part = known.read(value, folder);
  if (part === undefined) return wrong(path, value, known.what);
  return { networks: new Map([...config.networks, [name, { ...network, ...part }]]) };
}

const example = "Write networks so: [networks.home]";

function setting(
  { settings }: ClientConfig,
  name: string,
  value: unknown,
): Partial<ClientConfig> | string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    return wrong(["settings", name], value, "text in quotes, a number, true or false");
  }
  return { settings: new Map([...settings, [name, value]]) };
}

/** A file that is copied and shown around must hold none. The value is not shown. */
function secretIn(path: readonly string[]): string | undefined {
  const name = path.at(-1) ?? "";
  if (!/pass|secret|token/i.test(name) || path.length < 2 || networkKeys.has(name)) {
    return undefined;
  }
  const instead = name.toLowerCase().startsWith("account") || path[0] !== "networks"
    ? "account-password-file"
    : "password-file";
  return `Key "${path.join(".")}" would hold a password, which this file may not. ` +
    `Write it into a file of its own, and here: ${instead} = "FILE"`;
}

function wrong(path: readonly string[], value: unknown, what: string): string {
  return `Key "${path.join(".")}" is ${shown(value)}. Give ${what}.`;
}

function unknown(path: readonly string[]): string {
  const [table = "", , inner] = path;
  const name = path.join(".");
  if (path.length === 1 && networkKeys.has(table)) {
    return `Key "${name}" belongs to a network. ${example}`;
  }
  const isInNetwork = table === "networks" && inner !== undefined;
  const words = isInNetwork ? [...networkKeys.keys()] : table === "log" ? ["folder"] : tables;
  const nearest = nearestWord(path.at(-1) ?? "", words);
  const hint = nearest === undefined
    ? "docs/client.md lists all keys."
    : `Did you mean "${[...path.slice(0, -1), nearest].join(".")}"?`;
  return `Key "${name}" is unknown. ${hint}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "a table";
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function key<T>(kind: Kind<T>, give: (value: T) => Part): Key {
  return {
    what: kind.what,
    read(value, folder) {
      const read = kind.read(value, folder);
      return read === undefined ? undefined : give(read);
    },
  };
}
