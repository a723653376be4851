import assert from "node:assert/strict";
import { BreakingNetwork } from "../helpers/breaking_network.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const giveUpMs = 60_000;

Deno.test("a client whose connection breaks comes back under its nick and says what waits", async () => {
  await using server = await startServer();
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
  await bob.expects(/:ann!\S+ PRIVMSG #lobby :two/);
  assert.equal(await run.exit(), 0);
});

Deno.test("a client takes its nick back as soon as the server has noticed that its connection broke", async () => {
  await using server = await startServer();
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
});
