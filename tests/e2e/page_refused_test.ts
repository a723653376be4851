import { browserPeers, PageBrowser } from "../helpers/page_browser.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("what could not be said comes back into the field", browserPeers, async () => {
  await using server = await startServer(["--memory", "--no-flood-limit"], { hasWeb: true });
  await using browser = await PageBrowser.start();
  const { port, webPort } = server;
  await using ann = await WireClient.joined(port, "ann");
  await ann.sends("JOIN #quiet\r\nMODE #quiet +m\r\n");
  await ann.expects(/ MODE #quiet \+m/);
  const mira = await browser.visit({ webPort });
  const { page } = mira;
  const held: (() => void)[] = [];
  let holds = false;
  await page.routeWebSocket(/^ws:/, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => upstream.send(message));
    upstream.onMessage((message) => {
      if (holds && String(message).includes(" 404 ")) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  await page.reload();
  await mira.enters("mira");
  await mira.says("/join #quiet");
  await page.getByLabel("Message to #quiet").waitFor();

  await mira.says("let me speak");
  await mira.holds("let me speak");

  holds = true;
  await mira.says("and this");
  while (held.length === 0) await page.waitForTimeout(10);
  await page.keyboard.type("something else");
  for (const release of held) release();
  await page.getByRole("status").getByText("and this").waitFor();
  await mira.holds("something else");
  await page.getByRole("button", { name: "Put it back" }).click();
  await mira.holds("something else\nand this");
  await page.getByRole("button", { name: "Put it back" }).waitFor({ state: "detached" });
  browser.assertSound();
  await mira.leaves();
});
