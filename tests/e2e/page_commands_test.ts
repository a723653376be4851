import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("the page does with messages and channels what people expect", browserPeers, async (t) => {
  await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const { port, webPort } = server;
  const wishes = "message-tags echo-message server-time batch draft/multiline";
  await using ann = await WireClient.joined(port, "ann", wishes);
  const mira = await browser.visit({ webPort, name: "mira" });
  const { page } = mira;

  await t.step("one answers, reacts, and takes back", async () => {
    await ann.sends("PRIVMSG #lobby :what do you think?\r\n");
    await mira.sees("what do you think?");
    await page.locator(".said", { hasText: "what do you think?" }).hover();
    await page.getByRole("button", { name: "React", exact: true }).click();
    await page.getByRole("button", { name: "React: 👍" }).click();
    await ann.expects(/\+draft\/react=👍.* TAGMSG #lobby/);
    await page.getByRole("button", { name: "👍 by mira" }).waitFor();
    await page.locator(".said", { hasText: "what do you think?" }).hover();
    await page.getByRole("button", { name: "Reply" }).click();
    await page.keyboard.type("a lot");
    await page.keyboard.press("Enter");
    await ann.expects(/\+(?:draft\/)?reply=.* PRIVMSG #lobby :a lot/);
    await page.locator(".answered").getByText("what do you think?").waitFor();
    await mira.says("a slip");
    await mira.sees("a slip");
    await page.locator(".said", { hasText: "a slip" }).hover();
    await page.getByRole("button", { name: "Delete" }).click();
    await mira.sees(/Deleted by mira/);
    assert.equal(await mira.log.getByText("a slip").count(), 0);
    browser.assertSound();
  });

  await t.step("names, emoji and commands are completed", async () => {
    await mira.field.fill("an");
    await page.keyboard.press("Tab");
    await mira.holds("ann: ");
    await page.keyboard.type("well done :tad");
    await page.getByRole("option", { name: ":tada:" }).waitFor();
    await page.keyboard.press("Enter");
    await mira.holds("ann: well done 🎉");
    await page.keyboard.press("Enter");
    await ann.expects("ann: well done 🎉");
    await mira.field.fill("");
    await page.keyboard.type("/top");
    await page.getByRole("option", { name: "/topic" }).waitFor();
    await page.keyboard.press("Tab");
    await mira.holds("/topic ");
    await mira.field.fill("");
  });

  await t.step("lines that are written together are one message", async () => {
    await page.keyboard.type("first");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second");
    await page.keyboard.press("Enter");
    await ann.expects(/BATCH \+\S+ draft\/multiline #lobby/);
    await ann.expects("first");
    await ann.expects("second");
    await mira.sees(/first\nsecond/);
  });

  await t.step("others are shown that one types, and one is shown that they do", async () => {
    await mira.field.pressSequentially("hm");
    await ann.expects(/\+typing=active.* TAGMSG #lobby/);
    await mira.field.fill("");
    await ann.expects(/\+typing=done.* TAGMSG #lobby/);
    await ann.sends("@+typing=active TAGMSG #lobby\r\n");
    await page.getByText("ann is typing…").waitFor();
  });

  await t.step("channels are listed, joined, told about and left", async () => {
    await ann.sends("JOIN #garden\r\nTOPIC #garden :roses\r\n");
    await ann.barrier();
    await page.getByRole("button", { name: "Join a channel" }).click();
    await page.getByRole("dialog").getByText("roses").click();
    await page.getByLabel("Message to #garden").waitFor();
    await page.locator(".topic").getByText("roses").waitFor();
    await mira.says("/mute");
    await page.getByRole("navigation").getByText("muted").waitFor();
    await mira.says("/part");
    await ann.expects(/PART #garden/);
    browser.assertSound();
  });

  await t.step("what was said is found by words, by whom, where and when", async () => {
    await mira.goes("lobby");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Search" });
    await dialog.getByLabel("Words").fill("think");
    await dialog.getByLabel("From").fill("ann");
    await dialog.getByRole("button", { name: "Find" }).click();
    await dialog.getByText("what do you think?").waitFor();
    await dialog.getByLabel("From").fill("mira");
    await dialog.getByRole("button", { name: "Find" }).click();
    await dialog.getByText("Nothing was found.").waitFor();
    await dialog.getByLabel("From").fill("");
    await dialog.getByLabel("Before").fill("2001-01-01");
    await dialog.getByRole("button", { name: "Find" }).click();
    await dialog.getByText("Nothing was found.").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    browser.assertSound();
  });

  await t.step("one is away, ignores, and leaves", async () => {
    await mira.says("/away lunch");
    await page.getByRole("navigation").getByText("away").waitFor();
    await mira.says("/away");
    await mira.says("/ignore ann");
    await ann.sends("PRIVMSG #lobby :can you hear me?\r\n");
    await using bob = await WireClient.joined(port, "bob");
    await bob.sends("PRIVMSG #lobby :I can\r\n");
    await mira.sees("I can");
    assert.equal(await mira.log.getByText("can you hear me?").count(), 0);
    await mira.says("/quit bye");
    await bob.expects(/QUIT.*bye/);
    await page.getByText("You have left.").waitFor();
    await page.getByLabel("Your name").waitFor();
    browser.assertSound();
  });
  await mira.leaves();
});
