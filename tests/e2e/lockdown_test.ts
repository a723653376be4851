import assert from "node:assert/strict";
import { admin } from "../helpers/admin.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { startServer } from "../helpers/server.ts";
import { WebClient } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";

const locked = "ERROR :Closing link: nobody new is let in for now; try again later\r\n";

Deno.test("chat admin locks the doors, says so in stats, and opens them; who is here stays", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data], { hasWeb: true });
  await using ann = await WireClient.joined(server.port, "ann");
  assert.match((await admin(data, "stats")).stdout, /^lockdown off$/m);

  const { stdout } = await admin(data, "lockdown", "accounts");
  assert.equal(stdout, "Only who has an account is let in until lockdown off\n");
  await using bob = await WireClient.connect(server.port);
  await bob.sends("NICK bob\r\nUSER bob 0 * :bob\r\n");
  assert.match(await bob.feed.ended(), /FAIL \* ACCOUNT_REQUIRED .*\r\n.*Log in to an account/);

  assert.equal(
    (await admin(data, "--json", "lockdown", "all", "60")).stdout,
    '{"lockdown":"all"}\n',
  );
  await using eve = await WireClient.connect(server.port);
  assert.equal(await eve.feed.ended(), locked);
  await using web = await WebClient.connect({ port: server.webPort });
  assert.equal(await web.feed.ended(), locked.replace("\r", ""));
  const page = await fetch(`http://127.0.0.1:${server.webPort}/health`);
  assert.equal(await page.text(), "ok\n");
  assert.match((await admin(data, "stats")).stdout, /^lockdown all$/m);
  await ann.sends("PRIVMSG #lobby :still here\r\n");
  await ann.barrier();

  assert.equal((await admin(data, "lockdown", "some")).code, 1);
  assert.equal((await admin(data, "lockdown", "off")).stdout, "The doors are open\n");
  await using kim = await WireClient.joined(server.port, "kim");
  await kim.barrier();
});
