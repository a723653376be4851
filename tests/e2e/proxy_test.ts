/** The page and WebSocket through the proxies whose settings docs/operating.md shows. */

import assert from "node:assert/strict";
import { buildPage, sourcePage } from "../../tools/build_page.ts";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { ForeignServer } from "../helpers/foreign_server.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer } from "../helpers/server.ts";
import { WebClient } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** The settings that the docs show for nginx. */
async function shown(): Promise<string> {
  const docs = await Deno.readTextFile("docs/operating.md");
  const [, settings] = /^```nginx\n([^]*?)^```$/m.exec(docs) ?? [];
  assert.ok(settings !== undefined);
  return settings;
}

peerTest(
  "through nginx with the settings of the docs the page is there, WebSocket works, and figures are kept",
  ["nginx", ...certificatePeers],
  async () => {
    await buildPage(sourcePage);
    const settings = await shown();
    using certificate = await Certificate.make();
    await using server = await startServer(["--trusted-proxy", "127.0.0.1"], { hasWeb: true });
    await using nginx = await ForeignServer.start({
      program: "nginx",
      settings: (port, folder) => `
daemon off;
pid ${folder}/nginx.pid;
error_log /dev/stdout notice;
events {}
http {
  access_log off;
  ${
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
          .map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")
      }
  ${
        settings
          .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
          .replace("/etc/ssl/chat.example/cert.pem", certificate.certFile)
          .replace("/etc/ssl/chat.example/key.pem", certificate.keyFile)
          .replace("127.0.0.1:5080", `127.0.0.1:${server.webPort}`)
      }
}`,
      args: (file) => ["-e", "/dev/stdout", "-c", file],
      readyText: "start worker process",
    });
    using http = Deno.createHttpClient({ caCerts: [certificate.pem] });
    const url = `https://localhost:${nginx.port}`;
    const page = await fetch(url, { client: http });
    assert.equal(page.status, 200);
    assert.match(await page.text(), /^<!DOCTYPE html>/i);
    const figures = await fetch(`${url}/metrics`, { client: http });
    assert.equal(figures.status, 403);
    await figures.body?.cancel();
    await using ann = await WireClient.joined(server.port, "ann");
    const at = { port: nginx.port, ca: certificate.pem, protocols: ["text.ircv3.net"] };
    await using bob = await WebClient.connect({ ...at, origin: `https://127.0.0.1:${nginx.port}` });
    await bob.sends("NICK bob");
    await bob.sends("USER b 0 * :b");
    await bob.feed.expects(/ 001 bob /);
    await bob.sends("JOIN #lobby");
    await bob.sends("PRIVMSG #lobby :through the proxy");
    await ann.expects("PRIVMSG #lobby :through the proxy");
    await bob.sends("WHOIS bob");
    await bob.feed.expects(/ 671 bob bob :is using a secure connection\n/);
    await assert.rejects(WebClient.connect({ ...at, origin: "https://elsewhere.example" }));
  },
);
