import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { scenarioTest } from "../helpers/scenario.ts";

scenarioTest(
  "the page lets one in by a name alone, to talk with everyone",
  browserPeers,
  async (start, t) => {
    await using server = await start(["--memory", "--no-flood-limit"], { hasWeb: true });
    await using browser = await PageBrowser.start();
    const { port, webPort } = server;

    await t.step("one field, one name, one message", async () => {
      const mira = await browser.visit({ webPort });
      assert.equal(await mira.page.getByRole("textbox").count(), 1);
      await mira.enters("mira");
      await using bob = await WireClient.connect(port, "netcat");
      await bob.sends("bob\n");
      await bob.feed.expects("mira");
      await mira.says("hello from the page");
      await bob.feed.expects("mira: hello from the page");
      await bob.sends("hello from netcat\n");
      await mira.sees("hello from netcat");
      await using ann = await WireClient.joined(port, "ann");
      await ann.sends("PRIVMSG #lobby :hello from IRC\r\n");
      await mira.sees("hello from IRC");
      await ann.sends("PRIVMSG mira :psst\r\n");
      await mira.page.getByRole("button", { name: /ann.*1 unread message, 1 of them for you/ })
        .click();
      await mira.sees("psst");
      await mira.says("yes?");
      await ann.feed.expects("PRIVMSG ann :yes?");
      await mira.leaves();
      browser.assertSound();
    });
  },
);
