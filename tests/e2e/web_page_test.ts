import assert from "node:assert/strict";
import { buildPage, sourcePage } from "../../tools/build_page.ts";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WebClient } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";

const web = { hasWeb: true };

/** What one request by hand gets: its head, and what follows that. */
async function ask(port: number, lines: readonly string[]): Promise<readonly [string, string]> {
  await using client = await WireClient.connect(port, "a browser");
  const isUpgrade = lines.includes("Upgrade: websocket");
  const request = [...lines, `Connection: ${isUpgrade ? "Upgrade" : "close"}`];
  await client.sends(`${request.join("\r\n")}\r\n\r\n`);
  const [head = "", body = ""] = (await client.feed.ended()).split("\r\n\r\n");
  return [head, body];
}

/** What an upgrade from a page gets. */
async function upgradeFrom(port: number, host: string, origin?: string): Promise<string> {
  const [head] = await ask(port, [
    "GET / HTTP/1.1",
    `Host: ${host}`,
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ]);
  return head.slice(9, 12);
}

function urlOf({ webPort }: TestServer, path = "/"): string {
  return `http://127.0.0.1:${webPort}${path}`;
}

Deno.test("a browser gets the page and its parts, which may run nothing but themselves", async () => {
  await buildPage(sourcePage);
  await using server = await startServer([], web);
  const response = await fetch(urlOf(server));
  const page = await response.text();
  assert.equal(response.status, 200);
  assert.match(page, /^<!DOCTYPE html>/i);
  const { headers } = response;
  const policy = headers.get("content-security-policy") ?? "";
  for (
    const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ws://127.0.0.1:${server.webPort} wss://127.0.0.1:${server.webPort}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]
  ) assert.ok(policy.split("; ").includes(rule), `${rule} in ${policy}`);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("referrer-policy"), "no-referrer");
  assert.equal(headers.get("cache-control"), "no-cache");
  const parts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(parts.length >= 2, page);
  for (const path of parts) {
    const part = await fetch(urlOf(server, path));
    await part.body?.cancel();
    assert.equal(part.status, 200);
    assert.equal(part.headers.get("cache-control"), "public, max-age=31536000, immutable");
  }
  for (const path of ["/nothing", "/deno.json", "/%2e%2e/deno.json"]) {
    const none = await fetch(urlOf(server, path));
    await none.body?.cancel();
    assert.equal(none.status, 404);
  }
});

Deno.test("what has not changed is not sent again, and it is packed for who can unpack it", async () => {
  await buildPage(sourcePage);
  await using server = await startServer([], web);
  const packed = await fetch(urlOf(server), { headers: { "accept-encoding": "gzip" } });
  await packed.body?.cancel();
  const size = Number(packed.headers.get("content-length") ?? NaN);
  const host = `Host: 127.0.0.1:${server.webPort}`;
  const [, body] = await ask(server.webPort, ["GET / HTTP/1.1", host, "Accept-Encoding: gzip;q=0"]);
  assert.match(body, /^<!DOCTYPE html>/i);
  const etag = packed.headers.get("etag") ?? "";
  const [again, nothing] = await ask(server.webPort, [
    "GET / HTTP/1.1",
    host,
    `If-None-Match: ${etag}`,
  ]);
  assert.match(again, /^HTTP\/1\.1 304 /);
  assert.equal(nothing, "");
  const [head] = await ask(server.webPort, ["HEAD / HTTP/1.1", host, "Accept-Encoding: br, gzip"]);
  assert.match(head, /\r\nContent-Encoding: gzip\r\n/i);
  const length = Number(/\r\nContent-Length: (\d+)/i.exec(head)?.[1]);
  assert.ok(length < body.length && (Number.isNaN(size) || size === length));
});

Deno.test("other methods are refused, and nothing of a body becomes a request", async () => {
  await using server = await startServer([], web);
  const response = await fetch(urlOf(server), {
    method: "POST",
    body: "GET /health HTTP/1.1\r\n\r\n",
  });
  assert.equal(response.status, 405);
  assert.equal(await response.text(), "Only GET and HEAD are answered here.\n");
  const [head] = await ask(server.webPort, ["BREAK"]);
  assert.match(head, /^HTTP\/1\.1 400 /);
});

Deno.test("a name that is not the server's is refused, and the option to allow it named", async () => {
  await using server = await startServer(["--web-host", "chat.example"], web);
  const [head, body] = await ask(server.webPort, ["GET / HTTP/1.1", "Host: evil.example"]);
  assert.match(head, /^HTTP\/1\.1 421 /);
  assert.match(body, /"evil\.example" .* --web-host\.\n$/);
  assert.equal(await upgradeFrom(server.webPort, "evil.example", "http://evil.example"), "421");
  assert.equal(await upgradeFrom(server.webPort, "evil.example"), "421");
  const [known] = await ask(server.webPort, ["HEAD / HTTP/1.1", "Host: Chat.Example:1"]);
  assert.doesNotMatch(known, /^HTTP\/1\.1 421 /);
});

