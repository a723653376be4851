import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const password = "correct-horse-battery";
const lan = "chat.test";

peerTest("the page has accounts, on all of one's devices", browserPeers, async (t) => {
  const args = ["--memory", "--no-flood-limit", "--web-host", lan];
  await using server = await startServer(args, { hasWeb: true });
  await using browser = await PageBrowser.start([`--host-resolver-rules=MAP ${lan} 127.0.0.1`]);
  const { port, webPort } = server;
  await using ann = await WireClient.joined(port, "ann");

  await t.step("one makes an account from the page", async () => {
    const mira = await browser.visit({ webPort, name: "mira" });
    const { page } = mira;
    await page.getByRole("button", { name: /^mira/ }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make an account" }).click();
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Make an account" }).click();
    await mira.sees(/Account "mira" is made/);
    browser.assertSound();
    await mira.leaves();
  });

  await t.step("a wrong password is told in the form", async () => {
    const visit = await browser.visit({ webPort });
    const { page } = visit;
    await page.getByLabel("Your name").fill("mira");
    await page.getByRole("button", { name: "I have an account" }).click();
    await page.getByLabel("Password").fill("not-this-one");
    await page.getByRole("button", { name: "Start talking" }).click();
    await page.getByRole("alert").getByText(/Could not log in as "mira"/).waitFor();
    await visit.leaves();
    browser.assertSound();
  });

  await t.step(
    "over plain http one logs in by SCRAM, and the page stays alive meanwhile",
    async () => {
      const mira = await browser.visit({ webPort, host: lan });
      const { page } = mira;
      assert.equal(await page.evaluate("isSecureContext"), false);
      await page.evaluate(`{
      globalThis.gaps = [];
      let last = performance.now();
      const look = () => {
        gaps.push(performance.now() - last);
        last = performance.now();
        requestAnimationFrame(look);
      };
      look();
    }`);
      await mira.enters("mira", password);
      await page.locator(".self-state").getByText("mira").waitFor();
      const worst = Number(await page.evaluate("Math.max(...gaps)"));
      assert.ok(worst < 1_500, `The page stood still for ${worst} ms`);
      browser.assertSound();

      const other = await browser.open(page.context(), { webPort, host: lan });
      await other.enters("mira", password);
      await mira.says("from one tab");
      await other.sees("from one tab");
      await ann.expects("from one tab");
      await other.says("/join #side");
      await mira.page.getByLabel("Message to #side").or(
        mira.page.getByRole("button", { name: "side" }),
      )
        .first().waitFor();
      await ann.sends("PRIVMSG #lobby :mira, are you there?\r\n");
      await mira.goes("lobby");
      await mira.sees("are you there?");
      await other.page.getByRole("button", { name: /lobby.*unread/ }).waitFor({
        state: "detached",
      });
      browser.assertSound();
      await mira.leaves();
    },
  );
});
