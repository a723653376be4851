/** The configuration file: what it sets, or the first thing that is wrong with it. */

import { dirname } from "node:path";
import { nearestWord } from "../../wire/nearest_word.ts";
import { safeText } from "../../wire/safe_text.ts";
import { isPasswordHash } from "../accounts/password_hash.ts";
import { hideLogins } from "../nats_address.ts";
import { type ServerOptions, StartFailure } from "../options.ts";
import {
  accountKeys,
  type ConfigKey,
  historyKeys,
  limitKeys,
  natsKeys,
  optionKeys,
  serverKeys,
  tlsKeys,
  webKeys,
} from "./config_keys.ts";
import {
  type AccountSettings,
  defaultAccounts,
  defaultHistory,
  defaultLimits,
  defaultNats,
  defaultWeb,
  type History,
  type Limits,
  type NatsSettings,
  type Presentation,
  type TlsSettings,
  type WebSettings,
} from "./settings.ts";
import { readToml, type TomlEntry } from "../../config/toml_entries.ts";

/** What a file sets. */
export interface Config {
  /** Options that it gives. */
  readonly options: Partial<ServerOptions>;
  /** Limits, with defaults for those that it does not give. */
  readonly limits: Limits;
  /** How the server presents itself. */
  readonly server: Presentation;
  /** What it says of the web, with defaults for the rest. */
  readonly web: WebSettings;
  /** What it says of TLS. */
  readonly transport: TlsSettings;
  /** What it says of accounts, with defaults for the rest. */
  readonly accounts: AccountSettings;
  /** How much is kept, with defaults for what it does not give. */
  readonly history: History;
  /** How several servers are one, with defaults for what it does not give. */
  readonly nats: NatsSettings;
  /** Hashes of operators' passwords, by name. */
  readonly operators: ReadonlyMap<string, string>;
}

/** What holds without a file. */
export const emptyConfig: Config = {
  options: {},
  limits: defaultLimits,
  server: { icon: undefined },
  web: defaultWeb,
  transport: { stsSeconds: undefined },
  accounts: defaultAccounts,
  history: defaultHistory,
  nats: defaultNats,
  operators: new Map(),
};

/** A table whose keys have fixed names. */
interface Table {
  readonly keys: ReadonlyMap<string, unknown>;
  /** How an entry of it changes what was set before, or what is wrong with it; undefined where it has no such key. */
  change(name: string, given: Given): Change | string | undefined;
}

const keyedTables: ReadonlyMap<string, Table> = new Map(Object.entries({
  accounts: tableOf(accountKeys, ({ accounts }, part) => ({ accounts: { ...accounts, ...part } })),
  history: tableOf(historyKeys, ({ history }, part) => ({ history: { ...history, ...part } })),
  limits: tableOf(limitKeys, ({ limits }, part) => ({ limits: { ...limits, ...part } })),
  nats: tableOf(natsKeys, ({ nats }, part) => ({ nats: { ...nats, ...part } })),
  server: tableOf(serverKeys, ({ server }, part) => ({ server: { ...server, ...part } })),
  tls: tableOf(tlsKeys, ({ transport }, part) => ({ transport: { ...transport, ...part } })),
  web: tableOf(webKeys, ({ web }, part) => ({ web: { ...web, ...part } })),
}));

const tables = [...keyedTables.keys(), "operators"].sort();

/** Most characters of a wrong value that are shown. */
const maxShown = 60;

/**
 * Reads the text of `file`, which names it in messages; relative paths in it start at its folder.
 *
 * @throws {StartFailure} that tells file and line of the first fault.
 */
export function readConfig(text: string, file: string): Config {
  const entries = readToml(text);
  if ("fault" in entries) {
    throw faultAt(file, entries.line, `${entries.fault}. Write it as TOML: https://toml.io`);
  }
  return entries.reduce((config, entry) => {
    const change = changeOf(entry, dirname(file));
    if (typeof change === "string") throw faultAt(file, entry.line, change);
    return { ...config, ...change(config) };
  }, emptyConfig);
}

/** Names in a file may hold anything, and the message is one line. */
function faultAt(file: string, line: number, text: string): StartFailure {
  return new StartFailure(safeText(`${file}:${line}: ${text}`));
}

/** How an entry changes what the entries before it have set, or what is wrong with it. */
type Change = (config: Config) => Partial<Config>;

function changeOf({ path, value }: TomlEntry, folder: string): Change | string {
  const [name = "", inner = ""] = path;
  if (path.length === 1 && tables.includes(name)) {
    if (value === undefined) return () => ({});
    return `Key "${name}" is ${shown(value)}. Write it as a table: [${name}]`;
  }
  if (name === "operators" && path.length === 2) return operator(inner, value);
  const table = path.length === 2 ? keyedTables.get(name) : undefined;
  const change = table?.change(inner, { path, value, folder });
  if (change !== undefined) return change;
  if (path.length === 1 && optionKeys.has(name)) {
    return valueOf(optionKeys.get(name), { path, value, folder }, (part) =>
    (
      { options },
    ) => ({ options: { ...options, ...part } }));
  }
  return unknown(path);
}

function tableOf<Part>(
  keys: ReadonlyMap<string, ConfigKey<Part>>,
  set: (config: Config, part: Part) => Partial<Config>,
): Table {
  return {
    keys,
    change: (name, given) => {
      const key = keys.get(name);
      if (key === undefined) return undefined;
      return valueOf(key, given, (part) => (config) => set(config, part));
    },
  };
}

interface Given {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly folder: string;
}

function valueOf<Part>(
  key: ConfigKey<Part> | undefined,
  { path, value, folder }: Given,
  set: (part: Part) => Change,
): Change | string {
  const part = key?.read(value, folder);
  if (part !== undefined) return set(part);
  return `Key "${path.join(".")}" is ${hideLogins(shown(value))}. Give ${key?.what}.`;
}

/** The value is not shown: it may be a password. */
function operator(name: string, value: unknown): Change | string {
  if (typeof value !== "string" || !isPasswordHash(value)) {
    return `Operator "${name}" has no password hash. Make one with: chat hash-password`;
  }
  return ({ operators }) => ({ operators: new Map([...operators, [name, value]]) });
}

function unknown(path: readonly string[]): string {
  const [table = "", inner = ""] = path;
  const name = path.join(".");
  for (const [owner, { keys }] of keyedTables) {
    if (path.length === 1 && keys.has(table)) return `Key "${name}" belongs under [${owner}].`;
  }
  const inTable = path.length > 1 ? keyedTables.get(table)?.keys : undefined;
  if (inTable !== undefined && optionKeys.has(inner)) {
    return `Key "${name}" belongs above all tables, as "${inner}".`;
  }
  const words = inTable === undefined ? [...optionKeys.keys(), ...tables] : [...inTable.keys()];
  const nearest = nearestWord(inTable === undefined ? table : inner, words);
  const hint = nearest === undefined
    ? "docs/operating.md lists all keys."
    : `Did you mean "${inTable === undefined ? "" : `${table}.`}${nearest}"?`;
  return `Key "${name}" is unknown. ${hint}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "a table";
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
