import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const attacks = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  'https://example.com/"onmouseover="alert(1)',
  "data:text/html,<script>alert(1)</script>",
  "\u202eesrever\u202c \u2066isolated",
  "\x03" + "04,01red on black\x0f and \x02bold\x02",
  "\x1b[31mescape\x07",
  "a".repeat(4000),
];

peerTest("what is hostile runs nothing and breaks nothing", browserPeers, async (t) => {
  await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const { port, webPort } = server;
  await using ann = await WireClient.joined(port, "ann", "draft/multiline batch message-tags");
  const mira = await browser.visit({ webPort, name: "mira" });
  const { page } = mira;

  await t.step("messages, names and topics are text", async () => {
    for (const text of attacks) await ann.sends(`PRIVMSG #lobby :${text.slice(0, 400)}\r\n`);
    await ann.sends("JOIN #<b>x</b>\r\nTOPIC #<b>x</b> :<img src=x onerror=alert(2)>\r\n");
    await ann.sends("INVITE mira #<b>x</b>\r\n");
    await ann.sends(`PRIVMSG #lobby :${"😀".repeat(100)}\r\nPRIVMSG #lobby :the last one\r\n`);
    await mira.sees("the last one");
    await mira.says("/join #<b>x</b>");
    await page.getByRole("heading", { name: "#<b>x</b>" }).waitFor();
    await page.locator(".topic").getByText("<img src=x onerror=alert(2)>").waitFor();
    await mira.goes("lobby");
    await mira.sees("<script>alert(1)</script>");
    assert.equal(await page.locator("script:not([src]), .log img, .log script").count(), 0);
    browser.assertSound();
  });

  await t.step("only safe addresses are links, and they know nothing of us", async () => {
    const links = await page.locator(".log a").evaluateAll((all) =>
      all.map((link) => [link.getAttribute("href"), link.getAttribute("rel")])
    );
    assert.ok(links.length > 0);
    for (const [href, rel] of links) {
      assert.match(href ?? "", /^https:\/\/example\.com\//);
      assert.equal(rel, "noopener noreferrer");
    }
  });

  await t.step(
    "control characters are drawn or dropped, never raw, and directions end where they began",
    async () => {
      const text = await page.locator(".log").innerText();
      // deno-lint-ignore no-control-regex -- these must not be there
      assert.doesNotMatch(text, /[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]/);
      assert.match(text, /red on black and bold/);
    },
  );

  await t.step("a word of 100 kB in many lines is cut to the screen", async () => {
    const word = "x".repeat(390);
    const lines = Array.from({ length: 256 }, () => `PRIVMSG #lobby :${word}\r\n`);
    await ann.sends(`${lines.join("")}PRIVMSG #lobby :after the wall\r\n`);
    await mira.sees("after the wall");
    const [inner, outer] = await page.locator(".log").evaluate((log) => [
      log.scrollWidth,
      log.clientWidth,
    ]);
    assert.equal(inner, outer);
    assert.equal(await mira.width(), 1280);
    browser.assertSound();
  });
  await mira.leaves();
});
