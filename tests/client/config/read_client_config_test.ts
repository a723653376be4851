import assert from "node:assert/strict";
import { emptyClientConfig } from "../../../client/config/client_config.ts";
import { readClientConfig } from "../../../client/config/read_client_config.ts";
import { UsageFault } from "../../../client/usage_fault.ts";

function read(...lines: readonly string[]) {
  return readClientConfig(lines.join("\n"), "/home/ann/.config/chat/client.toml");
}

Deno.test("a file of comments sets nothing", () => {
  assert.deepEqual(read("# nothing", "[settings]", "[log]"), emptyClientConfig);
});

Deno.test("every key of a network is read, files from the file's own folder", () => {
  const { networks } = read(
    "[networks.libera]",
    'host = "irc.libera.chat"',
    "port = 6697",
    "tls = true",
    'tls-ca = "ca.pem"',
    `tls-fingerprint = "${"ab:".repeat(31)}ab"`,
    'tls-cert = "me.pem"',
    'tls-key = "/keys/me.pem"',
    'nick = "ann"',
    'password-file = "../pw"',
    'account = "ann"',
    'account-password-file = "/secret"',
    'join = ["#a", "b"]',
    "autoconnect = true",
    '[networks."two words"]',
    'host = "127.0.0.1"',
  );
  assert.deepEqual([...networks], [
    ["libera", {
      host: "irc.libera.chat",
      port: 6697,
      tls: true,
      tlsCa: "/home/ann/.config/chat/ca.pem",
      tlsFingerprint: "AB".repeat(32),
      tlsCert: "/home/ann/.config/chat/me.pem",
      tlsKey: "/keys/me.pem",
      nick: "ann",
      passwordFile: "/home/ann/.config/pw",
      account: "ann",
      accountPasswordFile: "/secret",
      join: ["#a", "b"],
      autoconnect: true,
    }],
    ["two words", { host: "127.0.0.1" }],
  ]);
});

Deno.test("settings are passed on as they are, and the log has a folder", () => {
  const { settings, logFolder } = read(
    "[settings]",
    'colours = "256"',
    "rows = 5",
    "bell = false",
    "[log]",
    'folder = "logs"',
  );
  assert.deepEqual([...settings], [["colours", "256"], ["rows", 5], ["bell", false]]);
  assert.equal(logFolder, "/home/ann/.config/chat/logs");
});

Deno.test("what is wrong is told by file and line, and a password is never shown", () => {
  const cases: readonly (readonly [lines: readonly string[], line: number, words: string])[] = [
    [
      ["[networks.a]", 'hots = "b"'],
      2,
      'Key "networks.a.hots" is unknown. Did you mean "networks.a.host"?',
    ],
    [
      ["[networks.a]", 'host = "b"', 'port = "x"'],
      3,
      'Key "networks.a.port" is "x". Give a number from 1 to 65535.',
    ],
    [["", "[networks.a]"], 2, 'Network "a" has no server. Add its name: host = "…"'],
    [
      ["[networks]", 'host = "a"'],
      2,
      'Key "networks.host" belongs to no network. Write networks so: [networks.home]',
    ],
    [['host = "a"'], 1, 'Key "host" belongs to a network. Write networks so: [networks.home]'],
    [["networks = 5"], 1, 'Key "networks" is 5. Write it as a table: [networks]'],
    [
      ["[settings]", "a = [1]"],
      2,
      'Key "settings.a" is [1]. Give text in quotes, a number, true or false.',
    ],
    [["[log]", "fodler = 1"], 2, 'Key "log.fodler" is unknown. Did you mean "log.folder"?'],
    [
      ["[networks.a]", 'host = "b"', 'tls-fingerprint = "12"'],
      3,
      'Key "networks.a.tls-fingerprint" is "12". Give a SHA-256 fingerprint in 64 hex digits, as openssl x509 -fingerprint -sha256 shows it.',
    ],
    [
      ["[networks.a]", 'account-password = "sesame"'],
      2,
      'Key "networks.a.account-password" would hold a password, which this file may not. ' +
      'Write it into a file of its own, and here: account-password-file = "FILE"',
    ],
    [
      ["[networks.a]", 'password = "sesame"'],
      2,
      'Key "networks.a.password" would hold a password, which this file may not. ' +
      'Write it into a file of its own, and here: password-file = "FILE"',
    ],
    [
      ["[settings]", 'password = "sesame"'],
      2,
      'Key "settings.password" would hold a password, which this file may not. ' +
      'Write it into a file of its own, and here: account-password-file = "FILE"',
    ],
  ];
  for (const [lines, line, words] of cases) {
    assert.throws(() => read(...lines), (error) => {
      assert(error instanceof UsageFault);
      assert.equal(error.message, `/home/ann/.config/chat/client.toml:${line}: ${words}`);
      return true;
    });
  }
  assert.throws(() => read("[networks.a", "x"), /client\.toml:\d+: .+\. Write it as TOML/);
});
