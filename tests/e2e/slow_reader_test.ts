import assert from "node:assert/strict";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { dial, type TlsPort, WireClient } from "../helpers/wire_client.ts";

const messageCount = 16_000;
const text = "x".repeat(400);

Deno.test("one that never reads among 100 busy ones: it is closed with a reason, the others get all", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  await staysBehind(server, server.port, 100);
});

peerTest(
  "one that never reads among 20 busy ones is closed over TLS too",
  certificatePeers,
  async () => {
    using certificate = await Certificate.make();
    await using server = await startServer(["--no-flood-limit", ...certificate.options]);
    await staysBehind(server, { port: server.port, ca: certificate.pem }, 20);
  },
);

async function staysBehind(
  server: TestServer,
  at: number | TlsPort,
  busyCount: number,
): Promise<void> {
  using slow = await connectSlow(at);
  await server.log.expects("slow joined #lobby");
  const counting = await Promise.all(
    Array.from({ length: busyCount }, (_, index) => countMessages(at, `busy${index}`)),
  );
  await using sender = await WireClient.joined(at, "sender");
  const before = server.memoryKib("VmRSS");
  let highest = before;
  for (let sent = 0; sent < messageCount; sent += 100) {
    await sender.sends(`PRIVMSG #lobby :${text}\r\n`.repeat(100));
    await sender.barrier();
    highest = Math.max(highest, server.memoryKib("VmRSS"));
  }
  await sender.sends("PRIVMSG #lobby :the end\r\n");
  const counts = await Promise.all(counting.map((count) => count()));
  assert.deepEqual(new Set(counts), new Set([messageCount]));
  await server.log.expects(
    new RegExp(`Closed connection from ${peer(slow)} \\(slow\\): Reads too slowly: .*\n`),
  );
  const grownMib = (Math.max(highest, server.memoryKib("VmRSS")) - before) / 1024;
  assert.ok(grownMib <= 160, `the server has grown by ${grownMib} MiB`);
  assert.match(sender.feed.text, /^:slow!\S+ QUIT :Reads too slowly/m);
}

/** A client that joins and then never reads: its buffers fill up, and then the server's for it. */
async function connectSlow(at: number | TlsPort): Promise<Deno.TcpConn | Deno.TlsConn> {
  const slow = await dial(at);
  await slow.write(new TextEncoder().encode("NICK slow\r\nUSER s 0 * :s\r\nJOIN #lobby\r\n"));
  return slow;
}

/** Counts messages without keeping their text. */
async function countMessages(
  at: number | TlsPort,
  nick: string,
): Promise<() => Promise<number>> {
  const connection = await dial(at);
  const encoder = new TextEncoder();
  await connection.write(
    encoder.encode(`NICK ${nick}\r\nUSER b 0 * :b\r\nJOIN #lobby\r\nPING in\r\n`),
  );
  const buffer = new Uint8Array(64 * 1024);
  const decoder = new TextDecoder();
  const { promise: joined, resolve } = Promise.withResolvers<void>();
  const counting = (async () => {
    let count = 0;
    let rest = "";
    for (;;) {
      const length = await connection.read(buffer);
      assert.ok(length !== null, `${nick} was closed after ${count} messages`);
      const lines = (rest + decoder.decode(buffer.subarray(0, length))).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.includes(" PONG ")) resolve();
        else if (line.endsWith(" :the end")) return count;
        else if (line.includes(" PRIVMSG ")) count++;
      }
    }
  })().finally(() => connection.close());
  await Promise.race([joined, counting]);
  return () => counting;
}

function peer(connection: Deno.TcpConn | Deno.TlsConn): string {
  const { hostname, port } = connection.localAddr;
  return `${hostname}:${port}`;
}
