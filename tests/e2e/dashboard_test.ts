import assert from "node:assert/strict";
import { hashPassword } from "../../server/accounts/password_hash.ts";
import { assertAccessible } from "../helpers/axe.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

async function start(folder: ConfigFolder): Promise<TestServer> {
  folder.write(`name = "desk.test"\n[operators]\nann = "${await hashPassword("swordfish")}"\n`);
  return await startServer(["--config", folder.file], { hasWeb: true });
}

async function logIn({ webPort }: TestServer, password: string): Promise<Response> {
  const body = JSON.stringify({ name: "ann", password });
  return await fetch(`http://127.0.0.1:${webPort}/dashboard/login`, { method: "POST", body });
}

peerTest(
  "an operator logs in and sees what the server measures, on any screen, by day and by night",
  browserPeers,
  async (t) => {
    using folder = new ConfigFolder();
    // It builds the page, which the server reads when it starts.
    await using browser = await PageBrowser.start();
    await using server = await start(folder);
    const { port, webPort } = server;
    await using bob = await WireClient.joined(port, "bob");
    await bob.sends("PRIVMSG #lobby :nobody's business\r\n");
    await bob.barrier();

    for (const [width, colours] of [[320, "dark"], [1280, "light"]] as const) {
      await t.step(`at ${width} px, ${colours}`, async () => {
        const size = { width, height: 700 };
        const visit = await browser.visit({ webPort, size, colours, hash: "dashboard" });
        const { page } = visit;
        await page.getByLabel("Operator").fill("ann");
        await assertAccessible(page);
        await page.getByLabel("Password").fill("wrong");
        await page.getByRole("button", { name: "Log in" }).click();
        await page.getByRole("alert").getByText("no operator's name and password").waitFor();
        await page.getByLabel("Password").fill("swordfish");
        await page.getByRole("button", { name: "Log in" }).click();
        await page.getByRole("heading", { name: "desk.test" }).waitFor();
        const tile = page.locator(".tiles > div").filter({ hasText: "Connections" });
        await tile.getByText("1", { exact: true }).waitFor();
        const plot = page.getByRole("figure").filter({ hasText: "by what they came by" });
        await plot.getByText("TCP 1").waitFor();
        await plot.locator("path.line-0").first().waitFor({ state: "attached" });
        await page.getByRole("button", { name: "1 hour" }).click();
        await plot.locator(".plot-drawing").hover();
        await plot.getByRole("time").waitFor();
        await assertAccessible(page);
        assert.equal(await visit.width(), width);
        assert.doesNotMatch(await page.content(), /bob|business|127\.0\.0\.1/);
        await page.reload();
        await page.getByRole("heading", { name: "desk.test" }).waitFor();
        await page.getByRole("button", { name: "Log out" }).click();
        await page.getByLabel("Password").waitFor();
        await visit.leaves();
        browser.assertSound();
      });
    }

    await t.step("who is not let in is told why", async () => {
      folder.write("");
      server.signal("SIGHUP");
      await server.log.expects("The settings were read again\n");
      const visit = await browser.visit({ webPort, hash: "dashboard" });
      await visit.page.getByRole("alert").getByText("This server has no operators").waitFor();
      await visit.leaves();
      browser.assertSound();
    });
  },
);

Deno.test("tries on the dashboard and by OPER count together, and no password is logged", async () => {
  using folder = new ConfigFolder();
  await using server = await start(folder);
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.sends("OPER ann swordfish-1\r\n");
  await ann.expects(/ 464 ann /);
  for (const wrong of ["swordfish-2", "swordfish-3", "swordfish"]) {
    const response = await logIn(server, wrong);
    assert.equal(response.status, 403);
    await response.body?.cancel();
  }
  await ann.sends("OPER ann swordfish\r\n");
  await ann.expects(/ 464 ann /);
  await server.log.expects(/refused unheard, from 127\.0\.0\.1 by web: too many tries\n/);
  assert.doesNotMatch(server.log.text, /swordfish/);
});
