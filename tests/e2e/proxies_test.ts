import assert from "node:assert/strict";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { Feed } from "../helpers/feed.ts";
import { peerTest } from "../helpers/peers.ts";
import { binaryHeader, bodyOfIPv4 } from "../helpers/proxy_header.ts";
import { pump, startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { clientFrame } from "../helpers/ws_frames.ts";

const trusting = ["--trusted-proxy", "192.0.2.0/24,127.0.0.1"];

/** What a proxy says of whoever comes from `address`. */
const line = (address: string, port = 56324) => `PROXY TCP4 ${address} 127.0.0.1 ${port} 5050\r\n`;

/** Comes through a proxy from an address, and joins the lobby. */
async function joined(port: number, nick: string, header: string | Uint8Array) {
  const client = await WireClient.connect(port, nick);
  await client.sends(header);
  await client.sends(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN #lobby\r\n`);
  await client.expects(/ 366 \S+ #lobby .*\r\n/);
  return client;
}

Deno.test("through a proxy everybody has their own address: in the log, to others, for limits and bans", async () => {
  using folder = new ConfigFolder();
  folder.write("[limits]\nconnections-per-address = 1\n");
  const args = ["--config", folder.file, ...trusting];
  await using server = await startServer(args, { stdin: "piped" });
  await using ann = await joined(server.port, "ann", line("203.0.113.7"));
  await server.log.expects("Accepted connection from 203.0.113.7:56324\n");
  await using bob = await joined(server.port, "bob", line("203.0.113.99", 5));
  await ann.expects(/:bob!~bob@[0-9a-f]{8}\.([0-9a-f]{8}\.[0-9a-f]{8}\.ip) JOIN #lobby\r\n/);
  const binary = binaryHeader({ body: bodyOfIPv4 });
  await using second = await WireClient.connect(server.port, "second");
  await second.sends(new Uint8Array([...binary, ...new TextEncoder().encode("NICK x\r\n")]));
  const full = "ERROR :Closing link: too many connections from your address\r\n";
  assert.equal(await second.feed.ended(), full);
  await server.types("/ban 203.0.113.7 spam\n");
  assert.match(await ann.feed.ended(), / 465 ann :You are banned from this server: spam\r\nERROR /);
  await using back = await WireClient.connect(server.port, "back");
  await back.sends(binary);
  assert.equal(await back.feed.ended(), "ERROR :Closing link: banned: spam\r\n");
  await bob.barrier();
});

Deno.test("a trusted proxy need not say a header, and whoever sits there may be silent", async () => {
  await using server = await startServer(trusting);
  await using ann = await WireClient.joined(server.port, "ann");
  assert.match(ann.feed.text, /:ann!~ann@localhost JOIN #lobby\r\n/);
  await using silent = await WireClient.connect(server.port, "silent");
  await silent.expects(/^alias\?$/);
  await silent.sends("sil\n");
  await silent.expects("[server] Here: ");
  await using bad = await WireClient.connect(server.port, "bad");
  await bad.sends("PROXY TCP4 what\r\nNICK bad\r\n");
  assert.equal(await bad.feed.ended(), "");
  const why = "its PROXY header is bad: its line is none";
  await server.log.expects(`warn Closed connection from ${bad.address}: ${why}\n`);
});

Deno.test("nobody else is believed: the header is what it says, and the address what it is", async () => {
  await using server = await startServer(["--trusted-proxy", "192.0.2.0/24"], { hasWeb: true });
  await using liar = await WireClient.connect(server.port, "liar");
  await liar.sends(line("203.0.113.7"));
  await liar.expects("[server] Here: guest-");
  await server.log.expects(`Accepted connection from ${liar.address}\n`);
  const response = await fetch(`http://127.0.0.1:${server.webPort}/health`, {
    headers: { "X-Forwarded-For": "203.0.113.7" },
  });
  assert.equal(await response.text(), "ok\n");
  assert.doesNotMatch(server.log.text, /203\.0\.113\.7:/);
});

peerTest("a header comes before the handshake of TLS", certificatePeers, async () => {
  using certificate = await Certificate.make();
  await using server = await startServer([...certificate.options, ...trusting]);
  for (
    const header of [
      new TextEncoder().encode(line("203.0.113.7")),
      binaryHeader({ body: bodyOfIPv4 }),
    ]
  ) {
    const raw = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    await raw.write(header);
    const secure = await Deno.startTls(raw, { hostname: "127.0.0.1", caCerts: [certificate.pem] });
    const feed = new Feed("a client of TLS");
    const reading = pump(secure.readable, feed);
    await secure.write(new TextEncoder().encode("NICK ann\r\nUSER a 0 * :a\r\nWHOIS ann\r\n"));
    await feed.expects(/ 671 ann ann :is using a secure connection\r\n/);
    await server.log.expects("Accepted connection from 203.0.113.7:56324\n");
    await secure.write(new TextEncoder().encode("QUIT\r\n"));
    await reading;
  }
});

Deno.test("a proxy of the web tells whose request it is; the banned get 403 through it too", async () => {
  await using server = await startServer(trusting, { hasWeb: true, stdin: "piped" });
  const ask = (address: string, proto = "http") =>
    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
    `X-Forwarded-For: 127.0.0.1, ${address}\r\nX-Forwarded-Proto: ${proto}\r\n\r\n`;
  await using page = await WireClient.connect(server.webPort, "page");
  await page.sends(ask("203.0.113.7", "https"));
  await page.expects(/^HTTP\/1\.1 101 [^]*\r\n\r\n/);
  await page.sends(clientFrame("text", "NICK page"));
  await page.sends(clientFrame("text", "USER page 0 * :page"));
  await page.sends(clientFrame("text", "WHOIS page"));
  await page.expects(" 671 page page :is using a secure connection");
  await server.log.expects(/Accepted connection from 203\.0\.113\.7:\d+\n/);
  await server.types("/ban 1h page go away\n");
  assert.match(await page.feed.ended(), / 465 page :You are banned .* until .* GMT: go away/);
  await using again = await WireClient.connect(server.webPort, "again");
  await again.sends(ask("203.0.113.7"));
  assert.match(await again.feed.ended(), /^HTTP\/1\.1 403 Forbidden\r\n[^]*: go away\n$/);
  const url = `http://127.0.0.1:${server.webPort}/health`;
  const answers = await Promise.all(["203.0.113.7", "203.0.113.8"].map(async (address) => {
    const response = await fetch(url, { headers: { "X-Forwarded-For": address } });
    await response.text();
    return response.status;
  }));
  assert.deepEqual(answers, [403, 200]);
});
