import assert from "node:assert/strict";
import { IrcBot } from "../helpers/irc_bot.ts";
import { meetingTest } from "../helpers/meeting.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

meetingTest(
  "a bot of irc-framework joins, talks, and sees who comes, goes and is away",
  [],
  async ({ at }) => {
    await using bot = await IrcBot.joined(at, "robot", []);
    await using ann = await WireClient.joined(at, "ann", "message-tags");
    await bot.expects("join", { nick: "ann", channel: "#lobby", account: false, gecos: "ann" });
    await ann.sends("@+typing=active TAGMSG #lobby\r\nPRIVMSG #lobby :hello robot\r\n");
    await bot.expects("tagmsg", { nick: "ann", target: "#lobby", "+typing": "active" });
    const heard = await bot.expects("message", {
      nick: "ann",
      type: "privmsg",
      message: "hello robot",
    });
    assert.match(heard, /"msgid":"[0-9a-z]{18}"/);
    assert.match(heard, /"time":[0-9]{13}/);
    bot.client.say("#lobby", "hello ann");
    await ann.expects(/:robot!~robot@\S+ PRIVMSG #lobby :hello ann\r\n/);
    const echo = await bot.expects("message", { nick: "robot", message: "hello ann" });
    assert.match(echo, /"msgid":"[0-9a-z]{18}"/);
    bot.client.action("#lobby", "whirrs");
    await ann.expects("PRIVMSG #lobby :\x01ACTION whirrs\x01\r\n");
    bot.client.notice("ann", "for you");
    await ann.expects(/:robot!\S+ NOTICE ann :?for.you\r\n/);
    bot.client.tagmsg("#lobby", { "+draft/react": "👋" });
    await ann.expects(/@\S*\+draft\/react=👋\S* :robot!\S+ TAGMSG #lobby\r\n/);
    await ann.sends("AWAY :on a walk\r\n");
    await bot.expects("away", { nick: "ann", message: "on a walk" });
    bot.client.whois("ann");
    await bot.expects("whois", { nick: "ann", real_name: "ann", away: "on a walk" });
    bot.client.who("#lobby");
    await bot.expects("wholist", { nick: "ann", away: true, real_name: "ann" });
    await ann.sends("AWAY\r\nNICK anna\r\nPART #lobby :later\r\nQUIT :bye\r\n");
    await bot.expects("back", { nick: "ann" });
    await bot.expects("nick", { nick: "ann", new_nick: "anna" });
    await bot.expects("part", { nick: "anna", channel: "#lobby", message: "later" });
  },
);

meetingTest(
  "a bot of irc-framework leads a channel, waits for people and gets batches",
  [],
  async ({ at }) => {
    await using bot = await IrcBot.joined(at, "robot", ["labeled-response"]);
    bot.client.addMonitor("ann");
    await bot.expects("users offline", { nicks: ["ann"] });
    await using ann = await WireClient.joined(at, "ann");
    await bot.expects("users online", { nicks: ["ann"] });
    bot.client.raw("@label=seven WHOIS ann");
    await bot.expects("batch start labeled-response", { type: "labeled-response" });
    await bot.expects("whois", { nick: "ann" });
    await bot.expects("batch end labeled-response", { type: "labeled-response" });
    bot.client.changeNick("ann");
    await bot.expects("nick in use", { nick: "ann" });
    bot.client.join("#den");
    await bot.expects("userlist", { channel: "#den" });
    await ann.sends("JOIN #den\r\n");
    await bot.expects("join", { nick: "ann", channel: "#den" });
    bot.client.raw("MODE #den +v-t ann");
    await bot.expects("mode", { target: "#den", raw_modes: "+v-t" });
    await ann.sends("TOPIC #den :stories\r\nSETNAME :Ann\r\n");
    await bot.expects("topic", { nick: "ann", channel: "#den", topic: "stories" });
    bot.client.raw("KICK #den ann :enough");
    await bot.expects("kick", { kicked: "ann", nick: "robot", channel: "#den", message: "enough" });
  },
);

Deno.test("a bot of irc-framework joins and talks by WebSocket", async () => {
  await using server = await startServer([], { hasWeb: true });
  await using bot = await IrcBot.joined({ webPort: server.webPort }, "robot", []);
  await using ann = await WireClient.joined(server.port, "ann");
  await bot.expects("join", { nick: "ann", channel: "#lobby" });
  await ann.sends("PRIVMSG #lobby :hello robot\r\n");
  await bot.expects("message", { nick: "ann", type: "privmsg", message: "hello robot" });
  bot.client.say("#lobby", "hello ann 漢字");
  await ann.expects(/:robot!~robot@\S+ PRIVMSG #lobby :hello ann 漢字\r\n/);
});
