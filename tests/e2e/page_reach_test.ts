import assert from "node:assert/strict";
import { assertAccessible } from "../helpers/axe.ts";
import { browserPeers, PageBrowser, type PageVisit } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest(
  "everyone can use the page, on any screen, by day and by night",
  browserPeers,
  async (t) => {
    await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
    await using browser = await PageBrowser.start();
    const { port, webPort } = server;
    await using ann = await WireClient.joined(port, "ann", "message-tags");

    for (const colours of ["light", "dark"] as const) {
      for (const width of [320, 800, 1920]) {
        await t.step(`axe finds nothing at ${width} px, ${colours}`, async () => {
          const name = `mira${width}${colours}`;
          const size = { width, height: 640 };
          const visit = await browser.visit({ webPort, size, colours });
          const { page } = visit;
          await assertAccessible(page);
          await visit.enters(name);
          await ann.sends(`PRIVMSG #lobby :${name}: see https://example.com/ and #other\r\n`);
          await ann.sends("PRIVMSG #lobby :\x0304red\x0f and \x02bold\x02\r\n");
          await ann.sends(`PRIVMSG ${name} :psst\r\n`);
          await visit.sees("red and bold");
          await visit.says("fine");
          await assertAccessible(page);
          for (const [open, title] of panels) {
            await open(visit);
            await page.getByRole("dialog", { name: title }).waitFor();
            await assertAccessible(page);
            await page.keyboard.press("Escape");
            await page.getByRole("dialog").waitFor({ state: "detached" });
          }
          assert.equal(await visit.width(), width);
          await visit.leaves();
          browser.assertSound();
        });
      }
    }

    await t.step("the keyboard alone does all", async () => {
      const mira = await browser.visit({ webPort });
      const { page } = mira;
      await page.locator("input:focus").waitFor();
      await page.keyboard.type("keys");
      await page.keyboard.press("Enter");
      await mira.field.waitFor();
      await page.keyboard.type("typed blindly");
      await page.keyboard.press("Enter");
      await mira.sees("typed blindly");
      await ann.expects("typed blindly");
      await ann.sends("PRIVMSG keys :over here\r\n");
      await page.getByText("1 unread message").first().waitFor({ state: "attached" });
      await page.keyboard.press("Alt+a");
      await mira.sees("over here");
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.type("lob");
      await page.keyboard.press("Enter");
      await mira.sees("typed blindly");
      await page.keyboard.press("Alt+ArrowDown");
      await mira.sees("over here");
      await page.keyboard.press("Alt+ArrowUp");
      await mira.sees("typed blindly");
      await mira.log.focus();
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("r");
      await page.keyboard.type("an answer");
      await page.keyboard.press("Enter");
      await page.locator(".answered").getByText("typed blindly").waitFor();
      browser.assertSound();
      await mira.leaves();
    });

    await t.step("a phone shows the talks and the members when asked", async () => {
      const size = { width: 360, height: 640 };
      const visit = await browser.visit({ webPort, name: "thumb", size });
      const { page } = visit;
      await page.getByRole("button", { name: "Channels and people" }).click();
      await page.getByRole("navigation").getByRole("button", { name: "Server" }).click();
      await page.getByRole("heading", { name: "Server", level: 1 }).waitFor();
      await page.getByRole("button", { name: "Channels and people" }).click();
      await visit.goes("lobby");
      await page.getByRole("button", { name: /members/ }).click();
      await page.getByRole("complementary").getByRole("button", { name: "ann" }).click();
      await page.getByRole("menuitem", { name: "Write to" }).click();
      await page.getByLabel("Message to ann").waitFor();
      browser.assertSound();
      await visit.leaves();
    });
  },
);

const panels = [
  [(visit: PageVisit) => visit.page.keyboard.press("Control+k"), "Go to…"],
  [(visit: PageVisit) => visit.page.keyboard.press("Control+/"), "Keyboard shortcuts"],
  [searches, "Search"],
  [(visit: PageVisit) => clicks(visit, ".self-name"), /^mira/],
  [listsChannels, "Join a channel"],
  [(visit: PageVisit) => clicks(visit, ".members .member"), "ann"],
] as const;

/** Also what has slid out on a small screen. */
async function clicks({ page }: PageVisit, selector: string): Promise<void> {
  await page.locator(selector).first().dispatchEvent("click");
}

async function searches({ page }: PageVisit): Promise<void> {
  await page.keyboard.press("Control+f");
  const dialog = page.getByRole("dialog", { name: "Search" });
  await dialog.getByLabel("Words").fill("bold");
  await page.keyboard.press("Enter");
  // Escape in the field would empty that first.
  await dialog.getByRole("button", { name: /red and bold/ }).first().focus();
}

async function listsChannels(visit: PageVisit): Promise<void> {
  await clicks(visit, ".group-head .icon-button");
  await visit.page.getByRole("dialog").getByRole("button", { name: /lobby/ }).waitFor();
}
