import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("500 connections at once that go again leave no descriptor", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  await using listener = await WireClient.joined(server.port, "listener");
  const before = server.descriptors();
  const numbers = Array.from({ length: 500 }, (_, at) => at);
  const clients = await Promise.all(
    numbers.map((at) => WireClient.connect(server.port, `client ${at}`)),
  );
  // Some say nothing, some half a line, some come in; some leave by a word, the rest without.
  await Promise.all(clients.map(async (client, at) => {
    if (at % 4 === 1) await client.sends("NICK");
    if (at % 4 > 1) await client.sends(`NICK n${at}\r\nUSER n 0 * :n\r\nJOIN #lobby\r\n`);
    if (at % 4 > 1) await client.expects(` 366 n${at} `);
    if (at % 4 === 2) await client.sends("QUIT\r\n");
  }));
  assert.ok(server.descriptors() >= before + 250);
  await Promise.all(clients.map((client) => client.close()));
  for (let left = 0; left < 250; left++) await listener.expects(/ QUIT :.*\r\n/);
  for (let at = 0; at < 500; at++) await server.log.expects("Closed connection");
  // Sockets are closed some turns after the log is told: each round trip gives the server a few.
  const untilMs = performance.now() + 10_000;
  while (server.descriptors() > before && performance.now() < untilMs) await listener.barrier();
  assert.equal(server.descriptors(), before);
});

Deno.test("without descriptors the server tells it, lives on, and lets in again when there are some", async () => {
  const wrapper = ["prlimit", "--nofile=64:64"];
  await using server = await startServer([], { wrapper });
  await using first = await WireClient.joined(server.port, "first");
  // The kernel accepts them; the server can't.
  const clients = await Promise.all(
    Array.from({ length: 80 }, () => WireClient.connect(server.port)),
  );
  await server.log.expects(/ error Accepting failed: .*Too many open files/);
  assert.equal((await first.barrier()).includes("ERROR"), false);
  await Promise.all(clients.map((client) => client.close()));
  await using second = await WireClient.joined(server.port, "second");
  await first.expects(":second!");
  await second.barrier();
});

Deno.test("a storm of those who are gone again does not keep waiting who comes after it", async () => {
  const wrapper = ["prlimit", "--nofile=64:64"];
  await using server = await startServer([], { wrapper });
  await using first = await WireClient.joined(server.port, "first");
  // Far more than have room at a time: were one lot let in each second, the last would wait for minutes.
  for (let lot = 0; lot < 60; lot++) {
    const peers = await Promise.all(
      Array.from({ length: 50 }, () => Deno.connect({ port: server.port })),
    );
    for (const peer of peers) peer.close();
  }
  await using second = await WireClient.joined(server.port, "second");
  await first.expects(":second!");
  await second.barrier();
});
