import assert from "node:assert/strict";
import { browserPeers, PageBrowser, type PageVisit } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("a search hit leads to where it was said", browserPeers, async (t) => {
  await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const { port, webPort } = server;
  await using ann = await WireClient.joined(port, "ann");
  const lines = Array.from(
    { length: 900 },
    (_, at) => `PRIVMSG #lobby :number ${at} of many${at === 300 ? " needle" : ""}\r\n`,
  );
  await ann.sends(lines.join(""));
  await ann.sends("PRIVMSG #lobby :the last straw\r\n");
  await ann.barrier();
  const mira = await browser.visit({ webPort, name: "mira" });
  const { page } = mira;
  await mira.sees("the last straw");
  const wheel = (y: number) => page.mouse.wheel(0, y);
  const toLatest = page.getByRole("button", { name: "To the latest" });

  await t.step("a hit that is not loaded is shown with what is around it, lit", async () => {
    await seeks(mira, "needle");
    await page.locator(".said.found").getByText("number 300 of many needle").waitFor();
    await mira.sees("number 299 of many");
    await mira.sees("number 301 of many");
    assert.equal(await mira.log.getByText("the last straw").count(), 0);
    assert.equal(await focusedText(mira), "number 300 of many needle");
    await page.locator(".said.found").waitFor({ state: "detached" });
  });

  await t.step("from there one scrolls both ways, each message once and in order", async () => {
    await page.mouse.move(600, 400);
    const seen = new Set<number>();
    for (const [by, last] of [[-400, 120], [400, 700]] as const) {
      const until = performance.now() + 60_000;
      while (!seen.has(last)) {
        assert.ok(performance.now() < until, `${last} was not seen among ${seen.size}`);
        await wheel(by);
        await page.waitForTimeout(20);
        for (const number of await numbersOf(mira)) seen.add(number);
      }
    }
    for (let number = 120; number <= 700; number++) assert.ok(seen.has(number), `${number}`);
  });

  await t.step("what is said meanwhile is unread, and waits at the end", async () => {
    await ann.sends("PRIVMSG #lobby :said meanwhile\r\n");
    await page.getByText("1 unread").first().waitFor({ state: "attached" });
    assert.equal(await mira.log.getByText("said meanwhile").count(), 0);
    await toLatest.click();
    await mira.sees("said meanwhile");
    await toLatest.waitFor({ state: "detached" });
    await page.getByText("1 unread").first().waitFor({ state: "detached" });
  });

  await t.step("who scrolls to the end of the past is at the end of the talk", async () => {
    await seeks(mira, "needle");
    await mira.sees("number 300 of many needle");
    await page.mouse.move(600, 400);
    const until = performance.now() + 60_000;
    while (await toLatest.isVisible()) {
      assert.ok(performance.now() < until, `still at ${await numbersOf(mira)}`);
      await wheel(3000);
      await page.waitForTimeout(20);
      await numbersOf(mira);
    }
    await mira.sees("said meanwhile");
    await ann.sends("PRIVMSG #lobby :and on it goes\r\n");
    await mira.sees("and on it goes");
  });

  await t.step("a hit that is loaded is shown at once; what one says brings one back", async () => {
    await seeks(mira, "straw");
    await page.locator(".said.found").getByText("the last straw").waitFor();
    await seeks(mira, "needle");
    await mira.sees("number 300 of many needle");
    await page.keyboard.press("r");
    await page.keyboard.type("found it");
    await page.keyboard.press("Enter");
    await page.locator(".said:not(.pending)").getByText("found it").waitFor();
    await mira.sees("said meanwhile");
    await ann.expects("found it");
  });

  await t.step("reactions and deletions reach the past that one looks at", async () => {
    await mira.says("a rarity of mine");
    await page.locator(".said:not(.pending)").getByText("a rarity of mine").waitFor();
    await ann.sends(lines.slice(0, 300).join(""));
    await ann.barrier();
    await using zoe = await newcomer(browser, webPort);
    await seeks(zoe.visit, "rarity");
    await zoe.visit.page.locator(".said.found").getByText("a rarity of mine").waitFor();
    await seeks(mira, "rarity");
    await mira.page.locator(".said.found").getByText("a rarity of mine").waitFor();
    await page.keyboard.press("Delete");
    await zoe.visit.sees("Deleted by mira");
    browser.assertSound();
  });
  await mira.leaves();
});

async function seeks({ page }: PageVisit, word: string): Promise<void> {
  await page.keyboard.press("Control+f");
  const dialog = page.getByRole("dialog", { name: "Search" });
  await dialog.getByLabel("Words").fill(word);
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: word }).press("Enter");
  await dialog.waitFor({ state: "detached" });
}

/** The numbers of the messages that are drawn; they are in order and each is there once. */
async function numbersOf(visit: PageVisit): Promise<readonly number[]> {
  const numbers = (await visit.texts()).flatMap((text) => /number (\d+)/.exec(text)?.[1] ?? [])
    .map(Number);
  assert.deepEqual(numbers, [...new Set(numbers)].toSorted((one, other) => one - other));
  return numbers;
}

async function focusedText({ page }: PageVisit): Promise<string> {
  return await page.locator(".said:focus .words").innerText();
}

async function newcomer(
  browser: PageBrowser,
  webPort: number,
): Promise<{ readonly visit: PageVisit } & AsyncDisposable> {
  const visit = await browser.visit({ webPort, name: "zoe" });
  return { visit, [Symbol.asyncDispose]: () => visit.leaves() };
}
