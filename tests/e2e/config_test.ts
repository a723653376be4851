import assert from "node:assert/strict";
import { hashPassword } from "../../server/accounts/password_hash.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const operators = `[operators]\nann = "${await hashPassword("swordfish")}"\n`;

async function start(
  folder: ConfigFolder,
  text: string,
  ...args: readonly string[]
): Promise<TestServer> {
  folder.write(text);
  return await startServer(["--config", folder.file, ...args]);
}

/** Writes the file anew, and waits until the server has read it. */
async function rewrite(server: TestServer, folder: ConfigFolder, text: string): Promise<void> {
  folder.write(text);
  server.signal("SIGHUP");
  await server.log.expects("The settings were read again\n");
}

async function becomeOperator(client: WireClient): Promise<void> {
  await client.sends("OPER ann swordfish\r\n");
  await client.expects(/ 381 \S+ :.*\r\n/);
}

Deno.test("a server starts as its file says, and a flag wins over it", async () => {
  using folder = new ConfigFolder();
  folder.write("Hello from the file\n", "motd.txt");
  const text = 'name = "My.Little.Server"\nport = 1\nmotd = "motd.txt"\nplain = "anonymous"\n';
  await using server = await start(folder, text);
  await using ann = await WireClient.joined(server.port, "ann");
  assert.match(ann.feed.text, /^:My\.Little\.Server 001 ann /m);
  assert.match(ann.feed.text, / 372 ann :.*Hello from the file\r\n/);
  await using bob = await WireClient.connect(server.port, "bob");
  await bob.expects(`Here: ann, ${bob.address}\n`);
});

Deno.test("what changes in the file holds after SIGHUP, for those who are here too", async () => {
  using folder = new ConfigFolder();
  folder.write("Old\n", "motd.txt");
  await using server = await start(folder, 'motd = "motd.txt"\n');
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.sends("OPER ann swordfish\r\n");
  await ann.expects(" 491 ann ");
  folder.write("New\n", "motd.txt");
  await rewrite(server, folder, `motd = "motd.txt"\nmax-clients = 1\n${operators}`);
  await ann.sends("MOTD\r\n");
  await ann.expects(/ 372 ann :.*New\r\n/);
  await becomeOperator(ann);
  await using refused = await WireClient.connect(server.port, "refused");
  assert.equal(await refused.feed.ended(), "ERROR :Closing link: the server is full\r\n");
  await rewrite(server, folder, "");
  await using bob = await WireClient.joined(server.port, "bob");
  assert.match(bob.feed.text, / 375 bob .*\r\n\S+ 372 bob :This server keeps /);
});

Deno.test("a wrong file is told by its line and leaves all as it was, at SIGHUP and at REHASH", async () => {
  using folder = new ConfigFolder();
  await using server = await start(folder, `max-clients = 2\n${operators}`);
  await using ann = await WireClient.joined(server.port, "ann");
  await becomeOperator(ann);
  folder.write("max-clients = 1\n\nprot = 5050\n");
  const fault = `The settings stay as they were: ${folder.file}:3: ` +
    `Key "prot" is unknown. Did you mean "port"?`;
  server.signal("SIGHUP");
  await server.log.expects(`error ${fault}\n`);
  await ann.sends("REHASH\r\n");
  await ann.expects(/ 382 ann \S+ :.*\r\n/);
  await ann.expects(`NOTICE ann :${fault}\r\n`);
  await using second = await WireClient.joined(server.port, "second");
  await second.close();
  folder.write("max-clients = 1\n");
  await ann.sends("REHASH\r\n");
  await server.log.expects("The settings were read again\n");
  assert.doesNotMatch(await ann.barrier(), /NOTICE/);
});

Deno.test("what needs a restart is told to whoever asked, and the rest holds", async () => {
  using folder = new ConfigFolder();
  await using server = await start(folder, `name = "one.test"\n${operators}`);
  await using ann = await WireClient.joined(server.port, "ann");
  await becomeOperator(ann);
  folder.write(`name = "two.test"\nlog-level = "warn"\n${operators}`);
  await ann.sends("REHASH\r\n");
  const text = "Restart the server to change name; the rest holds now";
  await ann.expects(`:one.test NOTICE ann :${text}\r\n`);
  await server.log.expects(`warn ${text}\n`);
  await using bob = await WireClient.joined(server.port, "bob");
  await bob.barrier();
  assert.doesNotMatch(server.log.text, / bob has come /);
});

