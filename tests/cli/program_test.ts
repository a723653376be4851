import assert from "node:assert/strict";
import { type Choice, parseArguments } from "../../cli/program.ts";

interface Said {
  readonly choice: Choice;
  readonly out: string;
  readonly err: string;
}

/** Parses as the program would, with these variables and no other CHAT_ ones. */
function say(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Said {
  let out = "";
  let err = "";
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    const choice = parseArguments(args, "1.2.3", {
      out: (text) => out += text,
      err: (text) => err += text,
    });
    return { choice, out, err };
  } finally {
    for (const name of Object.keys(variables)) Deno.env.delete(name);
  }
}

function serverOptions(said: Said): Extract<Choice, { kind: "server" }>["options"] {
  assert.equal(said.choice.kind, "server", said.err);
  assert(said.choice.kind === "server");
  return said.choice.options;
}

Deno.test("server has the defaults that its help tells", () => {
  assert.deepEqual(serverOptions(say(["server"])), {
    host: "127.0.0.1",
    port: 5050,
    hasWeb: true,
    webPort: undefined,
    webHost: [],
    webOrigin: [],
    trustedProxy: [],
    cluster: [],
    node: undefined,
    name: "chat.local",
    motd: undefined,
    plain: "alias",
    showAddresses: false,
    requireAccount: false,
    passwordFile: undefined,
    tlsCert: undefined,
    tlsKey: undefined,
    tlsPort: undefined,
    allowPlainPasswords: false,
    maxClients: 10_000,
    memory: false,
    data: undefined,
    floodLimit: true,
    showChat: undefined,
    logLevel: "info",
    logFormat: "text",
    version: "chat-1.2.3",
  });
});

Deno.test("client has the defaults that its help tells", () => {
  const { choice } = say(["client"]);
  assert.deepEqual(choice, {
    kind: "client",
    options: {
      config: undefined,
      networkName: undefined,
      network: { tls: undefined, join: undefined },
      logFolder: undefined,
      json: false,
      history: 0,
      since: undefined,
      tail: false,
      exec: undefined,
      execReply: false,
    },
  });
});

Deno.test("the client speaks TLS by option or by variable", () => {
  const { choice } = say(["client", "--tls-ca", "ca.pem"], { CHAT_TLS: "1" });
  assert(choice.kind === "client");
  assert.equal(choice.options.network.tls, true);
  assert.equal(choice.options.network.tlsCa, "ca.pem");
  const other = say(["client", "--tls"], { CHAT_TLS_CA: "own.pem" }).choice;
  assert(other.kind === "client");
  assert.equal(other.options.network.tls, true);
  assert.equal(other.options.network.tlsCa, "own.pem");
});

Deno.test("the client takes its account by options or by variables", () => {
  const given = say(["client", "--account", "ann", "--account-password-file", "pw"]).choice;
  const told = say(["client"], { CHAT_ACCOUNT: "ann", CHAT_ACCOUNT_PASSWORD_FILE: "pw" }).choice;
  for (const choice of [given, told]) {
    assert(choice.kind === "client");
    assert.equal(choice.options.network.account, "ann");
    assert.equal(choice.options.network.accountPasswordFile, "pw");
  }
});

Deno.test("export has the defaults that its help tells", () => {
  assert.deepEqual(say(["export"]).choice, {
    kind: "export",
    options: {
      data: undefined,
      port: 5050,
      channel: [],
      since: undefined,
      until: undefined,
      format: "jsonl",
      output: undefined,
      force: false,
      private: false,
    },
  });
});

Deno.test("channels to export may be several, and private talks must be asked for", () => {
  const { choice } = say(["export", "--channel", "#a", "--channel", "#b", "--private"]);
  assert(choice.kind === "export");
  assert.deepEqual(choice.options.channel, ["#a", "#b"]);
  assert.equal(choice.options.private, true);
});

Deno.test("import takes files and a form, backup one file", () => {
  const { choice } = say(["import", "--format", "irssi", "--channel", "#a", "1.log", "2.log"]);
  assert.deepEqual(choice, {
    kind: "import",
    options: {
      data: undefined,
      port: 5050,
      channel: "#a",
      format: "irssi",
      files: ["1.log", "2.log"],
    },
  });
  assert.deepEqual(say(["backup", "x.db", "--data", "d"]).choice, {
    kind: "backup",
    options: { data: "d", port: 5050, force: false, file: "x.db" },
  });
});

