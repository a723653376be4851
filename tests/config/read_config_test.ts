import assert from "node:assert/strict";
import { limitKeys, natsKeys, optionKeys } from "../../server/config/config_keys.ts";
import { emptyConfig, readConfig } from "../../server/config/read_config.ts";
import { formatNetwork } from "../../server/net/network.ts";
import { StartFailure } from "../../server/options.ts";

const hash = `scrypt$32768$8$1$${"s".repeat(22)}$${"h".repeat(43)}`;

function read(...lines: readonly string[]) {
  return readConfig(lines.join("\n"), "/etc/chat/chat.toml");
}

Deno.test("an empty file, or one of comments, sets nothing", () => {
  for (const text of ["", "\n\n", "# port = 1\n", "[limits]\n[operators]\n"]) {
    assert.deepEqual(readConfig(text, "chat.toml"), emptyConfig);
  }
});

Deno.test("every key is read into its option", () => {
  const { options } = read(
    'host = "0.0.0.0"',
    "port = 6667",
    'data = "../data"',
    "memory = true",
    "web-port = 8080",
    "no-web = true",
    'web-host = ["Chat.Example.org", "chat"]',
    'web-origin = ["HTTPS://example.org:443/", "null"]',
    'trusted-proxy = ["192.0.2.0/24", "::1"]',
    'cluster = ["nats://127.0.0.1:4222", "tls://chat:secret@nats.example"]',
    'node = "a"',
    'name = "My.Little.Server"',
    'motd = "motd.txt"',
    'plain = "anonymous"',
    "show-addresses = true",
    "require-account = true",
    'password-file = "../secret"',
    'tls-cert = "/pem/cert"',
    'tls-key = "pem/key"',
    "tls-port = 6697",
    "allow-plain-passwords = true",
    "max-clients = 5",
    "no-flood-limit = true",
    "show-chat = false",
    'log-level = "warn"',
    'log-format = "json"',
  );
  assert.deepEqual(options, {
    host: "0.0.0.0",
    port: 6667,
    webPort: 8080,
    hasWeb: false,
    webHost: ["chat.example.org", "chat"],
    webOrigin: ["https://example.org", "null"],
    trustedProxy: ["192.0.2.0/24", "::1"],
    cluster: ["nats://127.0.0.1:4222", "tls://chat:secret@nats.example"],
    node: "a",
    name: "My.Little.Server",
    motd: "/etc/chat/motd.txt",
    plain: "anonymous",
    showAddresses: true,
    requireAccount: true,
    passwordFile: "/etc/secret",
    tlsCert: "/pem/cert",
    tlsKey: "/etc/chat/pem/key",
    tlsPort: 6697,
    allowPlainPasswords: true,
    maxClients: 5,
    data: "/etc/data",
    memory: true,
    floodLimit: false,
    showChat: false,
    logLevel: "warn",
    logFormat: "json",
  });
  assert.equal(optionKeys.size, 26, "a new key is to be tested here");
});

Deno.test("who may read the metrics can be set", () => {
  assert.deepEqual(read("[web]").web, { metrics: "local" });
  assert.deepEqual(read("[web]", 'metrics = "public"').web, { metrics: "public" });
});

Deno.test("for how long clients come by TLS only can be set, and is not where nothing is said", () => {
  assert.deepEqual(read("[tls]").transport, { stsSeconds: undefined });
  assert.deepEqual(read("[tls]", "sts-duration = 86400").transport, { stsSeconds: 86_400 });
  assert.throws(() => read("[tls]", 'sts-duration = "1d"'), StartFailure);
});

Deno.test("a picture can be set, and left out", () => {
  assert.deepEqual(read("[server]").server, { icon: undefined });
  const icon = "https://chat.example/{size}.png";
  assert.deepEqual(read("[server]", `icon = "${icon}"`).server, { icon });
});

Deno.test("how long is kept what was said can be set, without a limit too", () => {
  assert.deepEqual(read("[history]").history, emptyConfig.history);
  assert.deepEqual(read("[history]", "days = 30").history, { ...emptyConfig.history, days: 30 });
  const none = read("history = { days = 0, max-megabytes = 0 }").history;
  assert.deepEqual(none, { days: 0, maxMegabytes: 0 });
});

