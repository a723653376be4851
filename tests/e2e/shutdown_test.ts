import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} says goodbye to everyone and ends with 0`, async () => {
    await using server = await startServer();
    await using plain = await WireClient.plain(server.port, "pat");
    await using irc = await WireClient.joined(server.port, "iris");
    await using asked = await WireClient.connect(server.port, "asked");
    await asked.expects("alias?");
    await plain.expects("* iris joined\n");
    const startMs = performance.now();
    server.signal(signal);
    assert.equal(await plain.feed.ended(), "[server] The server is shutting down\n");
    const [, last] = [irc.feed.unread, await irc.feed.ended()];
    assert.match(last, /^ERROR :Closing link: The server is shutting down\r\n$/m);
    assert.equal(await asked.feed.ended(), "\n[server] The server is shutting down\n");
    assert.equal(await server.ends(), 0);
    assert.ok(performance.now() - startMs < 5_000);
  });
}

Deno.test("clients that do not read, and one that talks all the time, can't delay the end by 5 s", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  const address = { hostname: "127.0.0.1", port: server.port };
  const encoder = new TextEncoder();
  const register = (nick: string) =>
    encoder.encode(`NICK ${nick}\r\nUSER s 0 * :s\r\nJOIN #lobby\r\n`);
  await using sender = await WireClient.joined(server.port, "sender");
  const fill = async (until: () => boolean) => {
    while (!until()) {
      await sender.sends(`PRIVMSG #lobby :${"x".repeat(400)}\r\n`.repeat(100));
      await sender.barrier();
    }
  };
  using first = await Deno.connect(address);
  await first.write(register("first"));
  await sender.expects(":first!");
  let rounds = 0;
  // The second is behind the first: when the first one's queue overflows, the second one's is not empty.
  await fill(() => ++rounds > 10);
  using second = await Deno.connect(address);
  await second.write(register("second"));
  await sender.expects(":second!");
  await fill(() => server.log.text.includes("(first): Reads too slowly"));
  const startMs = performance.now();
  const talking = (async () => {
    try {
      for (;;) await sender.sends("PRIVMSG #lobby :and another thing\r\n");
    } catch {
      // The server has gone.
    }
  })();
  server.signal("SIGTERM");
  assert.equal(await server.ends(), 0);
  assert.ok(performance.now() - startMs < 9_000, "5 s, and the process's own end");
  await talking;
  assert.doesNotMatch(server.log.text, /threw|rejected|error/i);
});
