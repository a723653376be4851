import assert from "node:assert/strict";
import { PeerProcess } from "../helpers/peer_process.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** Pauses are what is sent here: they are part of the input, and nothing is waited for by them. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("keystrokes 100 ms apart that a CR ends are one line", async () => {
  await using server = await startServer();
  await using listener = await WireClient.plain(server.port, "listener");
  await using typist = await WireClient.connect(server.port, "typist");
  await typist.expects("alias?");
  for (const key of ["z", "o", "ë", "\r"]) {
    await typist.sends(key);
    await pause(100);
  }
  await listener.expects("* zoe joined\n");
  for (const key of ["h", "i", " ", "東", "!", "\r"]) {
    await typist.sends(key);
    await pause(100);
  }
  await listener.expects("zoe: hi 東!\n");
});

Deno.test("CAP LS cut at any byte, with 200 ms between, is IRC", async () => {
  await using server = await startServer();
  const text = "CAP LS 302\r\n";
  const cuts = Array.from({ length: text.length - 1 }, (_, at) => at + 1);
  const answers = await Promise.all(cuts.map(async (cut) => {
    await using client = await WireClient.connect(server.port, `cut at ${cut}`);
    await client.sends(text.slice(0, cut));
    await pause(200);
    await client.sends(text.slice(cut));
    await client.expects(" CAP * LS :");
    await client.sends(`NICK n${cut}\r\nUSER u 0 * :u\r\nCAP END\r\n`);
    await client.expects(` 001 n${cut} `);
    return client.feed.text;
  }));
  for (const answer of answers) assert.match(answer, /^:chat\.local CAP \* LS (\* )?:/);
});

Deno.test("CAP LS a byte at a time, slower than the question, gets the question and CRLF before its answer", async () => {
  await using server = await startServer();
  await using client = await WireClient.connect(server.port);
  for (const byte of "CAP LS 302\r\n") {
    await client.sends(byte);
    await pause(200);
  }
  await client.expects(/ CAP \* LS :.*\r\n/);
  assert.match(client.feed.text, /^alias\?\r\n:chat\.local CAP \* LS (\* )?:/);
});

Deno.test("an IRC client that first speaks after a second gets CRLF after the question", async () => {
  await using server = await startServer();
  await using client = await WireClient.connect(server.port);
  await pause(1_000);
  await client.sends("NICK iris\r\nUSER iris 0 * :iris\r\n");
  await client.expects(" 001 iris ");
  assert.match(client.feed.text, /^alias\?\r\n:chat\.local 001 iris /);
});

Deno.test("two unframed sends 200 ms apart are two messages, both whole", async () => {
  await using server = await startServer();
  await using listener = await WireClient.plain(server.port, "listener");
  await using client = await WireClient.connect(server.port, "client");
  await client.expects("alias?");
  await client.sends("ann");
  await listener.expects("* ann joined\n");
  await client.sends("first one");
  await pause(200);
  await client.sends("second one");
  await listener.expects("ann: first one\nann: second one\n");
});

Deno.test("one unframed message that comes in two segments is one message", async () => {
  await using server = await startServer();
  await using listener = await WireClient.plain(server.port, "listener");
  await using client = await WireClient.connect(server.port, "client");
  await client.sends("ann");
  await listener.expects("* ann joined\n");
  await client.sends("first ");
  await client.sends("half, second half");
  await listener.expects("ann: first half, second half\n");
});

Deno.test("4096 bytes in one plain line arrive whole at an IRC client", async () => {
  await using server = await startServer();
  await using iris = await WireClient.joined(server.port, "iris");
  await using ann = await WireClient.plain(server.port, "ann");
  await iris.expects(" JOIN ");
  const said = "漢".repeat(1_365) + "!";
  assert.equal(new TextEncoder().encode(said).length, 4_096);
  await ann.sends(`${said}\nthe end\n`);
  await iris.expects("PRIVMSG #lobby :the end\r\n");
  const lines = [...iris.feed.text.matchAll(/^.* PRIVMSG #lobby :(.*)\r\n/gm)];
  for (const [line] of lines) assert.ok(new TextEncoder().encode(line).length <= 512);
  assert.equal(lines.slice(0, -1).map(([, text]) => text).join(""), said);
  await ann.sends(`${said}!\n/me ${said.slice(0, 1_300)}\n`);
  await ann.expects("longer than 4096 bytes; nothing of it was said");
  await iris.expects("ACTION 漢");
});

peerTest("telnet's lines are lines, and its own bytes are not text", ["telnet"], async () => {
  await using server = await startServer();
  await using listener = await WireClient.plain(server.port, "listener");
  await using telnet = new PeerProcess("telnet", ["127.0.0.1", `${server.port}`]);
  await telnet.expects("alias?");
  await telnet.types("tess\n");
  await telnet.expects("[server] Welcome, tess.");
  await telnet.types("hello from telnet\n");
  await listener.expects("* tess joined\ntess: hello from telnet\n");
  await using negotiating = await WireClient.connect(server.port);
  await negotiating.sends(Uint8Array.of(255, 251, 31, 255, 250, 31, 0, 80, 0, 24, 255, 240));
  await negotiating.sends("tom\r\0hello\r\0");
  await listener.expects("* tom joined\ntom: hello\n");
});
