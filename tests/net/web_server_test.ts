import assert from "node:assert/strict";
import { Bans } from "../../server/core/bans.ts";
import { networks } from "../../server/net/network.ts";
import type { Peer } from "../../server/net/peer.ts";
import { FakeDesk } from "../helpers/fake_desk.ts";
import { WebServer } from "../../server/net/web_server.ts";
import type { AnyTransport } from "../../server/net/transport.ts";
import { testBan } from "../helpers/ban.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";

/** A web server without sockets; ends when its scope does. */
class Scene implements Disposable {
  readonly served: AnyTransport[] = [];
  readonly peers: Peer[] = [];
  readonly bans = new Bans(networks);
  readonly web: WebServer;
  readonly desk = new FakeDesk();
  isDraining = false;
  #lastPort = 40_000;

  constructor(askMs = 10_000) {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    this.web = new WebServer({
      serve: (transport, peer) => {
        this.served.push(transport);
        this.peers.push(peer);
      },
      names: () => ({ hosts: [], origins: [] }),
      page: undefined,
      desk: this.desk,
      metrics: () => Promise.reject(new Error("There are none")),
      hasPublicMetrics: () => false,
      unready: () => this.isDraining ? "draining" : undefined,
      limits: () => ({ maxClients: 5, connectionsPerAddress: 2 }),
      isExempt: (address) => address === "127.0.0.1",
      isProxy: (address) => address.startsWith("10.0.0."),
      findBan: (address) => this.bans.findAddress("ban", address, 0),
      log,
      askMs,
    });
  }

