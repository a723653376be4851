import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest(
  "the page gets over a restart of the server with nothing lost or doubled",
  browserPeers,
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "chat-page-" });
    try {
      await using browser = await PageBrowser.start();
      const start = (port: number) =>
        startServer(["--data", folder, "--no-flood-limit", "--web-port", `${port}`], {
          hasWeb: true,
        });
      let webPort = 0;
      const visits = await (async () => {
        await using server = await start(0);
        webPort = server.webPort;
        const mira = await browser.visit({ webPort, name: "mira" });
        await mira.says("before the fall");
        await mira.sees("before the fall");
        // It is shown before the server has it.
        await mira.page.locator(".pending").first().waitFor({ state: "detached" });
        return { mira };
      })();
      const { mira } = visits;
      const { page } = mira;
      await page.getByText("No connection.").waitFor();
      await mira.says("said in the dark");
      await mira.says("and once more");
      await mira.field.fill("half a thought");
      await page.getByText("2 messages wait to be sent.").waitFor();
      await using server = await start(webPort);
      await using ann = await WireClient.joined(server.port, "ann", "server-time");
      await ann.sends("PRIVMSG #lobby :said by ann\r\n");
      // It may have come back by itself by now; who waits to click leaves a timer behind.
      const press = "for (const each of document.querySelectorAll('button')) " +
        "if (each.textContent === 'Try now') each.click()";
      await page.evaluate(press);
      await ann.expects("said in the dark");
      await ann.expects("and once more");
      await mira.sees("said by ann");
      await page.getByText("No connection.").waitFor({ state: "detached" });
      await page.locator(".pending").first().waitFor({ state: "detached" });
      const texts = await mira.texts();
      for (const text of ["before the fall", "said in the dark", "and once more", "said by ann"]) {
        assert.equal(texts.filter((each) => each === text).length, 1, `${text} in ${texts}`);
      }
      assert.equal(await mira.field.inputValue(), "half a thought");
      browser.assertSound();
      await mira.leaves();
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
