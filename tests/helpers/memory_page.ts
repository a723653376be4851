/** A page that has come by WebSocket, without a network. */

import assert from "node:assert/strict";
import { hasMessages, type MessageTransport } from "../../server/net/transport.ts";
import { WebServer } from "../../server/net/web_server.ts";
import { FakeDesk } from "./fake_desk.ts";
import { MemoryTransport } from "./memory_transport.ts";

const request =
  "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/** Both ends of one connection, after the upgrade. */
export interface MemoryPage {
  /** The page's end, of bytes. */
  readonly browser: MemoryTransport;
  /** The server's end, of messages. */
  readonly transport: MessageTransport;
}

/** Upgrades a connection. `headers` are those of the request that are not the usual, each with its end. */
export async function connectPage(headers = ""): Promise<MemoryPage> {
  const browser = new MemoryTransport("a page");
  const served = Promise.withResolvers<MessageTransport>();
  const web = createWeb((transport) => served.resolve(transport));
  web.take(browser, { address: "127.0.0.1", port: 40_000, localPort: 5_080 });
  browser.sends(`${request}${headers}\r\n`);
  return { browser, transport: await served.promise };
}

function createWeb(serve: (transport: MessageTransport) => void): WebServer {
  return new WebServer({
    serve: (transport) => {
      assert.ok(hasMessages(transport));
      serve(transport);
    },
    names: () => ({ hosts: [], origins: [] }),
    page: undefined,
    desk: new FakeDesk(),
    unready: () => undefined,
    metrics: () => Promise.reject(new Error("There are none")),
    hasPublicMetrics: () => false,
    limits: () => ({ maxClients: 5, connectionsPerAddress: 2 }),
    isExempt: () => true,
    isProxy: () => false,
    findBan: () => undefined,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}
