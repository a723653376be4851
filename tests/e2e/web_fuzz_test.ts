import assert from "node:assert/strict";
import {
  type Random,
  randomBelow,
  randomBytes,
  randomOf,
  seededRandom,
} from "../helpers/random.ts";
import { startServer } from "../helpers/server.ts";
import { WebClient } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { clientFrame, upgraded } from "../helpers/ws_frames.ts";

const bytes: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

const heads: readonly string[] = [
  "GET / HTTP/1.1\r\n",
  "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "GET http://evil/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "GET //evil HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  "GET / HTTP/1.0\r\n\r\n",
  "GET / HTTP/9.9\r\n\r\n",
  "CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n",
];

/** A request that is nearly right, or nothing but bytes. */
function randomRequest(random: Random): Uint8Array {
  const head = new TextEncoder().encode(randomOf(random, heads));
  if (randomBelow(random, 3) === 0) return randomBytes(random, bytes, 200);
  if (randomBelow(random, 2) === 0) {
    head[randomBelow(random, head.length)] = randomOf(random, bytes);
  }
  return head;
}

/** A frame that is nearly right, or nothing but bytes. */
function randomFrame(random: Random): Uint8Array {
  if (randomBelow(random, 4) === 0) return randomBytes(random, bytes, 40);
  const kind = randomOf(random, ["text", "binary", "close", "ping"] as const);
  const text = randomOf(random, ["", "x", "NICK a\r\nQUIT", "PING x", "\ud800", "漢".repeat(60)]);
  const frame = clientFrame(kind, text);
  if (randomBelow(random, 3) === 0) frame[randomBelow(random, 2)] = randomOf(random, bytes);
  return frame;
}

/** Sends until the server has had enough. */
async function pour(client: WireClient, pieces: readonly Uint8Array[]): Promise<void> {
  try {
    for (const piece of pieces) await client.sends(piece);
  } catch {
    // It was closed.
  }
  await client.close();
}

Deno.test("requests and frames of any kind leave the server as it was", async () => {
  await using server = await startServer([], { hasWeb: true });
  await using page = await WebClient.connect({ port: server.webPort });
  await page.registers("page");
  for (let seed = 1; seed <= 150; seed++) {
    const random = seededRandom(seed);
    const request = await WireClient.connect(server.webPort);
    await pour(request, [randomRequest(random), randomRequest(random)]);
    const frames = Array.from({ length: 5 }, () => randomFrame(random));
    await pour(await upgraded(server.webPort), frames);
  }
  assert.equal(await (await fetch(`http://127.0.0.1:${server.webPort}/health`)).text(), "ok\n");
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.sends("PRIVMSG #lobby :still here\r\n");
  await page.expects(" PRIVMSG #lobby :still here\n");
  assert.doesNotMatch(server.log.text, / error /);
});
