import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("the page shows what was said before, and what was not read", browserPeers, async (t) => {
  await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const { port, webPort } = server;
  await using ann = await WireClient.joined(port, "ann");
  const lines = Array.from({ length: 400 }, (_, at) => `PRIVMSG #lobby :number ${at} of many\r\n`);
  await ann.sends(lines.join(""));
  await ann.barrier();
  const mira = await browser.visit({ webPort, name: "mira" });

  await t.step("older messages come as one scrolls up, each once and in order", async () => {
    await mira.sees("number 399 of many");
    const { page } = mira;
    const seen = new Set<number>();
    await page.mouse.move(600, 400);
    const until = performance.now() + 20_000;
    while (!seen.has(0)) {
      assert.ok(performance.now() < until, `only ${seen.size} were seen`);
      await page.mouse.wheel(0, -500);
      await page.waitForTimeout(30);
      const numbers = (await mira.texts()).map((text) => Number(/number (\d+)/.exec(text)?.[1]));
      assert.deepEqual(numbers, numbers.toSorted((one, other) => one - other));
      assert.equal(new Set(numbers).size, numbers.length);
      for (const number of numbers) seen.add(number);
    }
    assert.equal(seen.size, 400);
    browser.assertSound();
  });

  await t.step(
    "what one reads stays where it is while others talk, until one goes to the end",
    async () => {
      const { page } = mira;
      const first = page.locator(".log .said").first();
      const before = await first.boundingBox();
      await ann.sends("PRIVMSG #lobby :something new\r\n");
      await page.getByText("1 unread").first().waitFor({ state: "attached" });
      assert.deepEqual(await first.boundingBox(), before);
      await page.getByRole("button", { name: "To the latest" }).click();
      await mira.sees("something new");
    },
  );

  await t.step("a line stands above what came while one was elsewhere", async () => {
    await mira.says("/join #other");
    await mira.page.getByLabel("Message to #other").waitFor();
    await ann.sends("PRIVMSG #lobby :while you were away\r\nPRIVMSG #lobby :mira, look\r\n");
    await mira.goes(/lobby.*2 unread messages, 1 of them for you/);
    await mira.sees("mira, look");
    const rows = await mira.page.locator(".log .row").allTextContents();
    const line = rows.indexOf("New messages");
    assert.match(rows[line + 1] ?? "", /while you were away/);
    await mira.page.getByRole("button", { name: /unread/ }).waitFor({ state: "detached" });
    browser.assertSound();
  });
  await mira.leaves();
});
