import assert from "node:assert/strict";
import { BreakingNetwork } from "../helpers/breaking_network.ts";
import { startNgircd } from "../helpers/ngircd.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";
import { assertSecondBobIsNumbered } from "../helpers/second_bob.ts";
import { peerTest } from "../helpers/peers.ts";

peerTest("two clients talk over ngIRCd, which echoes nothing and knows few capabilities", [
  "ngircd",
], async () => {
  await using server = await startNgircd();
  const bob = new PipeRun({ port: server.port, nick: "bob" });
  await bob.output.until("you joined #lobby");
  const ann = new PipeRun({ port: server.port, nick: "ann" });
  await ann.output.until("you joined #lobby");
  ann.type("hello 漢字\nexit\n/usr/bin\n4\n5\n");
  ann.end();
  assert.equal(await ann.exit(), 0);
  await bob.output.until("ann left");
  bob.end();
  assert.equal(await bob.exit(), 0);
  const said = bob.output.lines.filter((line) => line.startsWith("ann: "));
  assert.deepEqual(said, ["ann: hello 漢字", "ann: exit", "ann: /usr/bin", "ann: 4", "ann: 5"]);
  assert.equal(ann.errors.text + bob.errors.text, "");
});

peerTest("a client that ngIRCd knows already gets another nick", ["ngircd"], async () => {
  await using server = await startNgircd();
  await assertSecondBobIsNumbered(server.port);
});

peerTest("a nick that is too long for ngIRCd is shortened", ["ngircd"], async () => {
  await using server = await startNgircd();
  const run = new PipeRun({ port: server.port, nick: "a_nick_of_twenty_two_c" });
  await run.output.until("you joined");
  run.end();
  assert.equal(await run.exit(), 0);
  assert.match(
    run.errors.text,
    /^Nick "a_nick_of_twenty_two_c" is not allowed here; you are "a_nick_of"\n$/,
  );
});

peerTest("a client of ngIRCd notices that the server was killed", ["ngircd"], async () => {
  await using server = await startNgircd();
  const run = new PipeRun({ port: server.port });
  await run.output.until("you joined");
  await server.stop();
  assert.equal(await run.exit(), 1);
  assert.equal(run.errors.text, "Connection lost; connecting again.\nNo connection for 0 s.\n");
});

peerTest("a client comes back to ngIRCd, tells that it keeps no history, and goes on", [
  "ngircd",
], async () => {
  await using server = await startNgircd();
  await using network = new BreakingNetwork(server.port);
  const bob = new PipeRun({ port: server.port, nick: "bob" });
  await bob.output.until("you joined");
  const ann = new PipeRun({ port: network.port, giveUpMs: 60_000 });
  await ann.output.until("you joined");
  ann.type("before\n");
  await bob.output.until("ann: before");
  network.breakSilently();
  await ann.errors.until("Connected again");
  ann.type("after\n");
  await bob.output.until("ann_: after");
  ann.end();
  bob.end();
  const code = await ann.exit();
  assert.equal(await bob.exit(), 0);
  // ngIRCd lets PINGs wait: the one behind "before" may still have been on its way.
  const told = ann.errors.lines.filter((line) => !line.startsWith("Perhaps not said"));
  assert.equal(code, ann.errors.lines.length - told.length);
  assert.deepEqual(told, [
    "Connection lost; connecting again.",
    'Nick "ann" is taken; you are "ann_"',
    "Messages may be missing here: #lobby",
    "Connected again",
  ]);
});