Deno.test("anonymous talk that would show addresses is refused while running too", async () => {
  using folder = new ConfigFolder();
  await using server = await start(folder, "", "--host", "0.0.0.0");
  folder.write('plain = "anonymous"\n');
  server.signal("SIGHUP");
  await server.log.expects(/settings stay as they were: Option --plain anonymous .*\n/);
  await rewrite(server, folder, 'plain = "anonymous"\nshow-addresses = true\n');
  await using bob = await WireClient.connect(server.port, "bob");
  await bob.expects(`Here: ${bob.address}\n`);
});

Deno.test("a file that is wrong at the start is told in one line, with exit code 1", async () => {
  using folder = new ConfigFolder();
  const wrong: readonly (readonly [text: string, line: string])[] = [
    ["port = yes", `${folder.file}:1: Unexpected character. Write it as TOML: https://toml.io`],
    ['\nplan = "alias"', `${folder.file}:2: Key "plan" is unknown. Did you mean "plain"?`],
    [
      'motd = "gone.txt"',
      `File "${folder.path}/gone.txt" does not exist. Give --motd another one.`,
    ],
  ];
  for (const [text, line] of wrong) {
    await assert.rejects(start(folder, text), new Error(`The server did not start: ${line}\n`));
  }
});

Deno.test("limits of the file are kept, and the trusted are free of them", async () => {
  using folder = new ConfigFolder();
  const limits = "[limits]\nloopback-burst = 5\nloopback-per-second = 1\n";
  await using server = await start(folder, limits);
  const talk = "PRIVMSG nobody :x\r\n".repeat(12);
  await using slow = await WireClient.joined(server.port, "slow");
  await rewrite(server, folder, `${limits}trusted = ["127.0.0.0/8"]\n`);
  await using fast = await WireClient.joined(server.port, "fast");
  await slow.sends(talk);
  await fast.sends(talk);
  const answers = await fast.barrier();
  assert.equal(answers.match(/ 401 fast nobody /g)?.length, 12);
  const sofar = slow.feed.text.match(/ 401 slow nobody /g)?.length ?? 0;
  assert.ok(sofar < 12, "5 at once, then one a second");
});

Deno.test("OPER is refused unheard after three wrong tries, and no password is logged", async () => {
  using folder = new ConfigFolder();
  await using server = await start(folder, operators);
  await using ann = await WireClient.joined(server.port, "ann");
  for (const password of ["wrong-one", "wrong-two", "wrong-three", "swordfish"]) {
    await ann.sends(`OPER ann ${password}\r\n`);
    await ann.expects(/ 464 ann :.*\r\n/);
  }
  await server.log.expects(
    `warn Operator "ann" was refused unheard, from ${ann.address}: too many tries\n`,
  );
  assert.doesNotMatch(server.log.text, /wrong-|swordfish/);
});

Deno.test("an operator bans a network for a time, and lets it in again", async () => {
  using folder = new ConfigFolder();
  folder.write(operators);
  await using server = await startServer(["--config", folder.file], { stdin: "piped" });
  await using ann = await WireClient.joined(server.port, "ann");
  await becomeOperator(ann);
  await ann.sends("DLINE 5 127.0.0.0/8 :out for lunch\r\n");
  await ann.feed.ended();
  await using refused = await WireClient.connect(server.port, "refused");
  await refused.sends("CAP LS 302\r\n");
  const told = /^ERROR :Closing link: banned until .* GMT: out for lunch\r\n$/;
  assert.match(await refused.feed.ended(), told);
  await server.types("/ban\n/unban 127.1.2.3/8\n/ban\n");
  await server.output.expects(
    /127\.0\.0\.0\/8 is banned until .* GMT: out for lunch \(set by ann!/,
  );
  await server.output.expects("127.0.0.0/8 may come again\n");
  await server.output.expects("There are none\n");
  await using back = await WireClient.joined(server.port, "back");
  await becomeOperator(back);
  await back.sends("DLINE 192.0.2.0/24\r\nUNDLINE 192.0.2.99/24\r\nUNDLINE 192.0.2.1\r\n");
  await back.expects("NOTICE back :192.0.2.0/24 is banned for good\r\n");
  await back.expects("NOTICE back :192.0.2.0/24 may come again\r\n");
  await back.expects("NOTICE back :192.0.2.1 is not banned as such\r\n");
});