Deno.test("an option wins over its variable, and the variable over the default", () => {
  assert.equal(serverOptions(say(["server"], { CHAT_PORT: "7001" })).port, 7001);
  assert.equal(serverOptions(say(["server", "--port", "7002"], { CHAT_PORT: "7001" })).port, 7002);
  assert.equal(serverOptions(say(["server"], { CHAT_LOG_LEVEL: "warn" })).logLevel, "warn");
  assert.equal(serverOptions(say(["server"], { CHAT_LOG_FORMAT: "json" })).logFormat, "json");
});

Deno.test("what flags and variables give is told apart from the defaults", () => {
  const { choice } = say(["server", "--port", "5050", "--no-web", "--config", "chat.toml"], {
    CHAT_LOG_LEVEL: "info",
    CHAT_NO_FLOOD_LIMIT: "1",
    CHAT_SHOW_CHAT: "0",
  });
  assert(choice.kind === "server");
  assert.deepEqual(choice.given, {
    port: 5050,
    hasWeb: false,
    logLevel: "info",
    floodLimit: false,
  });
  assert.equal(choice.config, "chat.toml");
});

Deno.test("names and pages of the web are lists by comma, checked and written as browsers do", () => {
  const options = serverOptions(say(["server", "--web-host", "Chat.example.org, chat"], {
    CHAT_WEB_ORIGIN: "https://Example.org:443,http://a:81/,null",
  }));
  assert.deepEqual(options.webHost, ["chat.example.org", "chat"]);
  assert.deepEqual(options.webOrigin, ["https://example.org", "http://a:81", "null"]);
  for (
    const wrong of [
      ["--web-host", "a b"],
      ["--web-host", "http://a"],
      ["--web-host", "a:80"],
      ["--web-host", ""],
      ["--web-origin", "example.org"],
      ["--web-origin", "https://a/b"],
      ["--web-origin", "*"],
    ]
  ) {
    const said = say(["server", ...wrong]);
    assert.deepEqual(said.choice, { kind: "done", exitCode: 2 });
    assert.match(said.err, /^Option '--web-[^\n]* Give [^\n]*\n$/);
  }
});

Deno.test("NATS servers are addresses by comma, and a node has a name that NATS can take", () => {
  const flag = serverOptions(
    say(["server", "--cluster", "nats://a:1, tls://u:p@b", "--node", "n1"]),
  );
  assert.deepEqual(flag.cluster, ["nats://a:1", "tls://u:p@b"]);
  assert.equal(flag.node, "n1");
  const variables = { CHAT_CLUSTER: "nats://[::1]", CHAT_NODE: "n2" };
  const told = serverOptions(say(["server"], variables));
  assert.deepEqual([told.cluster, told.node], [["nats://[::1]"], "n2"]);
  for (const wrong of ["a:4222", "http://a", "nats://a:x", "nats://a/b", "", "nats://a,"]) {
    const said = say(["server", "--cluster", wrong]);
    assert.deepEqual(said.choice, { kind: "done", exitCode: 2 }, wrong);
    assert.match(said.err, /^Option '--cluster [^\n]* Give addresses like nats:[^\n]*\n$/);
  }
  const secret = "nats://a:s/c@ret@b:x,tls://secret@c";
  for (const args of [["server", "--cluster", secret], ["server"]]) {
    const { err } = say(args, { CHAT_CLUSTER: secret });
    assert.match(err, /nats:\/\/\.\.\.@/);
    assert.doesNotMatch(err, /ret/, "no password is shown");
  }
  for (const wrong of ["", "a.b", "a b", "-a", "n".repeat(33)]) {
    const said = say(["server", `--node=${wrong}`]);
    assert.deepEqual(said.choice, { kind: "done", exitCode: 2 }, wrong);
  }
});

Deno.test("trusted proxies are addresses and networks by comma, from a flag or the environment", () => {
  const flag = serverOptions(say(["server", "--trusted-proxy", "10.0.0.0/8, ::1"]));
  assert.deepEqual(flag.trustedProxy, ["10.0.0.0/8", "::1"]);
  const variable = serverOptions(say(["server"], { CHAT_TRUSTED_PROXY: "fd00::/8" }));
  assert.deepEqual(variable.trustedProxy, ["fd00::/8"]);
  for (const wrong of ["proxy.example", "10.0.0.0/33", "10.0.0", "::1/129", "", "10.0.0.1,"]) {
    const said = say(["server", "--trusted-proxy", wrong]);
    assert.deepEqual(said.choice, { kind: "done", exitCode: 2 }, wrong);
    assert.match(said.err, /^Option '--trusted-proxy [^\n]* Give addresses or networks [^\n]*\n$/);
  }
});

Deno.test("the environment can name the configuration file", () => {
  const { choice } = say(["server"], { CHAT_CONFIG: "/etc/chat.toml" });
  assert(choice.kind === "server");
  assert.deepEqual(choice.given, {});
  assert.equal(choice.config, "/etc/chat.toml");
});

for (const text of ["1", "true", "YES", "on"]) {
  Deno.test(`a switch is on when its variable says ${text}`, () => {
    const options = serverOptions(say(["server"], {
      CHAT_NO_FLOOD_LIMIT: text,
      CHAT_SHOW_CHAT: text,
    }));
    assert.equal(options.floodLimit, false);
    assert.equal(options.showChat, true);
  });
}

for (const text of ["", "0", "false", "No", "off"]) {
  Deno.test(`a switch is as if not given when its variable says "${text}"`, () => {
    const options = serverOptions(say(["server"], {
      CHAT_NO_FLOOD_LIMIT: text,
      CHAT_SHOW_CHAT: text,
    }));
    assert.equal(options.floodLimit, true);
    assert.equal(options.showChat, undefined);
  });
}

const wrong: readonly (readonly [what: string, said: () => Said, line: RegExp])[] = [
  ["an unknown option", () => say(["server", "--prot", "1"]), /'--prot'.*--port/],
  ["an unknown command", () => say(["sevrer"]), /'sevrer'.*server/],
  ["a port that is no number", () => say(["server", "--port", "abc"]), /'abc'.*0 to 65535/],
  ["a port that is too large", () => say(["client", "--port", "65536"]), /'65536'.*0 to 65535/],
  ["no clients at all", () => say(["server", "--max-clients", "0"]), /'0'.*from 1/],
  ["a way that there is not", () => say(["server", "--plain", "x"]), /'x'.*alias, anonymous/],
  ["a name without a dot", () => say(["server", "--name", "my server"]), /'my server'.*dot/],
  ["an argument too many", () => say(["server", "5050"]), /5050/],
  ["an option without its value", () => say(["server", "--port"]), /--port/],
  ["a variable that is wrong", () => say(["server"], { CHAT_PORT: "x" }), /'x'.*CHAT_PORT/],
  [
    "a switch that is neither",
    () => say(["server"], { CHAT_SHOW_CHAT: "2" }),
    /CHAT_SHOW_CHAT.*'2'/,
  ],
];

for (const [what, run, line] of wrong) {
  Deno.test(`${what} is told in one line, with exit code 2`, () => {
    const { choice, out, err } = run();
    assert.deepEqual(choice, { kind: "done", exitCode: 2 });
    assert.equal(out, "");
    assert.match(err, /^[A-Z][^\n]*\n$/);
    assert.match(err, line);
  });
}

Deno.test("help goes to standard output, with exit code 0", () => {
  for (const args of [["--help"], ["server", "--help"], ["client", "-h"], ["help", "server"]]) {
    const { choice, out, err } = say(args);
    assert.deepEqual(choice, { kind: "done", exitCode: 0 });
    assert.match(out, /^Usage: chat/);
    assert.equal(err, "");
  }
});

Deno.test("help fits into 80 columns", () => {
  const commands = ["server", "client", "export", "import", "backup"];
  for (const args of [["--help"], ...commands.map((name) => [name, "--help"])]) {
    for (const line of say(args).out.split("\n")) assert(line.length <= 80, line);
  }
});

Deno.test("without arguments the usage goes to standard error, with exit code 2", () => {
  const { choice, out, err } = say([]);
  assert.deepEqual(choice, { kind: "done", exitCode: 2 });
  assert.equal(out, "");
  assert.match(err, /^Usage: chat/);
});

Deno.test("the version is printed", () => {
  assert.equal(say(["--version"]).out, "1.2.3\n");
});
