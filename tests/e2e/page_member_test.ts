import assert from "node:assert/strict";
import { browserPeers, PageBrowser, type PageVisit } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("a name opens what one can do about its owner", browserPeers, async (t) => {
  await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const { port, webPort } = server;
  await using ann = await WireClient.joined(port, "ann");
  const mira = await browser.visit({ webPort, name: "mira" });
  const { page } = mira;
  const menu = page.getByRole("dialog", { name: "ann" });
  const does = async (act: string) => {
    await page.getByRole("complementary").getByRole("button", { name: /^A?ann/ }).click();
    await menu.getByRole("menuitem", { name: act, exact: true }).click();
    await menu.waitFor({ state: "detached" });
  };

  await t.step("who leads nothing is offered what everyone may do", async () => {
    assert.deepEqual(await actsOn(mira, "ann"), ["Write to", "Mention", "Who is it?", "Ignore"]);
  });

  await t.step("one mentions somebody, and looks them up", async () => {
    await does("Mention");
    await mira.holds("ann: ");
    await page.keyboard.type("hello");
    await page.keyboard.press("Enter");
    await ann.expects("PRIVMSG #lobby :ann: hello");
    await does("Who is it?");
    await mira.sees(/ann is .*@/);
  });

  await t.step("one hears no more of whom one ignores, until one does again", async () => {
    await does("Ignore");
    await mira.sees(/ann is ignored/);
    await ann.sends("PRIVMSG #lobby :in vain\r\n");
    await ann.barrier();
    await does("Ignore no more");
    await mira.sees(/ann is no longer ignored/);
    await ann.sends("PRIVMSG #lobby :heard again\r\n");
    await mira.sees("heard again");
    assert.equal(await mira.log.getByText("in vain").count(), 0);
  });

  await t.step("the keyboard opens it on a message, walks it, and closes it", async () => {
    await mira.log.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await menu.waitFor();
    const focused = () => page.locator("[role=menuitem]:focus").innerText();
    assert.equal(await focused(), "Write to");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(), "Ignore");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "Mention");
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    assert.match(await page.locator(".said:focus").innerText(), /heard again/);
  });

  await t.step("who leads a channel gives voice, kicks with a reason, and bans", async () => {
    await mira.says("/join #own");
    await page.getByLabel("Message to #own").waitFor();
    await ann.sends("JOIN #own\r\n");
    await ann.expects(/ 366 \S+ #own /);
    await does("Give voice");
    await ann.expects(/ MODE #own \+v ann/);
    await page.getByRole("complementary").getByText("+").waitFor();
    await does("Take voice");
    await ann.expects(/ MODE #own -v ann/);
    await page.getByRole("complementary").getByRole("button", { name: /^A?ann/ }).click();
    await menu.getByRole("menuitem", { name: "Kick" }).click();
    await menu.getByLabel("Why").fill("too loud, twice");
    await page.keyboard.press("Enter");
    await ann.expects(/ KICK #own ann :too loud, twice/);
    await ann.sends("JOIN #own\r\n");
    await ann.expects(/ 366 \S+ #own /);
    await does("Ban");
    await ann.expects(/ MODE #own \+b ann!\*@\*/);
  });

  await t.step("who leads a channel changes its topic in place", async () => {
    await page.getByRole("button", { name: "Set a topic" }).click();
    const field = page.getByLabel("Topic", { exact: true });
    await field.fill("what nobody sees");
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "detached" });
    assert.equal(await page.locator(".topic-button:focus").innerText(), "Set a topic");
    await page.keyboard.press("Enter");
    await page.keyboard.type("roses: red & white");
    await page.keyboard.press("Enter");
    await ann.expects(/ TOPIC #own :roses: red & white/);
    await page.getByRole("button", { name: "roses: red & white" }).click();
    await field.fill("");
    await page.keyboard.press("Enter");
    await ann.expects(/ TOPIC #own :\r/);
    await page.getByRole("button", { name: "Set a topic" }).waitFor();
    await mira.goes("lobby");
    await page.getByLabel("Message to #lobby").waitFor();
    assert.equal(await page.locator(".topic-button").count(), 0);
  });

  await t.step(
    "it fits a phone, wherever the name stands, and leads to a private talk",
    async () => {
      const size = { width: 320, height: 480 };
      const thumb = await browser.visit({ webPort, name: "thumb", size });
      await thumb.says("/join #small");
      await thumb.page.getByLabel("Message to #small").waitFor();
      await ann.sends("JOIN #small\r\nPRIVMSG #small :down here\r\n");
      await thumb.sees("down here");
      await thumb.log.getByRole("button", { name: "ann", exact: true }).click();
      const box = await thumb.page.getByRole("dialog", { name: "ann" }).boundingBox();
      assert.ok(box !== null && box.x >= 0 && box.y >= 0);
      assert.ok(box.x + box.width <= 320 && box.y + box.height <= 480, JSON.stringify(box));
      await thumb.page.getByRole("menuitem", { name: "Write to" }).click();
      await thumb.page.getByLabel("Message to ann").waitFor();
      await thumb.leaves();
      browser.assertSound();
    },
  );
  await mira.leaves();
});

async function actsOn({ page }: PageVisit, nick: string): Promise<readonly string[]> {
  await page.getByRole("complementary").getByRole("button", { name: nick }).click();
  await page.getByRole("menuitem").first().waitFor();
  const acts = await page.getByRole("menuitem").allInnerTexts();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  return acts;
}