Deno.test("every key of the stream is read; what is not given stays as it is", () => {
  assert.deepEqual(read("[nats]").nats, {
    stream: "chat",
    replicas: 1,
    days: 7,
    maxMegabytes: 0,
    credentials: undefined,
    tlsCa: undefined,
    tlsCert: undefined,
    tlsKey: undefined,
  });
  const { nats } = read(
    "[nats]",
    'stream = "town"',
    "replicas = 3",
    "days = 0",
    "max-megabytes = 500",
    'credentials = "chat.creds"',
    'tls-ca = "/pem/ca.pem"',
    'tls-cert = "pem/cert.pem"',
    'tls-key = "pem/key.pem"',
  );
  assert.deepEqual(nats, {
    stream: "town",
    replicas: 3,
    days: 0,
    maxMegabytes: 500,
    credentials: "/etc/chat/chat.creds",
    tlsCa: "/pem/ca.pem",
    tlsCert: "/etc/chat/pem/cert.pem",
    tlsKey: "/etc/chat/pem/key.pem",
  });
  assert.equal(natsKeys.size, 8, "a new key is to be tested here");
  for (const wrong of ['stream = "a.b"', "replicas = 6", "replicas = 0", "days = -1"]) {
    assert.throws(() => read("[nats]", wrong), StartFailure, wrong);
  }
  assert.throws(() => read('cluster = "nats://a"'), /a list of addresses like/);
  assert.throws(() => read('cluster = ["a"]'), /a list of addresses like/);
  assert.throws(() => read('cluster = ["nats://a:secret@b/x"]'), /is \["nats:\/\/\.\.\.@b\/x"\]/);
  assert.throws(() => read('node = "a.b"'), /at most 32 letters, digits and dashes/);
});

Deno.test("limits that are not given stay as they are", () => {
  const { limits } = read("[limits]", "burst = 7", "new-connections-minutes = 1");
  assert.deepEqual(limits, { ...emptyConfig.limits, burst: 7, newConnectionsMinutes: 1 });
});

Deno.test("every limit is read, and tables may be written inline or dotted", () => {
  const names = [...limitKeys.keys()].filter((name) => name !== "trusted");
  const table = read("[limits]", ...names.map((name, at) => `${name} = ${at + 1}`)).limits;
  assert.deepEqual(Object.values({ ...table, trusted: 0 }), [1, 2, 3, 4, 5, 6, 7, 0]);
  const inline = `limits = { ${names.map((name, at) => `${name} = ${at + 1}`).join(", ")} }`;
  assert.deepEqual(read(inline).limits, table);
  assert.deepEqual(read(...names.map((name, at) => `limits.${name} = ${at + 1}`)).limits, table);
});

Deno.test("the trusted are addresses and networks", () => {
  const { trusted } =
    read("[limits]", "trusted = [", '  "127.0.0.1/8",', '  "2001:DB8::1" ]').limits;
  assert.deepEqual(trusted.map(formatNetwork), ["127.0.0.0/8", "2001:db8::1"]);
});

Deno.test("operators are read by name, quoted names too", () => {
  const { operators } = read("[operators]", `ann = "${hash}"`, `"Bob B." = "${hash}"`);
  assert.deepEqual([...operators], [["ann", hash], ["Bob B.", hash]]);
});

