import assert from "node:assert/strict";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { peerTest } from "../helpers/peers.ts";
import { type ChatRun, runChat } from "../helpers/run_chat.ts";
import { chatCommand, startServer, type TestServer } from "../helpers/server.ts";
import { TmuxTerminal } from "../helpers/client_tmux.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** Runs `chat` to its end, where it is as late as in Greenwich. */
async function run(...args: readonly string[]): Promise<ChatRun> {
  return await runChat(args, { env: { TZ: "UTC" } });
}

/** Says something and waits until it is kept. */
async function says(client: WireClient, text: string): Promise<void> {
  await client.sends(`PRIVMSG #lobby :${text}\r\n`);
  await client.expects(`PRIVMSG #lobby :${text}\r\n`);
}

async function join(server: TestServer, nick: string): Promise<WireClient> {
  return await WireClient.joined(server.port, nick, "echo-message batch draft/chathistory");
}

/** Asks for the latest lines of a channel, and gives them. */
async function latest(client: WireClient, channel: string): Promise<string> {
  await client.sends(`CHATHISTORY LATEST ${channel} * 50\r\n`);
  return await client.barrier();
}

const irssiLog = `--- Log opened Mon Jan 01 10:00:00 2024
10:00 -!- zoe [~zoe@host.example] has joined #lobby
10:00 <@zoe> from irssi
broken
`;

const weechatLog = "2023-05-06 07:08:09\tyann\tfrom weechat\n";

Deno.test("what is said is exported in all forms while the server runs", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data]);
  await using ann = await join(server, "ann");
  await says(ann, "first <b>words</b>");
  const jsonl = await run("export", "--data", data);
  assert.deepEqual({ ...jsonl, stdout: "" }, { code: 0, stdout: "", stderr: "" });
  const objects = jsonl.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(objects.map(({ command }) => command), ["JOIN", "PRIVMSG"]);
  assert.equal(objects[1].text, "first <b>words</b>");
  const text = await run("export", "--data", data, "--format", "text", "--channel", "#LOBBY");
  assert.match(
    text.stdout,
    /^--- Log of #lobby\n--- Day changed .*\n[^]*<ann> first <b>words<\/b>\n$/,
  );
  const file = `${folder.path}/page.html`;
  const html = ["export", "--data", data, "--format", "html", "--output", file];
  assert.deepEqual(await run(...html), { code: 0, stdout: "", stderr: "" });
  assert.match(Deno.readTextFileSync(file), /first &lt;b&gt;words&lt;\/b&gt;/);
  assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
  const again = await run(...html);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^File ".*page.html" is there already\. .*--force\.\n$/);
  await says(ann, "later");
  assert.equal((await run(...html, "--force")).code, 0);
  assert.match(Deno.readTextFileSync(file), /later/);
});

Deno.test("private talks are exported only when it is said", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data]);
  await using ann = await join(server, "ann");
  await using _bob = await join(server, "bob");
  await ann.sends("PRIVMSG bob :secret\r\n");
  await ann.expects("PRIVMSG bob :secret\r\n");
  assert.doesNotMatch((await run("export", "--data", data)).stdout, /secret/);
  const { stdout } = await run("export", "--data", data, "--private");
  const talks = stdout.split("\n").filter((line) => line.includes("secret"));
  assert.deepEqual(talks.map((line) => JSON.parse(line).with).toSorted(), ["ann", "bob"]);
});

Deno.test("a backup made under load is whole, and a second server starts with it", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  const file = `${folder.path}/backup.db`;
  await using server = await startServer(["--data", data, "--no-flood-limit"]);
  await using ann = await join(server, "ann");
  await says(ann, "before the backup");
  const backup = run("backup", file, "--data", data);
  let isDone = false;
  backup.finally(() => isDone = true).catch(() => {});
  let sent = 0;
  while (!isDone) {
    const lines = Array.from({ length: 50 }, () => `PRIVMSG #lobby :load ${++sent}\r\n`);
    await ann.sends(lines.join(""));
    await ann.barrier();
  }
  const { code, stdout, stderr } = await backup;
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.ok(sent > 100);
  const [, size] = /^Backed up to .*: (\d+) bytes, checked\n$/.exec(stdout) ?? [];
  assert.equal(Number(size), Deno.statSync(file).size);
  assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name).toSorted(), [
    "backup.db",
    "data",
  ]);
  const again = await run("backup", file, "--data", data);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /is there already/);

  Deno.mkdirSync(`${folder.path}/second`);
  Deno.copyFileSync(file, `${folder.path}/second/chat.db`);
  const first = await run("export", "--data", `${folder.path}/second`, "--format", "text");
  assert.match(first.stdout, /<ann> before the backup\n/);
  await using second = await startServer(["--data", `${folder.path}/second`]);
  await using bob = await join(second, "bob");
  await says(bob, "after it");
  assert.match(await latest(bob, "#lobby"), /PRIVMSG #lobby :load \d+\r\n[^]*:after it\r\n/);
});

