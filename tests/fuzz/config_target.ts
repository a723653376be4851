/** Files of settings, of the server and of the client: each is understood, or told what is wrong in one line. */

import assert from "node:assert/strict";
import { readClientConfig } from "../../client/config/read_client_config.ts";
import { UsageFault } from "../../client/usage_fault.ts";
import { readConfig } from "../../server/config/read_config.ts";
import {
  accountKeys,
  historyKeys,
  limitKeys,
  optionKeys,
  serverKeys,
  tlsKeys,
  webKeys,
} from "../../server/config/config_keys.ts";
import { StartFailure } from "../../server/options.ts";
import { safeText } from "../../wire/safe_text.ts";
import { expand, type Grammar, wordsOf } from "./grammar.ts";
import type { Notice, Target } from "./target.ts";

const grammar: Grammar = {
  file: ["{server}", "{server}", "{client}", "{any}", "\ufeff{server}"],
  server: [
    "{options}",
    "{options}{tables}",
    "{tables}",
    "{tables}{tables}",
    "# {text}\r\n{options}",
  ],
  options: ["{option}", "{option}{option}", "{option}{option}{option}"],
  option: ["{optionkey} = {value}\n", "{optionkey}={value} # {text}\n", "{key} = {value}\n"],
  tables: [
    "[{table}]\n{entries}",
    "{table} = {inline}\n",
    "{table}.{key} = {value}\n",
    "[{table}.{key}]\n",
  ],
  table: [
    "limits",
    "accounts",
    "history",
    "web",
    "tls",
    "server",
    "operators",
    "networks",
    "{key}",
  ],
  entries: ["{entry}", "{entry}{entry}", ""],
  entry: ["{tablekey} = {value}\n", "{tablekey} = {number}\n", "{key} = {value}\n"],
  client: [
    "[networks.{name}]\nhost = {string}\n{netentry}{netentry}",
    "[settings]\n{key} = {value}\n[log]\nfolder = {string}\n",
    "[networks]\n{name} = {inline}\n",
    "[networks.{name}]\n{netentry}",
  ],
  netentry: ["{netkey} = {value}\n", "{netkey} = {string}\n", ""],
  netkey: [
    ...["host", "port", "tls", "tls-ca", "tls-fingerprint", "tls-cert", "tls-key", "nick", "join"],
    ...["password-file", "password", "account", "account-password-file", "autoconnect", "token"],
  ],
  any: ["{text}\n", "[[{table}]]\n{entries}", "[{text}\n", "{key} = {value}\n{key} = {value}\n"],
  inline: ["{ {tablekey} = {value} }", "{ {key} = {value}, {key} = {value} }", "{ }", "{value}"],
  optionkey: [...optionKeys.keys()],
  tablekey: [
    ...[limitKeys, accountKeys, historyKeys, webKeys, tlsKeys, serverKeys]
      .flatMap((keys) => [...keys.keys()]),
  ],
  key: [
    "a",
    "{optionkey}",
    "{tablekey}",
    '""',
    '"a b"',
    "__proto__",
    "constructor",
    "é",
    "a.b",
    "'\\'",
    "1",
  ],
  name: ["home", '"my net"', '""', "__proto__", "a.b"],
  value: [
    ...["{string}", "{string}", "{number}", "{number}", "true", "false", "{list}", "{inline}"],
    ...["2026-01-02T03:04:05Z", "2026-13-40", "07:32:00", '"""\n{text}"""', "'''{text}'''"],
  ],
  string: [
    '"{text}"',
    "'{text}'",
    '""',
    '"#a"',
    '"127.0.0.1"',
    '"chat.example.org"',
    '"alias"',
    '"info"',
  ],
  list: [
    "[]",
    "[{value}]",
    "[{string}, {string}]",
    "[{string},\n{list},]",
    '["192.0.2.0/24"]',
    '["https://a.example", "null"]',
  ],
  number: [
    "0",
    "1",
    "5050",
    "65535",
    "65536",
    "-1",
    "1e3",
    "1.5",
    "0x1F",
    "1_000",
    "inf",
    "nan",
    "9999999999999999999999",
    "+1",
  ],
  text: [
    "a",
    "{text} {text}",
    "\\u00e9",
    "\\U0001F600",
    "\\q",
    "\\ud800",
    "=",
    "漢字",
    "\x1b[2J",
    "\u202e",
    "secret",
    "#",
  ],
};

const decoder = new TextDecoder();

/** See `Target`. A piece is a file. */
export const configTarget: Target = {
  name: "config",
  share: 5,
  scriptPieces: 20,
  changedShare: 50,
  words: [...wordsOf(grammar), "\n", "[", "]", "=", "{", "}", '"""', "."],
  make: (random) => new TextEncoder().encode(expand(random, grammar, "file")),
  run(script, notice) {
    for (const [at, piece] of script.entries()) {
      const text = decoder.decode(piece);
      check(at, {
        who: "server",
        read: () => readConfig(text, "/x/chat.toml"),
        isFault: isStartFailure,
      }, notice);
      check(at, {
        who: "client",
        read: () => readClientConfig(text, "/x/c.toml"),
        isFault: isUsageFault,
      }, notice);
    }
    return script.length;
  },
};

interface Reading {
  readonly who: string;
  readonly read: () => unknown;
  readonly isFault: (error: unknown) => error is Error;
}

function check(at: number, { who, read, isFault }: Reading, notice: Notice): void {
  try {
    read();
    notice(at, `${who} takes it`);
  } catch (error) {
    if (!isFault(error)) throw error;
    const { message } = error;
    assert.equal(safeText(message), message, "What is wrong is not told safely");
    assert.match(message, /^\/x\/\w+\.toml:[0-9]+: [A-Z].*\S$/);
    assert.ok(message.length <= maxToldLength, `It takes ${message.length} characters to tell`);
    notice(at, `${who} ${message.replace(/"[^"]*"|[0-9]+|\S*[/\\]\S*/g, "").slice(0, 50)}`);
  }
}

/** A key may be as long as a piece, and be named twice. */
const maxToldLength = 25_000;

function isStartFailure(error: unknown): error is Error {
  return error instanceof StartFailure;
}

function isUsageFault(error: unknown): error is Error {
  return error instanceof UsageFault;
}
