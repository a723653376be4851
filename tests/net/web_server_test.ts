import assert from "node:assert/strict";
import type { AnyTransport } from "../../server/net/connection.ts";
import { FakeDesk } from "../helpers/fake_desk.ts";
import { WebServer } from "../../server/net/web_server.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";

/** A web server without sockets; ends when its scope does. */
class Scene implements Disposable {
  readonly served: AnyTransport[] = [];
  readonly web: WebServer;
  readonly desk = new FakeDesk();
  isDraining = false;
  #lastPort = 40_000;

  constructor(askMs = 10_000) {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    this.web = new WebServer({
      serve: (transport) => void this.served.push(transport),
      names: () => ({ hosts: [], origins: [] }),
      page: undefined,
      desk: this.desk,
      metrics: () => Promise.reject(new Error("There are none")),
      hasPublicMetrics: () => false,
      isDraining: () => this.isDraining,
      limits: () => ({ maxClients: 5, connectionsPerAddress: 2 }),
      isExempt: (address) => address === "127.0.0.1",
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
  for (const body of ["", "null", "[1]", '{"name":1,"password":"right"}', long(65), long(5_000)]) {
    const browser = scene.connects();
    browser.sends(
      `POST /dashboard/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await browser.output.expects(/^HTTP\/1\.1 400 [^]*no name and password\.\n$/);
    browser.close();
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
    browser.close();
  }
  assert.deepEqual(scene.desk.logins, []);
});
