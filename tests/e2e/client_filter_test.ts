import assert from "node:assert/strict";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { Feed } from "../helpers/feed.ts";
import { chatCommand, startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** `chat client` as its users run it, with settings of its own. */
class ClientRun implements AsyncDisposable {
  readonly output = new Feed("standard output");
  readonly errors = new Feed("standard error");
  readonly #config = new ConfigFolder();
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #pumps: readonly Promise<void>[];

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...chatCommand, "client", ...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1", XDG_CONFIG_HOME: this.#config.path, USER: "ann", ...env },
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#pumps = [
      pump(this.#child.stdout, this.output),
      pump(this.#child.stderr, this.errors),
    ];
  }

  async types(text: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(text));
  }

  /** Ends its input and waits for its end. */
  async ends(): Promise<number> {
    await this.#input.close().catch(() => {});
    const { code } = await this.#child.status;
    await Promise.all(this.#pumps);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.ends();
    this.#config[Symbol.dispose]();
  }
}

async function pump(from: ReadableStream<Uint8Array>, to: Feed): Promise<void> {
  for await (const text of from.pipeThrough(new TextDecoderStream())) to.add(text);
  to.end();
}

function objectsOf(text: string): readonly Record<string, unknown>[] {
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

Deno.test("--json does what objects ask for, tells what is wrong, and goes on", async () => {
  await using server = await startServer();
  await using bob = await WireClient.joined(server.port, "bob");
  await using run = new ClientRun(["--port", `${server.port}`, "--json"]);
  await run.output.expects('"kind":"join"');
  await run.types('nonsense\n{"text":"hello","to":"#lobby"}\n{"kind":"action","text":"waves"}\n');
  await bob.expects(/PRIVMSG #lobby :?hello\r\n/);
  await bob.expects("PRIVMSG #lobby :\x01ACTION waves\x01\r\n");
  await run.types('{"kind":"join","to":"#other"}\n{"kind":"nick","text":"ann2"}\n');
  await bob.expects(/NICK :?ann2\r\n/);
  await run.types('{"kind":"raw","text":"NOSUCH"}\n{"kind":"part","to":"#lobby","text":"later"}\n');
  await bob.expects(/PART #lobby :later\r\n/);
  await run.types(
    '{"kind":"message","to":"bob","text":"psst"}\n{"kind":"notice","to":"bob","text":"n"}\n',
  );
  await bob.expects(/PRIVMSG bob :?psst\r\n/);
  await bob.expects(/NOTICE bob :?n\r\n/);
  assert.equal(await run.ends(), 1, "a line was wrong");
  const errors = objectsOf(run.output.text).filter(({ kind }) => kind === "error");
  assert.deepEqual(errors.map(({ from, to, text }) => [from, to, text]), [
    [null, null, 'Line 1 was not done: it is no JSON. Write it so: {"to":"#lobby","text":"hello"}'],
    [null, null, "[server] NOSUCH: Unknown command"],
  ]);
  assert.match(
    run.errors.text,
    /^Line 1 was not done: it is no JSON\..*\n\[server\] NOSUCH: Unknown command\n$/,
  );
});

Deno.test("--tail prints what is said, reads nothing and does not end with its input", async () => {
  await using server = await startServer();
  await using bob = await WireClient.joined(server.port, "bob");
  await using run = new ClientRun(["--port", `${server.port}`, "--tail"]);
  await run.types("not said\n");
  await run.output.expects("* you joined #lobby\n");
  await bob.sends("PRIVMSG #lobby :one\r\n");
  await run.output.expects("bob: one\n");
  await bob.sends("PRIVMSG #lobby :two\r\n");
  await run.output.expects("bob: two\n");
  assert.doesNotMatch(bob.feed.text, /not said/);
});

Deno.test("--since prints all that was said from then on, page by page, and ends", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  await using bob = await WireClient.joined(server.port, "bob");
  const count = 450;
  const lines = Array.from({ length: count }, (_, at) => `PRIVMSG #lobby :line ${at}\r\n`);
  await bob.sends(`${lines.join("")}PING end\r\n`);
  await bob.expects(/PONG .*end/);
  await using run = new ClientRun(["--port", `${server.port}`, "--since", "2h"]);
  assert.equal(await run.ends(), 0);
  assert.equal(run.errors.text, "");
  const said = [...run.output.text.matchAll(/^bob: line (\d+)$/gm)].map(([, at]) => Number(at));
  assert.deepEqual(said, lines.map((_, at) => at));
  const soon = new Date(Date.now() + 60_000).toISOString().slice(0, 19) + "Z";
  await using none = new ClientRun(["--port", `${server.port}`, "--since", soon]);
  assert.equal(await none.ends(), 0);
  assert.doesNotMatch(none.output.text, /bob: /);
  await using on = new ClientRun(["--port", `${server.port}`, "--since", "2h", "--tail"]);
  await on.output.expects(`bob: line ${count - 1}\n`);
  await bob.sends("PRIVMSG #lobby :later\r\n");
  await on.output.expects("bob: later\n");
});

Deno.test("--exec runs a program for each message, never a shell, and says what it prints", async () => {
  await using server = await startServer();
  await using bob = await WireClient.joined(server.port, "bob");
  const script =
    `read text; echo "$CHAT_MESSAGE_FROM $CHAT_MESSAGE_KIND [$text] $CHAT_ACCOUNT_PASSWORD."`;
  const args = ["--port", `${server.port}`, "--exec-reply", "--exec", `sh -c '${script}'`];
  const secret = { CHAT_ACCOUNT_PASSWORD: "sesame" };
  await using run = new ClientRun(args, secret);
  await run.output.expects("you joined #lobby");
  await bob.sends("PRIVMSG #lobby :$(id); `id` > x\r\n");
  await bob.expects("NOTICE #lobby :bob message [$(id); `id` > x] .\r\n");
  await bob.sends("PRIVMSG ann :\x01ACTION nods\x01\r\nNOTICE #lobby :for nobody\r\n");
  await bob.expects("NOTICE bob :bob action [nods] .\r\n");
  await run.output.expects("bob (notice): for nobody\n");
  assert.equal(run.errors.text, "");
  assert.doesNotMatch(bob.feed.unread, /NOTICE/);
});

Deno.test("--exec tells of a program that is not there or fails, and goes on", async () => {
  await using server = await startServer();
  await using bob = await WireClient.joined(server.port, "bob");
  for (
    const [command, told] of [
      ["/nowhere/x", 'Could not run "/nowhere/x": there is no such program\n'],
      ["false", '"false" ended with exit code 1\n'],
    ] as const
  ) {
    await using run = new ClientRun(["--port", `${server.port}`, "--exec", command]);
    await run.output.expects("you joined #lobby");
    for (let round = 0; round < 2; round++) {
      await bob.sends("PRIVMSG #lobby :hello\r\n");
      await run.errors.expects(told);
    }
  }
});

Deno.test("a network of the configuration is picked by its name, and logs are written", async () => {
  await using server = await startServer();
  await using bob = await WireClient.joined(server.port, "bob");
  using folder = new ConfigFolder();
  folder.write(
    `[networks.here]\nhost = "127.0.0.1"\nport = ${server.port}\nnick = "carol"\njoin = ["#lobby"]\n` +
      `[networks.gone]\nhost = "127.0.0.1"\nport = 1\nautoconnect = true\n[log]\nfolder = "logs"\n`,
  );
  await using run = new ClientRun(["here", "--config", folder.file]);
  await run.output.expects("you joined #lobby");
  await bob.sends("PRIVMSG #lobby :hello\r\n");
  await run.output.expects("bob: hello");
  await run.types("hi bob\n");
  await bob.expects(/:carol!\S+ PRIVMSG #lobby :hi bob/);
  assert.equal(await run.ends(), 0);
  const log = Deno.readTextFileSync(`${folder.path}/logs/here/#lobby.log`);
  assert.match(log, /\d\d:\d\d:\d\d <bob> hello\n\d\d:\d\d:\d\d <carol> hi bob\n/);
  await using gone = new ClientRun([], { CHAT_CLIENT_CONFIG: folder.file });
  assert.equal(await gone.ends(), 1);
  assert.match(gone.errors.text, /^Could not connect to 127\.0\.0\.1:1: nothing listens there/);
});

Deno.test("wrong usage ends with 2 and one line that tells what to do", async () => {
  using folder = new ConfigFolder();
  folder.write('[networks.a]\nhost = "a"\npassword = "sesame"\n');
  folder.write(
    '[networks.a]\nhost="a"\nautoconnect=true\n[networks.b]\nhost="b"\nautoconnect=true\n',
    "two.toml",
  );
  folder.write("\n", "empty");
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["--config", folder.file],
      /chat\.toml:3: Key "networks\.a\.password" would hold a password/,
    ],
    [["--config", "/nowhere"], /^File "\/nowhere" does not exist\. Give --config another one\.$/],
    [["--config", folder.path], /^File ".*" can't be read\. Give --config another one\.$/],
    [
      ["--config", `${folder.path}/two.toml`],
      /^The configuration has 2 networks .* Give --network NAME$/,
    ],
    [["nowhere"], /^There is no network "nowhere"/],
    [
      ["--account", "ann"],
      /^Account "ann" has no password\. Give --account-password-file FILE or set CHAT_ACCOUNT_PASSWORD$/,
    ],
    [["--account-password-file", "x"], /^There is no account\. Give --account NAME too$/],
    [
      ["--account", "ann", "--account-password-file", `${folder.path}/empty`],
      /^The first line of ".*" is empty/,
    ],
    [
      ["--account-password", "sesame"],
      /^Others could read the password among the arguments: give --account-password-file FILE/,
    ],
    [["--account-password=sesame"], /^Others could read the password/],
    [
      ["--password", "sesame"],
      /^Others could read the password among the arguments: give --password-file FILE/,
    ],
    [["--tls-fingerprint", "12"], /^Fingerprint "12" is no SHA-256/],
    [["--tls-key", "x"], /^There is a key without a certificate/],
    [["--since", "yesterday"], /^"yesterday" is no time/],
    [["--exec-reply"], /^There is nothing to reply with/],
    [["--exec", "a 'b"], /^"a 'b" is no command/],
  ];
  for (const [args, line] of cases) {
    await using run = new ClientRun(args);
    assert.equal(await run.ends(), 2, run.errors.text);
    assert.match(run.errors.text.trimEnd(), line);
    assert.equal(run.errors.text.split("\n").length, 2, run.errors.text);
    assert.doesNotMatch(run.errors.text, /sesame/);
    assert.equal(run.output.text, "");
  }
});

Deno.test("passwords of server and account come from variables", async () => {
  using folder = new ConfigFolder();
  folder.write("opensesame\n", "pw");
  await using server = await startServer(["--password-file", `${folder.path}/pw`]);
  const to = ["--port", `${server.port}`];
  await using wrong = new ClientRun(to);
  assert.equal(await wrong.ends(), 1);
  const variables = { CHAT_PASSWORD: "opensesame" };
  await using made = new ClientRun([...to, "--json"], variables);
  await made.output.expects('"kind":"join"');
  await made.types('{"kind":"raw","text":"REGISTER * * 1234-sesame"}\n');
  await made.ends();
  await using run = new ClientRun([...to, "--account", "ann"], {
    ...variables,
    CHAT_ACCOUNT_PASSWORD: "1234-sesame",
  });
  await run.output.expects("you joined #lobby");
  assert.equal(await run.ends(), 0);
  assert.equal(run.errors.text, "");
});