Deno.test("a page of others may not connect, unless it is listed", async () => {
  await using server = await startServer(["--web-origin", "https://pages.example"], web);
  const own = `127.0.0.1:${server.webPort}`;
  assert.equal(await upgradeFrom(server.webPort, own, "http://evil.example"), "403");
  assert.equal(await upgradeFrom(server.webPort, own, "null"), "403");
  assert.equal(await upgradeFrom(server.webPort, "localhost:1", "http://localhost:2"), "403");
  await assert.rejects(WebClient.connect({ port: server.webPort, origin: "http://a" }), /403/);
  for (const origin of [`http://${own}`, "https://pages.example"]) {
    await using page = await WebClient.connect({ port: server.webPort, origin });
    await page.registers("page");
  }
});

Deno.test("health and metrics are told, the metrics to this machine alone", async () => {
  await using server = await startServer([], web);
  assert.equal(await (await fetch(urlOf(server, "/health"))).text(), "ok\n");
  await using page = await WebClient.connect({ port: server.webPort });
  await page.registers("page");
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.sends("PRIVMSG #lobby :hello\r\n");
  await page.expects(" PRIVMSG #lobby :hello\n");
  const text = await (await fetch(urlOf(server, "/metrics"))).text();
  for (
    const line of [
      'chat_connections{transport="tcp",dialect="irc"} 1',
      'chat_connections{transport="ws",dialect="irc"} 1',
      "chat_messages_total 1",
      "chat_users 2",
      "chat_queued_bytes 0",
      "chat_connections_accepted_total 2",
    ]
  ) assert.ok(text.includes(`\n${line}\n`), `${line} in ${text}`);
  for (
    const name of [
      "chat_deliveries_total",
      "chat_store_commit_seconds_count",
      "chat_write_round_seconds_count",
      "chat_resident_memory_bytes",
    ]
  ) assert.match(text, new RegExp(`\\n${name} [1-9]\\d*\\n`));
  assert.match(text, /\n# TYPE chat_event_loop_lag_seconds histogram\n/);
  assert.doesNotMatch(text, /nan/i);
  const host = `Host: 127.0.0.1:${server.webPort}`;
  const [proxied] = await ask(server.webPort, [
    "GET /metrics HTTP/1.1",
    host,
    "X-Forwarded-For: 192.0.2.1",
  ]);
  assert.match(proxied, /^HTTP\/1\.1 403 /);
});

Deno.test("the chat port shows browsers the way to the page, and says where WebSocket is", async () => {
  await using server = await startServer([], web);
  const response = await fetch(`http://127.0.0.1:${server.port}/x`, { redirect: "manual" });
  await response.body?.cancel();
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("location"), urlOf(server));
  assert.equal(await upgradeFrom(server.port, `127.0.0.1:${server.port}`), "426");
});

Deno.test("a web port that is taken ends the start where it was asked for", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await assert.rejects(
    startServer(["--web-port", String(taken.addr.port)], web),
    (error: Error) => {
      assert.match(
        error.message,
        /Port \d+ on "127\.0\.0\.1" is taken\. .* choose another with --web-port\.\n$/,
      );
      return true;
    },
  );
});

peerTest(
  "where the chat port speaks TLS the page does too, with a certificate that is renewed",
  certificatePeers,
  async () => {
    using certificate = await Certificate.make();
    using folder = new TestFolder();
    await using server = await startServer(["--data", folder.path, ...certificate.options], web);
    const old = certificate.pem;
    {
      await using page = await WebClient.connect({ port: server.webPort, ca: old });
      await page.registers("page");
      page.sends("WHOIS page");
      await page.expects(/ 671 page page /);
      using http = Deno.createHttpClient({ caCerts: [old] });
      const health = await fetch(`https://localhost:${server.webPort}/health`, { client: http });
      assert.equal(await health.text(), "ok\n");
    }
    await using plain = await WireClient.connect(server.webPort);
    await plain.sends("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.match(await plain.feed.ended(), /^HTTP\/1\.1 400 [^]*: use https\.\n$/);
    await certificate.renew();
    server.signal("SIGHUP");
    await server.log.expects("The settings were read again");
    await assert.rejects(WebClient.connect({ port: server.webPort, ca: old }));
    await using page = await WebClient.connect({ port: server.webPort, ca: certificate.pem });
    await page.registers("page");
  },
);
