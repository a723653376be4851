import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest(
  "the page sets topics, searches in one talk, and is calm in the dark",
  browserPeers,
  async (t) => {
    await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
    await using browser = await PageBrowser.start();
    const { port, webPort } = server;
    await using ann = await WireClient.joined(port, "ann");
    const mira = await browser.visit({ webPort, name: "mira", colours: "dark" });
    const { page } = mira;

    await t.step("a topic is set by a command and seen by others", async () => {
      await mira.says("/join #own");
      await page.getByLabel("Message to #own").waitFor();
      await ann.sends("JOIN #own\r\n");
      await ann.expects(/ 366 \S+ #own /);
      await mira.says("/topic roses");
      await ann.expects(/ TOPIC #own :?roses/);
      await page.locator(".topic").getByText("roses").waitFor();
    });

    await t.step(
      "what is sought in one talk is not found in another, nor in days to come",
      async () => {
        await mira.says("a rare word");
        await mira.sees("a rare word");
        await page.getByRole("button", { name: "Search", exact: true }).first().click();
        const dialog = page.getByRole("dialog", { name: "Search" });
        await dialog.getByLabel("Words").fill("rare");
        await dialog.getByRole("combobox", { name: "In" }).selectOption("#own");
        await dialog.getByRole("button", { name: "Find" }).click();
        await dialog.getByText("a rare word").waitFor();
        await dialog.getByRole("combobox", { name: "In" }).selectOption("#lobby");
        await dialog.getByRole("button", { name: "Find" }).click();
        await dialog.getByText("Nothing was found.").waitFor();
        await dialog.getByRole("combobox", { name: "In" }).selectOption("#own");
        await dialog.getByLabel("After").fill("2001-01-01");
        await dialog.getByRole("button", { name: "Find" }).click();
        await dialog.getByText("a rare word").waitFor();
        await dialog.getByLabel("After").fill("2999-01-01");
        await dialog.getByRole("button", { name: "Find" }).click();
        await dialog.getByText("Nothing was found.").waitFor();
        await page.keyboard.press("Escape");
      },
    );

    await t.step("it is dark by night, and moves only for who does not mind", async () => {
      const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      const shades = [...String(ground).matchAll(/\d+/g)].slice(0, 3).map(Number);
      assert.ok(shades.length === 3 && shades.every((shade) => shade < 64), `${ground}`);
      const length = () =>
        page.evaluate("getComputedStyle(document.querySelector('.side')).transitionDuration");
      assert.equal(await length(), "0s");
      await page.emulateMedia({ reducedMotion: "no-preference" });
      assert.notEqual(await length(), "0s");
      browser.assertSound();
    });
    await mira.leaves();
  },
);