  connects(address = "127.0.0.1"): MemoryTransport {
    const transport = new MemoryTransport(`a browser at ${address}`);
    this.web.take(transport, { address, port: ++this.#lastPort, localPort: 5080 });
    return transport;
  }

  [Symbol.dispose](): void {
    this.web.close();
  }
}

Deno.test("who asks for nothing is ended, also when it drips", async () => {
  using scene = new Scene(100);
  const silent = scene.connects();
  const dripping = scene.connects();
  dripping.sends("GET / HTTP/1.1\r\n");
  const drip = setInterval(() => dripping.sends("a: b\r\n"), 10);
  await silent.output.ended();
  await dripping.output.ended();
  clearInterval(drip);
  assert.deepEqual([silent.isClosed, dripping.isClosed], [true, true]);
});

Deno.test("a connection is kept for the next request, for a while", async () => {
  using scene = new Scene(100);
  const browser = scene.connects();
  for (let count = 0; count < 3; count++) {
    browser.sends("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    await browser.output.expects(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nok\n$/);
  }
  await browser.output.ended();
  assert.equal(browser.isClosed, true);
});

Deno.test("an address has so many connections at a time, and all together have so many", () => {
  using scene = new Scene();
  const remote = [1, 2, 3].map(() => scene.connects("192.0.2.1"));
  assert.deepEqual(remote.map(({ isClosed }) => isClosed), [false, false, true]);
  const local = [1, 2, 3, 4].map(() => scene.connects());
  assert.deepEqual(local.map(({ isClosed }) => isClosed), [false, false, false, true]);
});

Deno.test("what became a WebSocket no longer counts as a browser, and is left alone", async () => {
  using scene = new Scene(50);
  const page = scene.connects("192.0.2.1");
  page.sends(
    "GET / HTTP/1.1\r\nHost: 192.0.2.9\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await page.output.expects(/^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
  const [transport] = scene.served;
  assert.ok(transport !== undefined);
  const others = [1, 2].map(() => scene.connects("192.0.2.1"));
  assert.deepEqual(others.map(({ isClosed }) => isClosed), [false, false]);
  await others[0]?.output.ended();
  assert.equal(page.isClosed, false);
  transport.close();
  assert.equal(page.isClosed, true);
});

Deno.test("what fails while it is answered ends the connection alone", async () => {
  using scene = new Scene();
  const browser = scene.connects();
  browser.sends("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await browser.output.ended();
  const other = scene.connects();
  other.sends("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await other.output.expects(/^HTTP\/1\.1 503 [^]*The page is not built\./);
});

Deno.test("the head of a request is bounded", async () => {
  using scene = new Scene();
  const browser = scene.connects();
  browser.sends(`GET / HTTP/1.1\r\nHost: localhost\r\na: ${"x".repeat(40_000)}\r\n\r\n`);
  await browser.output.expects(/^HTTP\/1\.1 4\d\d /);
});

Deno.test("a server that is about to end is healthy, but not ready, and takes no WebSocket", async () => {
  using scene = new Scene();
  const browser = scene.connects();
  const asks = async (path: string, answer: RegExp): Promise<void> => {
    browser.sends(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await browser.output.expects(answer);
  };
  await asks("/ready", /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nready\n$/);
  scene.isDraining = true;
  await asks("/ready", /^HTTP\/1\.1 503 [^]*\r\n\r\ndraining\n$/);
  await asks("/health", /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nok\n$/);
  const page = scene.connects();
  page.sends(
    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await page.output.expects(/^HTTP\/1\.1 503 [^]*about to end\.\n$/);
  assert.deepEqual(scene.served, []);
});

Deno.test("who has the right password gets figures, and nobody else", async () => {
  using scene = new Scene();
  const browser = scene.connects();
  const asks = async (head: string, answer: RegExp, body = ""): Promise<void> => {
    browser.sends(`${head}\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await browser.output.expects(answer);
  };
  const login = "POST /dashboard/login HTTP/1.1";
  await asks("GET /dashboard/report?after=7 HTTP/1.1", /^HTTP\/1\.1 401 [^]*Log in first\.\n$/);
  await asks(login, /^HTTP\/1\.1 403 [^]*wait a minute\.\n$/, '{"name":"ann","password":"x"}');
  await asks(login, /^HTTP\/1\.1 200 [^]*\{"token":"pass"\}$/, '{"name":"ann","password":"right"}');
  const bearer = "GET /dashboard/report?after=7 HTTP/1.1\r\nAuthorization: Bearer";
  await asks(`${bearer} pass`, /^HTTP\/1\.1 200 [^]*no-store[^]*\{"afterMs":7\}$/i);
  await asks(`${bearer} pas`, /^HTTP\/1\.1 401 [^]*Log in first\.\n$/);
  scene.desk.why = "Come by https.";
  await asks(`${bearer} pass`, /^HTTP\/1\.1 403 [^]*Come by https\.\n$/);
  await asks(login, /^HTTP\/1\.1 403 [^]*Come by https\.\n$/, '{"name":"ann","password":"right"}');
  assert.equal(scene.desk.logins.length, 2, "where nobody gets in nothing is tried");
});

Deno.test("what is no login is refused untried, and so is a page of others and another method", async () => {
  using scene = new Scene();
  const long = (length: number): string => `{"name":"${"x".repeat(length)}","password":"right"}`;
  const forging = '{"name":"ann\\" was refused, from 192.0.2.9:","password":"right"}';
  const wrong = [
    "",
    "null",
    "[1]",
    '{"name":1,"password":"right"}',
    long(65),
    long(5_000),
    forging,
  ];
  for (const body of wrong) {
    const browser = scene.connects();
    browser.sends(
      `POST /dashboard/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await browser.output.expects(/^HTTP\/1\.1 400 [^]*no name and password\.\n$/);
    browser.endsSending();
    await browser.output.ended();
  }
  for (
    const [head, status] of [
      ["POST /dashboard/login HTTP/1.1\r\nOrigin: http://evil.example", "403"],
      ["POST /dashboard/login HTTP/1.1\r\nOrigin: null", "403"],
      ["GET /dashboard/login HTTP/1.1", "405"],
      ["POST /dashboard/report HTTP/1.1", "405"],
      ["GET /dashboard/other HTTP/1.1", "404"],
    ]
  ) {
    const browser = scene.connects();
    browser.sends(`${head}\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`);
    await browser.output.expects(new RegExp(`^HTTP/1\\.1 ${status} `));
    browser.endsSending();
    await browser.output.ended();
  }
  assert.deepEqual(scene.desk.logins, []);
});

const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

Deno.test("the banned get neither page nor WebSocket, but 403 with the reason", async () => {
  using scene = new Scene();
  scene.bans.set(testBan("192.0.2.0/24", { reason: "späm" }));
  const forbidden = /^HTTP\/1\.1 403 Forbidden\r\n[^]*You are banned from this server: späm\n$/;
  const page = scene.connects("192.0.2.1");
  page.sends("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await page.output.expects(forbidden);
  const socket = scene.connects("192.0.2.2");
  socket.sends(`GET / HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`);
  assert.match(await socket.output.ended(), forbidden);
  assert.deepEqual(scene.served, []);
  const other = scene.connects("192.0.3.1");
  other.sends("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await other.output.expects(/^HTTP\/1\.1 200 OK/);
});

Deno.test("behind a trusted proxy the client's address counts, for bans and to talk", async () => {
  using scene = new Scene();
  scene.bans.set(testBan("203.0.113.7"));
  const proxy = scene.connects("10.0.0.1");
  for (const [client, status] of [["203.0.113.7", 403], ["203.0.113.8", 200]] as const) {
    proxy.sends(`GET /health HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4, ${client}\r\n\r\n`);
    await proxy.output.expects(new RegExp(`HTTP/1\\.1 ${status} [^]*\\n$`));
  }
  const liar = scene.connects("192.0.2.1");
  liar.sends("GET /health HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n");
  await liar.output.expects(/^HTTP\/1\.1 200 OK/);
  for (const [scheme, isSecure] of [["https", true], ["http", false]] as const) {
    const page = scene.connects("10.0.0.1");
    page.sends(
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n` +
        `X-Forwarded-Proto: ${scheme}\r\n${upgrade}\r\n`,
    );
    await page.output.expects(/^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
    assert.equal(scene.peers.at(-1)?.address, "203.0.113.9");
    assert.equal(scene.served.at(-1)?.isSecure, isSecure);
    scene.served.at(-1)?.close();
  }
});

Deno.test("whoever trusts no proxy is told no TLS and no address by a header", async () => {
  using scene = new Scene();
  const page = scene.connects("192.0.2.1");
  page.sends(
    `GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 127.0.0.1\r\n` +
      `X-Forwarded-Proto: https\r\n${upgrade}\r\n`,
  );
  await page.output.expects(/^HTTP\/1\.1 101 [^]*\r\n\r\n$/);
  assert.equal(scene.peers[0]?.address, "192.0.2.1");
  assert.equal(scene.served[0]?.isSecure, false);
  scene.served[0]?.close();
});

Deno.test("a client has no more connections through a proxy than without one", async () => {
  using scene = new Scene();
  const ask = async (client: string, answer: RegExp) => {
    const proxy = scene.connects("10.0.0.1");
    proxy.sends(`GET /health HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${client}\r\n\r\n`);
    await proxy.output.expects(answer);
    return proxy;
  };
  await ask("203.0.113.7", /^HTTP\/1\.1 200 /);
  await ask("203.0.113.7", /^HTTP\/1\.1 200 /);
  const third = await ask("203.0.113.7", /^HTTP\/1\.1 503 [^]*too many connections/);
  await ask("203.0.113.8", /^HTTP\/1\.1 200 /);
  third.sends("GET /health HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.8\r\n\r\n");
  await third.output.expects(/HTTP\/1\.1 200 /);
});
