import assert from "node:assert/strict";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("the page can be installed, and opens without its server", browserPeers, async () => {
  await using browser = await PageBrowser.start();
  const server = await startServer(["--memory"], { hasWeb: true });
  const { webPort } = server;
  let isRunning = true;
  try {
    const mira = await browser.visit({ webPort });
    const { page } = mira;
    const manifest: unknown = await page.evaluate(
      "fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())",
    );
    assert.match(JSON.stringify(manifest), /"display":"standalone"/);
    assert.match(JSON.stringify(manifest), /"512x512"/);
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
    await page.reload();
    await page.getByLabel("Your name").waitFor();
    await server[Symbol.asyncDispose]();
    isRunning = false;
    await page.reload();
    await page.getByLabel("Your name").fill("mira");
    await page.getByRole("button", { name: "Start talking" }).click();
    await page.getByText("The server can't be reached.").waitFor();
    browser.assertSound();
    await mira.leaves();
  } finally {
    if (isRunning) await server[Symbol.asyncDispose]();
  }
});

peerTest(
  "who looks elsewhere is notified of mentions where that is allowed",
  browserPeers,
  async () => {
    await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
    await using browser = await PageBrowser.start();
    await using ann = await WireClient.joined(server.port, "ann");
    const mira = await browser.visit({ webPort: server.webPort });
    const { page } = mira;
    // What the system shows can't be looked at: what it is told is kept, and nobody is looking.
    await page.evaluate(`{
    globalThis.notes = [];
    globalThis.Notification = class {
      static permission = "granted";
      constructor(title, { body }) { notes.push(title + ": " + body); }
      close() {}
    };
    Object.defineProperty(document, "hidden", { get: () => true });
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    document.hasFocus = () => false;
    document.dispatchEvent(new Event("visibilitychange"));
    dispatchEvent(new Event("blur"));
  }`);
    await mira.enters("mira");
    await ann.sends("PRIVMSG #lobby :nothing for her\r\nPRIVMSG #lobby :mira: look here\r\n");
    await mira.sees("look here");
    assert.deepEqual(await page.evaluate("notes"), ["ann, #lobby: mira: look here"]);
    await mira.says("/mute");
    await page.getByRole("navigation").getByText("muted").waitFor();
    await ann.sends("PRIVMSG #lobby :mira: and here\r\n");
    await mira.sees("and here");
    const notes: unknown = await page.evaluate("notes");
    assert.ok(Array.isArray(notes));
    assert.equal(notes.length, 1);
    browser.assertSound();
    await mira.leaves();
  },
);