Deno.test("logs of others are imported before what is kept, and the server gives them", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  folder.write(irssiLog, "irssi.log");
  folder.write(weechatLog, "weechat.log");
  const importLog = (format: string) =>
    run(
      ...["import", "--data", data, "--channel", "#lobby"],
      ...["--format", format, `${folder.path}/${format}.log`],
    );
  {
    await using server = await startServer(["--data", data]);
    await using ann = await join(server, "ann");
    await says(ann, "own words");
    const locked = await importLog("irssi");
    assert.deepEqual({ ...locked, stderr: "" }, { code: 1, stdout: "", stderr: "" });
    assert.match(
      locked.stderr,
      /^Folder ".*" belongs to a chat server that is running\. [^\n]*\n$/,
    );
  }
  assert.deepEqual(await importLog("irssi"), {
    code: 0,
    stdout: "Imported 2 messages and events; 0 were there already, 1 lines left out\n",
    stderr: `Line 4 of "${folder.path}/irssi.log" is left out: it has no time.\n`,
  });
  assert.match((await importLog("weechat")).stdout, /^Imported 1 /);
  assert.match((await importLog("irssi")).stdout, /^Imported 0 .*; 2 were there already/);
  await using server = await startServer(["--data", data]);
  await using bob = await join(server, "bob");
  assert.match(
    await latest(bob, "#lobby"),
    /:yann PRIVMSG #lobby :from weechat\r\n[^]*:zoe PRIVMSG #lobby :from irssi\r\n[^]*:own words\r\n/,
  );
});

Deno.test("what one server exported another one imports, with the same ids", async () => {
  using folder = new ConfigFolder();
  const [data, other] = [`${folder.path}/data`, `${folder.path}/other`];
  {
    await using server = await startServer(["--data", data]);
    await using ann = await join(server, "ann");
    await says(ann, "one");
    await says(ann, "two");
  }
  const file = `${folder.path}/all.jsonl`;
  assert.equal((await run("export", "--data", data, "--output", file)).code, 0);
  assert.match((await run("import", "--data", other, file)).stdout, /^Imported [1-9]/);
  assert.equal((await run("export", "--data", other)).stdout, Deno.readTextFileSync(file));
  assert.match((await run("import", "--data", other, file)).stdout, /^Imported 0 /);
  await using server = await startServer(["--data", other]);
  await using bob = await join(server, "bob");
  await says(bob, "three");
  assert.match(await latest(bob, "#lobby"), /:one\r\n[^]*:two\r\n[^]*:three\r\n/);
});

const wrong:
  readonly (readonly [what: string, args: readonly string[], code: number, line: RegExp])[] = [
    [
      "a folder without a store",
      ["export", "--data", "/nowhere"],
      1,
      /^Nothing is kept in "\/nowhere"/,
    ],
    ["a time that is none", ["export", "--since", "soon"], 2, /^Option --since is "soon"/],
    ["a port without a folder", ["backup", "x", "--port", "0"], 2, /^Port 0 has no folder/],
    [
      "a log without its channel",
      ["import", "--format", "irssi", "x"],
      2,
      /does not tell its channel/,
    ],
    ["a channel that is none", ["import", "--channel", "x", "x"], 2, /^Channel name "x" does not/],
    [
      "a log that is not there",
      ["import", "--data", "/nowhere", "/none"],
      1,
      /^File "\/none" can't be read/,
    ],
    ["no file at all", ["backup"], 2, /file/],
    ["a form that there is not", ["export", "--format", "pdf"], 2, /'pdf'.*jsonl, text, html/],
  ];

Deno.test("what is wrong is told in one line", async () => {
  await Promise.all(wrong.map(async ([what, args, code, line]) => {
    const outcome = await run(...args);
    assert.deepEqual({ what, ...outcome, stderr: "" }, { what, code, stdout: "", stderr: "" });
    assert.match(outcome.stderr, line);
    assert.match(outcome.stderr, /^[^\n]+\n$/);
  }));
});

Deno.test("a file of another form is told to be none", async () => {
  using folder = new ConfigFolder();
  folder.write("x\n".repeat(10), "x.log");
  const outcome = await run("import", "--data", `${folder.path}/data`, `${folder.path}/x.log`);
  assert.equal(outcome.code, 1);
  const lines = outcome.stderr.trimEnd().split("\n");
  assert.equal(lines.length, 6);
  assert.equal(lines[5], `So are 5 more lines of "${folder.path}/x.log".`);
});

Deno.test("a reader that has seen enough ends an export without a word", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  const line = (at: number) =>
    `${String(at % 24).padStart(2, "0")}:00 <ann> ${"x".repeat(300)}${at}`;
  const log = Array.from({ length: 3_000 }, (_, at) => line(at)).join("\n");
  folder.write(`--- Log opened Mon Jan 01 10:00:00 2024\n${log}\n`, "x.log");
  const imported = await run(
    ...["import", "--data", data, "--format", "irssi", "--channel", "#x", `${folder.path}/x.log`],
  );
  assert.equal(imported.code, 0);
  const shell = `"$0" "$@" | head -c 100; exit \${PIPESTATUS[0]}`;
  const command = new Deno.Command("bash", {
    args: ["-c", shell, Deno.execPath(), ...chatCommand, "export", "--data", data],
  });
  const { code, stderr } = await command.output();
  assert.deepEqual({ code, stderr: new TextDecoder().decode(stderr) }, { code: 0, stderr: "" });
});

peerTest(
  "on a terminal an import shows how far it is, and leaves nothing of that",
  ["tmux"],
  async () => {
    using folder = new ConfigFolder();
    folder.write(irssiLog, "x.log");
    const args = ["import", "--data", `${folder.path}/data`, "--format", "irssi"];
    const command = ["env", "NO_COLOR=1", Deno.execPath(), ...chatCommand, ...args];
    await using terminal = await TmuxTerminal.start({
      command: [...command, "--channel", "#x", `${folder.path}/x.log`],
      columns: 120,
      rows: 10,
    });
    const rows = await terminal.untilRow("exit code 0");
    assert.deepEqual(rows.filter((row) => row !== ""), [
      `Line 4 of "${folder.path}/x.log" is left out: it has no time.`,
      "Imported 2 messages and events; 0 were there already, 1 lines left out",
      "exit code 0",
    ]);
  },
);
