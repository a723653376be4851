import { PageBrowser } from "./tests/helpers/page_browser.ts"; import { startServer } from "./tests/helpers/server.ts"; import { WireClient } from "./tests/helpers/wire_client.ts";
{
await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true }); await using browser = await PageBrowser.start();
await using ann = await WireClient.joined(server.port, "ann");
for (let i = 0; i < 6; i++) {
const mira = await browser.visit({ webPort: server.webPort, name: "keys" + i }); const { page } = mira;
await page.keyboard.type("typed blindly" + i); await page.keyboard.press("Enter");
try { await mira.log.getByText("typed blindly" + i).first().waitFor({ timeout: 2000 }); console.log("ok"); } catch { console.log(i, await mira.field.inputValue(), await page.locator(".log").evaluate((l) => [l.scrollTop, l.scrollHeight, l.clientHeight, l.innerHTML.slice(-1500)])); await page.screenshot({ path: "/tmp/pg/dbg.png" }); }
await mira.leaves();
}
}
