import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const messages = 2_000;

Deno.test("a server that is stopped and goes on has lost nothing and nobody", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  await using ann = await WireClient.joined(server.port, "ann", "echo-message");
  await using bob = await WireClient.joined(server.port, "bob");
  await using pat = await WireClient.plain(server.port, "pat");
  await ann.expects("pat!");
  for (let round = 0; round < 3; round++) {
    server.signal("SIGSTOP");
    await stopped(server.pid);
    const texts = Array.from({ length: messages }, (_, at) => `round ${round} number ${at}.`);
    const sending = ann.sends(texts.map((text) => `PRIVMSG #lobby :${text}\r\n`).join(""));
    // The kernel takes its connection and its lines; the server does not.
    await using late = await WireClient.connect(server.port, "late");
    await late.sends(`NICK late${round}\r\nUSER l 0 * :l\r\nJOIN #lobby\r\n`);
    server.signal("SIGCONT");
    await sending;
    await late.expects(/ 366 \S+ #lobby .*\r\n/);
    await ann.expects(`:round ${round} number ${messages - 1}.\r\n`);
    for (const reader of [bob, pat]) {
      const [all = ""] = await reader.expects(
        new RegExp(`[^]*round ${round} number ${messages - 1}\\.`),
      );
      assert.deepEqual(all.match(/round \d+ number \d+\./g), texts);
    }
  }
  assert.doesNotMatch(server.log.text, / error |Closed connection from .*(?:ann|bob|pat)/);
});

Deno.test("one that reads a byte now and then among busy ones is closed with a reason, the others get all", async () => {
  await using server = await startServer(["--no-flood-limit"]);
  await using ann = await WireClient.joined(server.port, "ann");
  await using bob = await WireClient.joined(server.port, "bob");
  using dripping = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  await dripping.write(new TextEncoder().encode("NICK drip\r\nUSER d 0 * :d\r\nJOIN #lobby\r\n"));
  await bob.expects(":drip!");
  const byte = new Uint8Array(1);
  let rounds = 0;
  for (; !server.log.text.includes("(drip): "); rounds++) {
    assert.ok(rounds < 1_000, "It is never closed");
    await ann.sends(`PRIVMSG #lobby :${rounds} ${"x".repeat(400)}\r\n`.repeat(100));
    await ann.barrier();
    await dripping.read(byte);
  }
  await server.log.expects(
    /Closed connection from \S+ \(drip\): (?:Reads too slowly|Took nothing)/,
  );
  await bob.expects(":drip!~d@");
  await bob.barrier();
  for (let round = 0; round < rounds; round++) {
    assert.equal(bob.feed.text.split(` PRIVMSG #lobby :${round} x`).length, 101);
  }
});

/** Waits until a process stands still: a signal takes a moment. */
async function stopped(pid: number): Promise<void> {
  const isStopped = async () => / T /.test(await Deno.readTextFile(`/proc/${pid}/stat`));
  while (!await isStopped());
}
