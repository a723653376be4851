import assert from "node:assert/strict";
import { type FakePeer, FakeServer } from "../helpers/client_fake_server.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";

const echoing = "message-tags server-time echo-message";
const us = ":ann!chat@host";

async function joins(peer: FakePeer, channel = "#lobby"): Promise<void> {
  await peer.expect(`JOIN ${channel}`);
  await peer.send(`${us} JOIN ${channel}`);
}

async function leaves(peer: FakePeer): Promise<void> {
  await peer.expect("QUIT");
  await peer.send("ERROR :Bye");
  peer.close();
}

Deno.test("pipe says each line of input and ends with 0 when all were echoed", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  run.type("hello\n\nexit\n/usr/bin\nlast without end");
  run.end();
  for (const text of ["hello", "exit", "/usr/bin", "last without end"]) {
    await peer.expect(`PRIVMSG #lobby :${text}`);
    await peer.send(`${us} PRIVMSG #lobby :${text}`);
  }
  await peer.expect("PING sent-1");
  await leaves(peer);
  assert.equal(await run.exit(), 0);
  assert.equal(run.output.text, "* you joined #lobby\n", "own messages are not shown");
  assert.equal(run.errors.text, "");
});

Deno.test("pipe takes PONG for the echo where the server echoes nothing, and sends 4 lines at a time", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome();
  await joins(peer);
  run.type("1\n2\n3\n4\n5\n");
  run.end();
  await peer.expect("PRIVMSG #lobby :1");
  await peer.expect("PING sent-1");
  for (const text of ["2", "3", "4"]) await peer.expect(`PRIVMSG #lobby :${text}`);
  assert.deepEqual(peer.waiting, [], "the fifth line waits for the PONG");
  await peer.send(":irc.test PONG irc.test sent-1");
  await peer.expect("PRIVMSG #lobby :5");
  await peer.expect("PING sent-2");
  await peer.send("PING early");
  await peer.expect("PONG early");
  await peer.send(":irc.test PONG irc.test :sent-2");
  await leaves(peer);
  assert.equal(await run.exit(), 0);
});

Deno.test("pipe reads no more input while the server takes nothing", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  run.type("y\n".repeat(1000));
  for (let sent = 0; sent < 64; sent++) await peer.expect("PRIVMSG #lobby :y");
  await peer.expect("PING sent-1");
  run.type("z\n");
  assert.deepEqual(peer.waiting, []);
  const before = run.pulls;
  await peer.send(":bob!b@h PRIVMSG #lobby :still there");
  await run.output.until("bob: still there");
  assert.equal(run.pulls, before, "nothing more was read");
  peer.close();
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, [
    "Connection lost; connecting again.",
    'Perhaps not said, the connection broke: "y" and 63 more',
    'No connection for 0 s. Not said: "y" and 935 more',
  ]);
});

Deno.test("pipe tells a refused line with the server's words, says the rest, and ends with 1", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  run.type("bad\ngood\n");
  run.end();
  await peer.expect("PRIVMSG #lobby :bad");
  await peer.send(":irc.test 404 ann #lobby :Cannot send to channel");
  await peer.expect("PRIVMSG #lobby :good");
  await peer.send(`${us} PRIVMSG #lobby :good`, ":irc.test PONG irc.test sent-1");
  await peer.expect(/^PING/);
  await leaves(peer);
  assert.equal(await run.exit(), 1);
  assert.equal(run.errors.text, 'Not said: "bad": #lobby: Cannot send to channel\n');
});

Deno.test("pipe tells a line that the server neither echoed nor refused, and ends with 1", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  run.type("lost\n");
  run.end();
  await peer.expect("PRIVMSG #lobby :lost");
  await peer.expect("PING sent-1");
  await peer.send(":irc.test PONG irc.test sent-1");
  await leaves(peer);
  assert.equal(await run.exit(), 1);
  assert.equal(run.errors.text, 'Not said: "lost": the server passed it on to nobody\n');
});

Deno.test("pipe writes what others say and do, a line each, made safe", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  await peer.send(
    ":irc.test 332 ann #lobby :topic",
    ":irc.test 372 ann :motd",
    ":bob!b@h JOIN #lobby",
    ":bob!b@h PRIVMSG #lobby :hi \x1b[31mthere\x07",
    ":bob!b@h PRIVMSG ann :psst",
    ":bob!b@h PRIVMSG #lobby :\x01ACTION waves\x01",
    ":bob!b@h PRIVMSG #lobby :\x01VERSION\x01",
    ":irc.test NOTICE ann :Going down soon",
    ":bob!b@h NICK rob",
    ":rob!b@h QUIT :Bye",
  );
  await run.output.until("(Bye)");
  run.end();
  await leaves(peer);
  assert.equal(await run.exit(), 0);
  assert.deepEqual(run.output.lines, [
    "* you joined #lobby",
    "* bob joined",
    "bob: hi ␛[31mthere␇",
    "bob (private): psst",
    "* bob waves",
    "[server] Going down soon",
    "* bob is now rob",
    "* rob left (Bye)",
  ]);
});

Deno.test("pipe --json writes one object a line", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, json: true });
  const peer = await server.welcome(echoing);
  await joins(peer);
  await peer.send("@time=2026-01-02T03:04:05.678Z;msgid=m1 :bob!b@h PRIVMSG #lobby :hi");
  await run.output.until("m1");
  run.end();
  await leaves(peer);
  assert.equal(await run.exit(), 0);
  assert.deepEqual(JSON.parse(run.output.lines[1] ?? ""), {
    time: "2026-01-02T03:04:05.678Z",
    id: "m1",
    kind: "message",
    from: "bob",
    to: "#lobby",
    text: "hi",
  });
});

