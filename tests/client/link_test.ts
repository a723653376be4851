import assert from "node:assert/strict";
import { connect, type Link } from "../../client/link.ts";
import type { Line } from "../../wire/lines.ts";
import { beforeDeadline, FakeServer } from "../helpers/client_fake_server.ts";

async function allLines(link: Link): Promise<readonly Line[]> {
  const all: Line[] = [];
  for await (const lines of link.lines()) all.push(...lines);
  return all;
}

Deno.test("Link gives the lines of the server in order, and the rest at its end", async () => {
  using server = new FakeServer();
  const link = await connect({ host: "127.0.0.1", port: server.port });
  const peer = await server.accept();
  await peer.sendBytes(new TextEncoder().encode("one\r\ntwo\nthr"));
  await peer.sendBytes(new TextEncoder().encode("ee\r\n漢字\r\nrest"));
  peer.close();
  assert.deepEqual(await beforeDeadline(allLines(link), "the end"), [
    "one",
    "two",
    "three",
    "漢字",
    "rest",
  ]);
  link.close();
});

Deno.test("Link sends lines in order, and nothing once it is closed", async () => {
  using server = new FakeServer();
  const link = await connect({ host: "127.0.0.1", port: server.port });
  const peer = await server.accept();
  link.send(["one", "two"]);
  await link.send(["three"]);
  for (const line of ["one", "two", "three"]) await peer.expect(line);
  link.close();
  await link.send(["four"]);
  assert.equal(await peer.next(), undefined);
});

Deno.test("Link asks a silent server and gives it up when it does not answer", async () => {
  using server = new FakeServer();
  const link = await connect({ host: "127.0.0.1", port: server.port, idleMs: 20, answerMs: 20 });
  const peer = await server.accept();
  assert.deepEqual(await beforeDeadline(allLines(link), "the end"), []);
  assert.equal(link.fault, "The server no longer answers");
  await peer.expect("PING alive");
});

Deno.test("Link believes in a server that answers", async () => {
  using server = new FakeServer();
  const link = await connect({ host: "127.0.0.1", port: server.port, idleMs: 20, answerMs: 5000 });
  const peer = await server.accept();
  const reading = allLines(link);
  for (let round = 0; round < 3; round++) {
    await peer.expect("PING alive");
    await peer.send("PONG alive");
  }
  peer.close();
  assert.deepEqual(await beforeDeadline(reading, "the end"), [
    "PONG alive",
    "PONG alive",
    "PONG alive",
  ]);
  assert.equal(link.fault, undefined);
  link.close();
});

Deno.test("Link gives up a server that makes it write and reads nothing", async () => {
  using server = new FakeServer();
  const link = await connect({ host: "127.0.0.1", port: server.port });
  await server.accept();
  for (let megabyte = 0; megabyte < 32 && link.fault === undefined; megabyte++) {
    link.send(["x".repeat(1024 * 1024 - 2)]);
  }
  assert.equal(link.fault, "The server does not read");
});

Deno.test("connect says what is wrong in one line", async () => {
  const unused = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = unused.addr;
  unused.close();
  await assert.rejects(connect({ host: "127.0.0.1", port }), {
    message:
      `Could not connect to 127.0.0.1:${port}: nothing listens there. Start a server with: chat server`,
  });
  await assert.rejects(connect({ host: "no.such.host.invalid", port: 1 }), {
    message:
      'Could not connect to no.such.host.invalid:1: there is no host "no.such.host.invalid". Check its spelling',
  });
});
