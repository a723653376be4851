import assert from "node:assert/strict";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

async function startConsole(...args: readonly string[]): Promise<TestServer> {
  return await startServer(args, { stdin: "piped" });
}

Deno.test("a line of the operator goes to everyone, in each one's way, at once", async () => {
  await using server = await startConsole();
  await using plain = await WireClient.plain(server.port, "pat");
  await using inside = await WireClient.joined(server.port, "ins");
  await using outside = await WireClient.connect(server.port, "out");
  await outside.sends("NICK out\r\nUSER o 0 * :o\r\n");
  await outside.barrier();
  const startMs = performance.now();
  for (let round = 0; round < 8; round++) {
    await server.types(`dinner ${round} is ready\n`);
    await plain.expects(`[server] dinner ${round} is ready\n`);
    await inside.expects(`:chat.local NOTICE #lobby :dinner ${round} is ready\r\n`);
    await outside.expects(`:chat.local NOTICE * :dinner ${round} is ready\r\n`);
  }
  assert.ok(performance.now() - startMs < 6_000, "no line waits for the next second");
  await server.types("/say /slash\n");
  await plain.expects("[server] /slash\n");
  await server.types(`${"漢".repeat(1_000)}\nthe end\n`);
  await inside.expects("NOTICE #lobby :the end\r\n");
  const lines = [...inside.feed.text.matchAll(/^.* NOTICE #lobby :(漢+)\r\n/gm)];
  assert.equal(lines.map(([, text]) => text).join(""), "漢".repeat(1_000));
});

Deno.test("slash commands of the operator administer", async () => {
  await using server = await startConsole();
  const { output } = server;
  await using ann = await WireClient.plain(server.port, "ann");
  await using bob = await WireClient.joined(server.port, "bob");
  await ann.expects("* bob joined\n");
  await server.types("/who\n");
  await output.expects("[server] 2 here\n");
  await output.expects(`[server] ann ${ann.address} plain #lobby\n`);
  await output.expects(`[server] bob ${bob.address} irc #lobby\n`);
  await server.types("/kick nobody\n");
  await output.expects('There is nobody called "nobody"');
  await server.types("/kick BOB no shouting here\n");
  await output.expects("[server] bob is kicked\n");
  const last = /ERROR :Closing link: Kicked: no shouting here\r\n$/;
  assert.match(await bob.feed.ended(), last);
  await ann.expects("* bob left\n");
  await server.types("/help\n");
  for (const name of ["say", "who", "kick", "topic", "op", "ban", "unban", "quit"]) {
    await output.expects(`/${name}`);
  }
  await server.types("/nonsense\n");
  await output.expects('There is no command "/nonsense"');
  assert.equal(ann.feed.unread, "", "nothing of it was said");
});

Deno.test("the operator sets the lobby's topic, and makes people lead channels", async () => {
  await using server = await startConsole();
  await using ann = await WireClient.joined(server.port, "ann");
  await server.types("/topic Be kind\n/op Ann\n/op ann #nowhere\n/op nobody\n/topic\n");
  await ann.expects(":chat.local TOPIC #lobby :Be kind\r\n");
  await ann.expects(":chat.local MODE #lobby +o ann\r\n");
  await ann.expects(":chat.local TOPIC #lobby :\r\n");
  await server.output.expects('There is nobody called "ann" in #nowhere');
  await server.output.expects('There is nobody called "nobody" in #lobby');
});

Deno.test("a banned address is shut out until it is let in again", async () => {
  await using server = await startConsole();
  await using ann = await WireClient.plain(server.port, "ann");
  await server.types("/ban ann\n");
  await server.output.expects("127.0.0.1 is banned");
  assert.match(await ann.feed.ended(), /\[server\] Banned\n$/);
  await using again = await WireClient.connect(server.port);
  await again.sends("CAP LS 302\r\n");
  assert.equal(await again.feed.ended(), "ERROR :Closing link: banned\r\n");
  await server.types("/ban not an address\n/unban 127.0.0.1\n");
  await server.output.expects('"not" is no address');
  await server.output.expects("127.0.0.1 may come again");
  await using back = await WireClient.plain(server.port, "back");
  await back.close();
});

Deno.test("the server goes on when its input ends, and a last line without an end counts", async () => {
  await using server = await startConsole();
  await using ann = await WireClient.plain(server.port, "ann");
  await server.types("one last thing");
  await server.endsInput();
  await ann.expects("[server] one last thing\n");
  await using bob = await WireClient.plain(server.port, "bob");
  await bob.sends("still here\n");
  await ann.expects("bob: still here\n");
});

Deno.test("/accounts lists accounts, and /reset gives one another password", async () => {
  await using server = await startConsole();
  const { output } = server;
  await server.types("/accounts\n/reset ann\n");
  await output.expects("[server] 0 accounts\n");
  await output.expects('There is no account "ann"; /accounts lists them');
  await using ann = await WireClient.plain(server.port, "ann");
  await ann.sends("/register sesame\n");
  await ann.expects("[server] The account ann is yours, and you are logged in\n");
  await server.types("/accounts\n/reset ANN\n");
  await output.expects(/\[server\] 1 accounts\n\[server\] ann made 20\S+Z\n/);
  const [, password] = await output.expects(/The password of ann is (\S+) now/);
  assert.match(await ann.feed.ended(), /\[server\] The password of the account was changed\n$/);
  await using zoe = await WireClient.plain(server.port, "zoe");
  await zoe.sends(`/login ann sesame\n/login ann ${password}\n`);
  await zoe.expects("[server] That is no account's name and password\n");
  await zoe.expects("[server] You are logged in as ann\n");
});

Deno.test("/quit ends the server in good order", async () => {
  await using server = await startConsole();
  await using ann = await WireClient.plain(server.port, "ann");
  await server.types("/quit\n");
  assert.match(await ann.feed.ended(), /\[server\] The server is shutting down\n$/);
  await ann.close();
  assert.equal(await server.ends(), 0);
});

Deno.test("--show-chat shows the lobby, and nothing in it can touch the operator's terminal", async () => {
  await using server = await startConsole("--show-chat");
  await using ann = await WireClient.plain(server.port, "ann");
  await server.output.expects("* ann joined\n");
  await ann.sends("\x1b[2J\x1b]0;title\x07\x9b31mred\u202e\n");
  await using bob = await WireClient.joined(server.port, "bob");
  await bob.sends(
    "PRIVMSG #lobby :\x1b[31mred\x07\r\nPRIVMSG #lobby :\x01ACTION \x1b[1mwaves\x01\r\n",
  );
  await bob.sends("JOIN #other\r\nPRIVMSG #other :elsewhere\r\nPRIVMSG #lobby :the end\r\n");
  await server.output.expects("bob: the end\n");
  const shown = server.output.text;
  // deno-lint-ignore no-control-regex -- these are what must not be there
  assert.doesNotMatch(shown, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  assert.match(shown, /^ann: .*title.*red/m);
  assert.match(shown, /^bob: .*red/m);
  assert.match(shown, /^\* bob: .*waves/m);
  assert.doesNotMatch(shown, /elsewhere/);
});

Deno.test("what is said is not shown where standard output is no terminal", async () => {
  await using server = await startConsole();
  await using ann = await WireClient.plain(server.port, "ann");
  await ann.sends("a secret\n/who\n");
  await ann.expects("Here: ann\n");
  assert.doesNotMatch(server.output.text + server.log.text, /secret/);
});