Deno.test("pipe skips no good line beside one that is not UTF-8 or too long", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  run.type("before\n");
  run.type(new Uint8Array([0x63, 0xe9, 10]));
  run.type(`${"x".repeat(70_000)}\nafter\n`);
  run.end();
  for (const text of ["before", "after"]) {
    await peer.expect(`PRIVMSG #lobby :${text}`);
    await peer.send(`${us} PRIVMSG #lobby :${text}`);
  }
  await leavesAfterPing(peer);
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, [
    'Line 2 was not said, it is not UTF-8: "c\ufffd"',
    "Line 3 was not said, it is longer than 65536 bytes; split it",
  ]);
});

async function leavesAfterPing(peer: FakePeer): Promise<void> {
  const line = await peer.next();
  if (line?.startsWith("PING")) await peer.send(`PONG irc.test ${line.slice(5)}`);
  if (line?.startsWith("PING")) await peer.expect("QUIT");
  peer.close();
}

Deno.test("pipe cuts a long line so that each piece fits into 512 bytes as others see it", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome(echoing);
  await joins(peer);
  const words = "漢字 word ".repeat(200);
  run.type(`${words}\n`);
  run.end();
  let said = "";
  let longest = 0;
  for (;;) {
    const line = (await peer.next() ?? "").replace(/^@\S+ /, "");
    if (!line.startsWith("PRIVMSG")) break;
    const seen = `${us} ${line}\r\n`;
    longest = Math.max(longest, new TextEncoder().encode(seen).length);
    await peer.send(seen.trimEnd());
    said += `${line.slice("PRIVMSG #lobby :".length)} `;
  }
  assert.ok(longest <= 512, `${longest} bytes`);
  assert.ok(longest > 490, `${longest} bytes: no room is wasted`);
  assert.equal(said.trim(), words.trim());
  await leaves(peer);
  assert.equal(await run.exit(), 0);
});

Deno.test("pipe ends after joining when there is no input", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  run.end();
  const peer = await server.welcome(echoing);
  await joins(peer);
  await leaves(peer);
  assert.equal(await run.exit(), 0);
});

Deno.test("pipe ends with 1 and the server's words when a channel refuses it", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, channels: ["#a", "#b"] });
  const peer = await server.welcome();
  await joins(peer, "#a");
  await peer.expect("JOIN #b");
  await peer.send(":irc.test 474 ann #b :Cannot join channel (+b)");
  await leaves(peer);
  assert.equal(await run.exit(), 1);
  assert.equal(run.errors.text, "[server] #b: Cannot join channel (+b)\n");
});

Deno.test("pipe ends with 1 and the server's words when the server does not let it in", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.accept();
  await peer.send(":irc.test 464 * :Password incorrect");
  assert.equal(await run.exit(), 1);
  assert.equal(run.errors.text, "[server] Password incorrect\n");
});

Deno.test("pipe tells that the connection was closed, and why, and ends with 1", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome();
  await joins(peer);
  await peer.send("ERROR :Closing link: \x1b[2Jflood");
  peer.close();
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, [
    "Connection lost; connecting again. The server said: Closing link: ␛[2Jflood",
    "No connection for 0 s.",
  ]);
});

Deno.test("pipe ends with 1 when it is kicked from the channel it talks in", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port });
  const peer = await server.welcome();
  await joins(peer);
  await peer.send(":op!o@h KICK #lobby ann :spam");
  await leaves(peer);
  assert.equal(await run.exit(), 1);
  assert.match(run.errors.text, /you were kicked from #lobby by op \(spam\)/);
});

Deno.test("pipe leaves quietly when nobody reads its output any more", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, outputLimit: 1 });
  const peer = await server.welcome();
  await joins(peer);
  await peer.send(":bob!b@h PRIVMSG #lobby :hi");
  await leaves(peer);
  assert.equal(await run.exit(), 0);
  assert.equal(run.errors.text, "");
});

Deno.test("pipe takes another nick when its own is taken, and tells it in one line", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, nick: "bob" });
  const peer = await server.accept();
  for (const line of [/^CAP/, "NICK bob", /^USER/]) await peer.expect(line);
  await peer.send(":irc.test 433 * bob :Nickname is already in use");
  await peer.expect("NICK bob2");
  await peer.send(":irc.test 001 bob2 :Welcome");
  await peer.expect("JOIN #lobby");
  await peer.send(":bob2!b@h JOIN #lobby");
  run.end();
  await leaves(peer);
  assert.equal(await run.exit(), 0);
  assert.equal(run.errors.text, 'Nick "bob" is taken; you are "bob2"\n');
});

Deno.test("pipe --json replies, by a tag that others understand, and goes on without its channel", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, json: true });
  const peer = await server.welcome(echoing);
  await joins(peer);
  run.type(
    '{"kind":"reply","reply_to":"id1","text":"yes"}\n{"kind":"react","target":"id1","text":"x"}\n',
  );
  await peer.expect("PRIVMSG #lobby :yes");
  assert.match(peer.once ?? "", /^[\w-]{22};\+draft\/reply=id1;\+reply=id1$/);
  await peer.expect("@+draft/reply=id1;+draft/react=x TAGMSG #lobby");
  await peer.send(`${us} PRIVMSG #lobby :yes`, ":bob!b@h KICK #lobby ann :out");
  await run.output.until('"kind":"kick"');
  run.type('{"to":"bob","text":"why?"}\n');
  await peer.expect(/PRIVMSG bob :why\?$/);
  await peer.send(`${us} PRIVMSG bob :why?`);
  run.end();
  await peer.expect("PING sent-1");
  await leaves(peer);
  assert.equal(await run.exit(), 0);
});
