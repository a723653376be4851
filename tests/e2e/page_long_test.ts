import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const count = 20_000;
const lot = 1000;

peerTest(
  "20,000 messages scroll without a stutter, and few of them are in the document",
  browserPeers,
  async () => {
    await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
    await using browser = await PageBrowser.start();
    const { port, webPort } = server;
    await using ann = await WireClient.joined(port, "ann");
    const mira = await browser.visit({ webPort, name: "mira" });
    const { page } = mira;
    for (let from = 0; from < count; from += lot) {
      const lines = Array.from({ length: lot }, (_, at) => {
        const number = from + at;
        return `PRIVMSG #lobby :number ${number} ${"and so on ".repeat((number * 7) % 23)}\r\n`;
      });
      await ann.sends(lines.join(""));
      await ann.barrier();
    }
    await mira.sees(`number ${count - 1}`);
    const drawn = page.locator(".log .row");
    assert.ok(await drawn.count() < 200);
    await page.evaluate(`{
    globalThis.gaps = [];
    let last = performance.now();
    const look = (now) => { gaps.push(now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame(look);
  }`);
    await page.mouse.move(600, 400);
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, turn % 20 === 19 ? -200_000 : -1200);
      await page.waitForTimeout(20);
    }
    const gaps: unknown = await page.evaluate("gaps.sort((a, b) => a - b)");
    assert.ok(Array.isArray(gaps));
    const most = Number(gaps[Math.floor(gaps.length * 0.95)]);
    assert.ok(most < 400, `One frame in twenty takes ${most} ms or more`);
    assert.ok(await drawn.count() < 200);
    // Nothing is blank: the rows that are drawn fill the window.
    const isFull = await page.locator(".log").evaluate((log) => {
      const frame = log.getBoundingClientRect();
      const rows = [...log.querySelectorAll(".row")].map((row) => row.getBoundingClientRect());
      return Math.min(...rows.map(({ top }) => top)) <= frame.top &&
        Math.max(...rows.map(({ bottom }) => bottom)) >= frame.bottom;
    });
    assert.ok(isFull);
    await page.getByRole("button", { name: "To the latest" }).click();
    await mira.sees(`number ${count - 1}`);
    browser.assertSound();
    await mira.leaves();
  },
);
