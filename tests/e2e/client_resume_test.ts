import assert from "node:assert/strict";
import { randomBelow, seededRandom } from "../helpers/random.ts";
import { BreakingNetwork } from "../helpers/breaking_network.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { scenarioTest } from "../helpers/scenario.ts";

const giveUpMs = 60_000;

scenarioTest("a client whose connection breaks comes back and goes on", [], async (start) => {
  await using server = await start();
  await using network = new BreakingNetwork(server.port);
  await using bob = await WireClient.joined(server.port, "bob");
  const run = new PipeRun({ port: network.port, giveUpMs });
  await bob.expects(/ann!\S+ JOIN/);
  run.type("one\n");
  await bob.expects("PRIVMSG #lobby :one");
  await run.output.until("you joined");
  await bob.sends("PRIVMSG ann :the echo is through\r\n");
  await run.output.until("the echo is through");
  network.break();
  await bob.expects(/ann!\S+ QUIT/);
  await run.errors.until("Connected again");
  run.type("two\n");
  run.end();
  await bob.expects(/:ann_?!\S+ PRIVMSG #lobby :two/);
  assert.equal(await run.exit(), 0);
});

scenarioTest(
  "a client takes its nick back as soon as the server has noticed that its connection broke",
  [],
  async (start) => {
    await using server = await start();
    await using network = new BreakingNetwork(server.port);
    await using bob = await WireClient.joined(server.port, "bob");
    const run = new PipeRun({ port: network.port, giveUpMs });
    await bob.expects(/ann!\S+ JOIN/);
    await run.output.until("you joined");
    network.breakSilently();
    await bob.expects(/ann_!\S+ JOIN/);
    network.layGhosts();
    await bob.expects(/ann!\S+ QUIT/);
    await bob.expects(/ann_!\S+ NICK :?ann/);
    run.end();
    assert.equal(await run.exit(), 0);
    assert.match(run.errors.text, /^Nick "ann" is taken; you are "ann_"$/m);
    assert.match(run.output.text, /^\* you are now ann$/m);
  },
);

/** What stands behind `prefix` in the lines of a text. */
function behind(text: string, prefix: RegExp): readonly string[] {
  return text.split(/\r?\n/).filter((line) => prefix.test(line))
    .map((line) => line.replace(prefix, ""));
}

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${letter}${at}`);
}

scenarioTest(
  "a client says and shows everything once and in order, however often its connection breaks",
  [],
  async (start) => {
    const random = seededRandom(7);
    await using server = await start(["--memory", "--no-flood-limit"]);
    await using network = new BreakingNetwork(server.port);
    await using bob = await WireClient.joined(server.port, "bob");
    const run = new PipeRun({ port: network.port, giveUpMs });
    await run.output.until("you joined");
    const rounds = 12;
    const each = 20;
    for (let round = 0; round < rounds; round++) {
      const start = round * each;
      for (let at = start; at < start + each; at++) {
        run.type(`a${at}\n`);
        await bob.sends(`PRIVMSG #lobby :b${at}\r\n`);
        // Breaks now and then between two lines, and in the midst of what they bring about.
        if (randomBelow(random, each) === 0) network.breakSilently();
      }
      await bob.barrier();
      network.break();
    }
    run.end();
    await bob.expects(`PRIVMSG #lobby :a${rounds * each - 1}`);
    assert.equal(await run.exit(), 0);
    assert.deepEqual(
      behind(bob.feed.text, /^:ann_*[0-9]*!\S+ PRIVMSG #lobby :/),
      numbered("a", rounds * each),
    );
    const seen = behind(run.output.text, /^bob: /);
    assert.deepEqual(seen, numbered("b", seen.length), "each one once, up to its leaving");
    assert.ok(seen.length > (rounds - 1) * each);
  },
);

Deno.test("a client says and shows everything once and in order, though the server is killed and started again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const first = await startServer(["--port", "0", "--data", folder]);
    const { port } = first;
    const run = new PipeRun({ port, giveUpMs });
    await run.output.until("you joined");
    run.type(numbered("a", 500).map((line) => `${line}\n`).join(""));
    const bob = await WireClient.joined(port, "bob", "message-tags");
    await bob.expects(/ PRIVMSG #lobby :a\d+/);
    first.signal("SIGKILL");
    await bob[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await using second = await startServer(["--port", String(port), "--data", folder]);
    run.end();
    assert.equal(await run.exit(), 0);
    await using eve = await WireClient.joined(second.port, "eve", "batch draft/chathistory");
    await eve.sends("CHATHISTORY LATEST #lobby * 1000\r\n");
    await eve.expects(/BATCH -\S+/);
    assert.deepEqual(
      behind(eve.feed.text, /^(@\S+ )?:ann\S* PRIVMSG #lobby :/),
      numbered("a", 500),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