const toml = "Write it as TOML: https://toml.io";
const faults: readonly (readonly [what: string, lines: readonly string[], fault: string])[] = [
  ["an unknown key", ["", "prot = 1"], '2: Key "prot" is unknown. Did you mean "port"?'],
  [
    "a key that is like none",
    ["colour = 1"],
    '1: Key "colour" is unknown. docs/operating.md lists all keys.',
  ],
  [
    "an unknown table",
    ["port = 1", "[limit]", "burst = 1"],
    '2: Key "limit" is unknown. Did you mean "limits"?',
  ],
  [
    "an unknown limit",
    ["[limits]", "", "brust = 1"],
    '3: Key "limits.brust" is unknown. Did you mean "limits.burst"?',
  ],
  [
    "a picture that is no URL",
    ["[server]", 'icon = "icon.png"'],
    '2: Key "server.icon" is "icon.png". Give a URL that begins with https:// or http://, of at most 200 characters without spaces.',
  ],
  [
    "a misspelt key of the history",
    ["[history]", "dais = 1"],
    '2: Key "history.dais" is unknown. Did you mean "history.days"?',
  ],
  [
    "a history that is no number",
    ["[history]", 'days = "ever"'],
    '2: Key "history.days" is "ever". Give a number from 0 to 36500.',
  ],
  ["a key of the history above all tables", ["days = 1"], '1: Key "days" belongs under [history].'],
  ["a limit above all tables", ["burst = 1"], '1: Key "burst" belongs under [limits].'],
  [
    "an option under a table",
    ["[limits]", "port = 1"],
    '2: Key "limits.port" belongs above all tables, as "port".',
  ],
  [
    "a number as text",
    ['port = "5050"'],
    '1: Key "port" is "5050". Give a number from 0 to 65535.',
  ],
  [
    "a number too large",
    ["port = 65536"],
    '1: Key "port" is 65536. Give a number from 0 to 65535.',
  ],
  ["no whole number", ["port = 1.5"], '1: Key "port" is 1.5. Give a number from 0 to 65535.'],
  [
    "a switch as text",
    ['no-flood-limit = "yes"'],
    '1: Key "no-flood-limit" is "yes". Give true or false.',
  ],
  [
    "a word that is none of them",
    ['plain = "nick"'],
    '1: Key "plain" is "nick". Give "alias" or "anonymous".',
  ],
  [
    "a name without a dot",
    ['name = "chat"'],
    '1: Key "name" is "chat". Give a name with a dot, of letters, digits, dots and dashes.',
  ],
  ["an empty path", ['motd = ""'], '1: Key "motd" is "". Give the path of a file in quotes.'],
  [
    "a network that is none",
    ["[limits]", 'trusted = ["127.0.0.1/8", "localhost"]'],
    '2: Key "limits.trusted" is ["127.0.0.1/8","localhost"]. ' +
    'Give a list of addresses or networks like ["192.0.2.0/24"].',
  ],
  ["a table as a value", ["port = { a = 1 }"], '1: Key "port.a" is unknown. Did you mean "port"?'],
  ["a value as a table", ["limits = 3"], '1: Key "limits" is 3. Write it as a table: [limits]'],
  ["no TOML", ["port = 1", "name = my server"], `2: Unexpected character. ${toml}`],
  ["an open quote", ['name = "a.b'], `1: Unterminated string constant. ${toml}`],
  ["a key twice", ["port = 1", "port = 2"], `2: Defining a key multiple times is invalid. ${toml}`],
  [
    "a line end in a name",
    ['"a\\nb" = 1'],
    '1: Key "a\u240ab" is unknown. docs/operating.md lists all keys.',
  ],
];

for (const [what, lines, fault] of faults) {
  Deno.test(`${what}: the file and the line are told, and what to write`, () => {
    assert.throws(() => read(...lines), new StartFailure(`/etc/chat/chat.toml:${fault}`));
  });
}

Deno.test("an operator without a hash is told, but not what stands there: it may be the password", () => {
  for (const value of ['"hunter2"', "5", '""', `"${hash.replace("32768", "32767")}"`]) {
    assert.throws(
      () => read("[operators]", `ann = ${value}`),
      new StartFailure(
        '/etc/chat/chat.toml:2: Operator "ann" has no password hash. ' +
          "Make one with: chat hash-password",
      ),
    );
  }
});

Deno.test("the first fault is told", () => {
  assert.throws(() => read("a = 1", "b = 2", "c ="), /toml:3: /, "the file as a whole comes first");
  assert.throws(() => read("port = 0", "prot = 1", "prt = 2"), /toml:2: /);
});
