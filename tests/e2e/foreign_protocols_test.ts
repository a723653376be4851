import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("GET on the chat port gets one answer of HTTP, and the connection is closed", async () => {
  await using server = await startServer();
  const response = await fetch(`http://127.0.0.1:${server.port}/`);
  const body = await response.text();
  assert.equal(response.status, 404);
  assert.match(body, new RegExp(`nc HOST ${server.port}\n$`));
  const head = await fetch(`http://127.0.0.1:${server.port}/x`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [404, ""]);
});

Deno.test("the body of a POST never becomes a line of chat", async () => {
  await using server = await startServer();
  await using listener = await WireClient.joined(server.port, "listener");
  await using client = await WireClient.connect(server.port);
  const body = "NICK eve\r\nUSER eve 0 * :eve\r\nJOIN #lobby\r\nPRIVMSG #lobby :bought\r\n";
  await client.sends("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70\r\n\r\n");
  await client.sends(body.repeat(50));
  assert.match(await client.feed.ended(), /^HTTP\/1\.1 405 Method Not Allowed\r\n/);
  await using split = await WireClient.connect(server.port);
  await split.sends(`POST / HTTP/1.1\r\n\r\n${body}`);
  assert.match(await split.feed.ended(), /^HTTP\/1\.1 405 /);
  assert.equal(await listener.barrier(), "");
});

Deno.test("a page that a browser posts to the chat port by fetch says nothing there", async () => {
  await using server = await startServer();
  await using listener = await WireClient.joined(server.port, "listener");
  const response = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: "POST",
    body: "eve\nhello from a form\n",
  });
  assert.equal(response.status, 405);
  await response.body?.cancel();
  assert.equal(await listener.barrier(), "");
});

Deno.test("a hello of TLS is closed at once, with a line in the log and not a byte of answer", async () => {
  await using server = await startServer();
  using tls = await Deno.connectTls({ hostname: "127.0.0.1", port: server.port });
  await assert.rejects(tls.handshake());
  await server.log.expects(/ warn Client 127\.0\.0\.1:\d+ speaks TLS, but this port does not\n/);
  await using client = await WireClient.connect(server.port);
  await client.sends(Uint8Array.of(0x16, 3, 1, 0, 200, 1, 0, 0));
  assert.equal(await client.feed.ended(), "");
});
