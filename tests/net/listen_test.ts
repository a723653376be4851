import assert from "node:assert/strict";
import { connections, listen } from "../../server/listen.ts";

Deno.test("accepting goes on after failures, which are told once until it works again", async () => {
  const exhausted = new Error("Too many open files (os error 24)");
  const closed = new Deno.errors.BadResource("Listener has been closed");
  using listener = listen({ host: "127.0.0.1", port: 0 });
  const script = [exhausted, exhausted, "accept", exhausted, "accept", closed];
  const told: string[] = [];
  const accept = async (): Promise<Deno.TcpConn> => {
    const next = script.shift();
    if (next instanceof Error) throw next;
    const { hostname, port } = listener.addr;
    const [connection, peer] = await Promise.all([
      listener.accept(),
      Deno.connect({ hostname, port }),
    ]);
    peer.close();
    return connection;
  };
  let count = 0;
  for await (const connection of connections({ accept }, (text) => told.push(text))) {
    connection.close();
    count++;
  }
  assert.equal(count, 2);
  assert.deepEqual(told, new Array(2).fill(`Accepting failed: ${exhausted.message}`));
});

Deno.test("connections that were taken back before they were accepted make nobody wait, and are not told", async () => {
  const { NotConnected, ConnectionAborted, BadResource } = Deno.errors;
  const script = [...new Array(500).fill(new NotConnected("gone")), new ConnectionAborted("gone")];
  const told: string[] = [];
  const accept = (): Promise<Deno.TcpConn> => Promise.reject(script.shift() ?? new BadResource());
  const startMs = performance.now();
  for await (const _ of connections({ accept }, (text) => told.push(text))) {
    assert.fail("there was none");
  }
  assert.deepEqual(told, []);
  assert.ok(performance.now() - startMs < 5_000, "501 times 100 ms would be 50 s");
});
