import { meetingTest } from "../helpers/meeting.ts";
import { Weechat, weechatPeers } from "../helpers/weechat.ts";
import { WireClient } from "../helpers/wire_client.ts";

meetingTest("WeeChat asks for what it knows, joins and talks", weechatPeers, async ({ at }) => {
  await using ann = await WireClient.joined(at, "ann", "message-tags away-notify");
  await using weechat = await Weechat.start({ at, nick: "wee", friend: "ann" });
  await weechat.expects(/client capability, enabled: .*\bextended-join\b.*\bserver-time\b/);
  await ann.expects(/:wee!~wee@\S+ JOIN #lobby\r\n/);
  await weechat.expects(/wee \(wee\) \(~wee@\S+\) has joined #lobby/);
  await ann.sends("PRIVMSG #lobby :hello wee\r\n");
  await weechat.expects(/\tann\thello wee\n/);
  await weechat.types("hello ann");
  await ann.expects(/:wee!~wee@\S+ PRIVMSG #lobby :hello ann\r\n/);
  await weechat.expects(/\twee\thello ann\n/);
  await weechat.types("/me waves");
  await ann.expects("PRIVMSG #lobby :\x01ACTION waves\x01\r\n");
  await weechat.types("/away on a walk");
  await ann.expects(/:wee!\S+ AWAY :on a walk\r\n/);
  await weechat.types("/away");
  await ann.expects(/:wee!\S+ AWAY\r\n/);
  await weechat.types("/whois ann");
  await weechat.expects(/\[ann\] \(~ann@\S+\): ann\n/);
  await weechat.types("/nick woo");
  await ann.expects(/:wee!\S+ NICK :?woo\r\n/);
  await weechat.types("/msg ann psst");
  await ann.expects(/:woo!\S+ PRIVMSG ann :psst\r\n/);
  await ann.sends("PRIVMSG woo :psst yourself\r\n");
  await weechat.expects(/\tann\tpsst yourself\n/);
  await weechat.types("/quit bye");
  await ann.expects(/:woo!\S+ QUIT :Quit: bye\r\n/);
});

meetingTest(
  "WeeChat leads a channel: topic, modes, ban, kick, invitation",
  weechatPeers,
  async ({ server, at }) => {
    await using ann = await WireClient.joined(at, "ann");
    await using weechat = await Weechat.start({ at, nick: "wee", friend: "ann" });
    await weechat.expects(/wee \(wee\) \(~wee@\S+\) has joined #lobby/);
    await weechat.types("/join #den");
    // WeeChat goes to the new channel when it is in: what is typed meanwhile would be cut in two.
    await server.log.expects("wee joined #den");
    await ann.sends("PRIVMSG wee :ready\r\n");
    await weechat.expects(/\tann\tready\n/);
    await weechat.types("/invite ann #den");
    await ann.expects(/:wee!\S+ INVITE ann :?#den\r\n/);
    await ann.sends("JOIN #den\r\n");
    await ann.expects(/ 366 ann #den /);
    await weechat.types("/topic #den stories");
    await ann.expects(/:wee!\S+ TOPIC #den :stories\r\n/);
    await weechat.types("/mode #den +l 7");
    await ann.expects(/:wee!\S+ MODE #den \+l 7\r\n/);
    await weechat.types("/voice ann");
    await ann.expects(/:wee!\S+ MODE #den \+v ann\r\n/);
    await weechat.types("/kickban ann enough");
    await ann.expects(/:wee!\S+ MODE #den \+b \S+!\S+@\S+\r\n/);
    await ann.expects(/:wee!\S+ KICK #den ann :enough\r\n/);
    await ann.sends("JOIN #den\r\n");
    await ann.expects(" 474 ann #den ");
  },
);
