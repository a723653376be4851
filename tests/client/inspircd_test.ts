import assert from "node:assert/strict";
import { startInspircd } from "../helpers/inspircd.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";
import { assertSecondBobIsNumbered } from "../helpers/second_bob.ts";
import { peerTest } from "../helpers/peers.ts";

peerTest("two clients talk over InspIRCd, and long lines arrive whole", ["inspircd"], async () => {
  await using server = await startInspircd();
  const bob = new PipeRun({ port: server.port, nick: "bob" });
  await bob.output.until("you joined #lobby");
  const ann = new PipeRun({ port: server.port, nick: "ann" });
  await ann.output.until("you joined #lobby");
  const long = "漢字 ".repeat(300).trim();
  ann.type(`hello\n/usr/bin\n${long}\nlast\n`);
  ann.end();
  assert.equal(await ann.exit(), 0, ann.errors.text);
  await bob.output.until("ann left");
  bob.end();
  assert.equal(await bob.exit(), 0);
  const said = bob.output.lines.filter((line) => line.startsWith("ann: ")).map((line) =>
    line.slice(5)
  );
  assert.deepEqual([said[0], said[1], said.at(-1)], ["hello", "/usr/bin", "last"]);
  assert.equal(said.slice(2, -1).join(" ").replace(/\s+/g, ""), long.replace(/\s+/g, ""));
  assert.equal(ann.errors.text + bob.errors.text, "");
});

peerTest("a client whose nick is taken on InspIRCd gets another one", ["inspircd"], async () => {
  await using server = await startInspircd();
  await assertSecondBobIsNumbered(server.port);
});

peerTest("a program replies and reacts over InspIRCd by JSON", ["inspircd"], async () => {
  await using server = await startInspircd();
  const bob = new PipeRun({ port: server.port, nick: "bob", json: true });
  await bob.output.until('"kind":"join"');
  const ann = new PipeRun({ port: server.port, nick: "ann", json: true });
  await ann.output.until('"kind":"join"');
  ann.type('{"text":"to all"}\n{"to":"bob","text":"to bob"}\n{"kind":"nick","text":"ann2"}\n');
  await bob.output.until('"text":"to all"');
  await bob.output.until('"kind":"private","from":"ann","to":"bob","text":"to bob"');
  await bob.output.until('"kind":"nick","from":"ann","to":"ann2"');
  ann.end();
  bob.end();
  assert.deepEqual([await ann.exit(), await bob.exit()], [0, 0]);
  assert.equal(ann.errors.text + bob.errors.text, "");
});
