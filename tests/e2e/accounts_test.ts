import assert from "node:assert/strict";
import { IrcBot } from "../helpers/irc_bot.ts";
import { Irssi, irssiPeers } from "../helpers/irssi.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { Weechat, weechatPeers } from "../helpers/weechat.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { scenarioTest } from "../helpers/scenario.ts";

/** Makes an account, and leaves. */
async function register({ port }: Pick<TestServer, "port">, name: string): Promise<void> {
  await using client = await WireClient.connect(port, name);
  await client.sends(`NICK ${name}\r\nUSER ${name} 0 * :x\r\nREGISTER * * open-${name}\r\n`);
  await client.expects(`REGISTER SUCCESS ${name} `);
}

scenarioTest(
  "irssi logs in by SASL PLAIN, and has the nick of its account",
  irssiPeers,
  async (start) => {
    await using server = await start();
    await register(server, "iris");
    await using ann = await WireClient.joined(server.port, "ann", "account-tag extended-join");
    await using irssi = await Irssi.start(server.port, "iris", "open-iris");
    await ann.expects(/@account=iris :iris!~iris@\S+ JOIN #lobby iris :?iris\r\n/);
    await irssi.expects(/iris \[.*\] has joined #lobby/);
    await irssi.types("hello ann");
    await ann.expects(/@account=iris :iris!\S+ PRIVMSG #lobby :hello ann\r\n/);
  },
);

scenarioTest("WeeChat logs in by SCRAM-SHA-256", weechatPeers, async (start) => {
  await using server = await start();
  await register(server, "wee");
  await using ann = await WireClient.joined(server.port, "ann", "account-tag extended-join");
  const options = { at: server.port, nick: "wee", friend: "ann", password: "open-wee" };
  await using weechat = await Weechat.start(options);
  await weechat.expects(/You are logged in as wee/);
  await ann.expects(/@account=wee :wee!~wee@\S+ JOIN #lobby wee :?\S+\r\n/);
});

peerTest(
  "a bot of irc-framework logs in by SASL, after a restart of the server too",
  [],
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "chat-accounts-" });
    try {
      {
        await using server = await startServer(["--data", folder]);
        await register(server, "robot");
      }
      await using server = await startServer(["--data", folder]);
      await using ann = await WireClient.joined(server.port, "ann", "extended-join");
      await using _bot = await IrcBot.joined(server.port, "robot", [], "open-robot");
      await ann.expects(/:robot!~robot@\S+ JOIN #lobby robot :/);
      for await (const { name, isFile } of Deno.readDir(folder)) {
        // The socket of chat admin holds nothing.
        if (!isFile) continue;
        const text = new TextDecoder("latin1").decode(await Deno.readFile(`${folder}/${name}`));
        assert.doesNotMatch(text, /open-robot/, name);
      }
      assert.doesNotMatch(server.log.text, /open-robot/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
