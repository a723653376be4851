import assert from "node:assert/strict";
import { HubScene } from "../helpers/hub_scene.ts";
import { createTable } from "../helpers/table.ts";

const hourMs = 3_600_000;

for (const [what, ms] of [["forth", 24 * hourMs], ["back", -24 * hourMs]] as const) {
  Deno.test(`a clock that is set ${what} takes nobody for dead, and the dead not for alive`, async () => {
    await using scene = new HubScene();
    const ann = await scene.joins("ann");
    const pinged = await scene.joins("pinged");
    scene.passes(90_000);
    await pinged.output.expects("PING chat.test\r\n");
    const nameless = scene.connects();
    nameless.sends("NICK bob\r\n");
    scene.passes(1_000);
    ann.sends("PING now\r\n");
    await ann.output.expects("PONG chat.test :now\r\n");
    scene.jumps(ms);
    scene.passes(57_000);
    assert.deepEqual([ann, pinged, nameless].map(({ isClosed }) => isClosed), [
      false,
      false,
      false,
    ]);
    scene.passes(3_000);
    assert.match(await pinged.output.ended(), /No answer for 150 s\r\n$/);
    assert.match(await nameless.output.ended(), /No name was given within 60 s/);
    scene.passes(30_000);
    await ann.output.expects("PING chat.test\r\n");
  });
}

Deno.test("a server that stood still hears its clients before it judges them", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  scene.passes(90_000);
  await ann.output.expects("PING chat.test\r\n");
  // The answer lies in the socket when the server goes on.
  ann.sends("PONG chat.test\r\n");
  scene.jumps(hourMs);
  ann.sends("PING again\r\n");
  await ann.output.expects("PONG chat.test :again\r\n");
  scene.passes(89_000);
  assert.equal(ann.isClosed, false);
});

Deno.test("a peer that takes nothing is ended in time though the clock is set back", async () => {
  await using scene = new HubScene();
  const ann = await scene.joins("ann");
  const stuck = await scene.joins("stuck");
  stuck.isStuck = true;
  ann.sends("PRIVMSG #lobby :hello\r\nPING sent\r\n");
  await ann.output.expects("PONG chat.test :sent\r\n");
  scene.passes(5_000);
  scene.jumps(-hourMs);
  scene.passes(8_000);
  await ann.output.expects(" QUIT :Took nothing for 10 s\r\n");
});

Deno.test("the time of what is told never goes back, whatever the clock does", () => {
  const table = createTable();
  const ann = table.user(
    "ann",
    "server-time",
    "message-tags",
    "echo-message",
    "labeled-response",
    "batch",
  );
  ann.sends("JOIN #x");
  for (const ms of [5_000, -hourMs, 1_000, 2 * hourMs, -24 * hourMs, 0]) {
    table.nowMs += ms;
    ann.sends("PRIVMSG #x :hello", "@label=a PRIVMSG #x :hello", "TOPIC #x :news", "MODE #x +m-m");
    table.pings(ann);
  }
  const times = [...ann.looks().matchAll(/time=([^; ]+)/g)].map(([, time]) => time);
  assert.ok(times.length >= 24);
  assert.deepEqual(times, times.toSorted());
});
