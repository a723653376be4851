import assert from "node:assert/strict";
import { Irssi, irssiPeers } from "../helpers/irssi.ts";
import { meetingTest } from "../helpers/meeting.ts";
import { netcat, netcatPeers } from "../helpers/netcat.ts";
import { WireClient } from "../helpers/wire_client.ts";

meetingTest(
  "irssi and netcat meet in the lobby",
  [...irssiPeers, ...netcatPeers],
  async ({ at }) => {
    await using irssi = await Irssi.start(at, "iris");
    await irssi.expects(/iris \[.*\] has joined #lobby/);
    await using ann = netcat(at);
    await ann.expects("alias?");
    await ann.types("ann\n");
    await ann.expects(/Here: .*\biris\b.*\n/);
    await irssi.expects(/ann \[~plain@localhost\] has joined #lobby/);
    await ann.types("hello iris\n");
    await irssi.expects(/ann> hello iris/);
    await irssi.types("hello ann");
    await ann.expects("iris: hello ann\n");
    await irssi.types("/me waves");
    await ann.expects("* iris: waves\n");
    await irssi.types("/msg ann psst");
    await ann.expects("iris (private): psst\n");
    await irssi.types("/nick ireen");
    await ann.expects("* iris is now ireen\n");
    await ann.types("exit\n");
    await irssi.expects(/ann \[.*\] has quit/);
  },
);

meetingTest(
  "4096 bytes of 漢 in one plain line arrive whole at irssi",
  irssiPeers,
  async ({ at }) => {
    await using irssi = await Irssi.start(at, "iris");
    await irssi.expects(/iris \[.*\] has joined #lobby/);
    await using ann = await WireClient.plain(at, "ann");
    const said = "漢".repeat(1_365) + "!";
    await ann.sends(`${said}\nthe end\n`);
    await irssi.expects("ann> the end");
    const pieces = [...irssi.text.matchAll(/ann> ([漢!]+)$/gm)];
    assert.ok(pieces.length > 1);
    assert.equal(pieces.map(([, piece]) => piece).join(""), said);
  },
);

meetingTest("irssi leads a channel: invitation, modes, ban, kick", irssiPeers, async ({ at }) => {
  await using ann = await WireClient.joined(at, "ann");
  await using irssi = await Irssi.start(at, "iris");
  await irssi.expects(/iris \[.*\] has joined #lobby/);
  // Its log has the lobby alone; what it does elsewhere is seen by others.
  await irssi.types("/join #den");
  await irssi.types("/invite ann #den");
  await ann.expects(/:iris!\S+ INVITE ann :?#den\r\n/);
  await ann.sends("JOIN #den\r\n");
  await irssi.types("/mode #den +mb *!*@192.0.2.7");
  await ann.expects(/:iris!\S+ MODE #den \+mb \*!\*@192\.0\.2\.7\r\n/);
  await ann.sends("PRIVMSG #den :may I?\r\n");
  await ann.expects(" 404 ann #den ");
  await irssi.types("/mode #den +v ann");
  await ann.expects(/:iris!\S+ MODE #den \+v ann\r\n/);
  await irssi.types("/kick #den ann enough");
  await ann.expects(/:iris!\S+ KICK #den ann :enough\r\n/);
});

meetingTest("irssi notices that the server goes away", irssiPeers, async ({ server, at }) => {
  await using irssi = await Irssi.start(at, "iris");
  await irssi.expects(/iris \[.*\] has joined #lobby/);
  await server[Symbol.asyncDispose]();
  assert.equal(await server.ends(), 0);
  await irssi.expects("--- Log closed");
});
