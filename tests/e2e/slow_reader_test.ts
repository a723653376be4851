import assert from "node:assert/strict";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const busyCount = 100;
const messageCount = 16_000;
const text = "x".repeat(400);

/** A client that joins and then never reads: its buffers fill up, and then the server's for it. */
async function connectSlow({ port }: TestServer): Promise<Deno.TcpConn> {
  const slow = await Deno.connect({ hostname: "127.0.0.1", port });
  await slow.write(new TextEncoder().encode("NICK slow\r\nUSER s 0 * :s\r\nJOIN #lobby\r\n"));
  return slow;
}

/** Counts messages without keeping their text. */
async function countMessages({ port }: TestServer, nick: string): Promise<() => Promise<number>> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
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

Deno.test("one that never reads among 100 busy ones: it is closed with a reason, the others get all", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  using slow = await connectSlow(server);
  await server.log.expects("slow joined #lobby");
  const counting = await Promise.all(
    Array.from({ length: busyCount }, (_, at) => countMessages(server, `busy${at}`)),
  );
  await using sender = await WireClient.joined(server.port, "sender");
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
  assert.ok(grownMib <= 64, `the server has grown by ${grownMib} MiB`);
  assert.match(sender.feed.text, /^:slow!\S+ QUIT :Reads too slowly/m);
});

function peer(connection: Deno.TcpConn): string {
  const { hostname, port } = connection.localAddr;
  return `${hostname}:${port}`;
}
