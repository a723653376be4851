import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { upgraded } from "../helpers/ws_frames.ts";

const offer = "permessage-deflate; client_max_window_bits; server_no_context_takeover";

/** A text of 16 MiB of zeros, packed. */
async function bomb(format: "gzip" | "deflate-raw"): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([new Uint8Array(16 * 1024 * 1024)]).stream()
    .pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

Deno.test("compression is never agreed on, and a compressed frame ends its connection unread", async () => {
  await using server = await startServer([], { hasWeb: true });
  await using page = await upgraded(server.webPort, [`Sec-WebSocket-Extensions: ${offer}`]);
  assert.doesNotMatch(page.feed.text, /extensions/i);
  const packed = await bomb("deflate-raw");
  const length = packed.length;
  // FIN, RSV1 and text, which is what a compressed message begins with; masked by zeros.
  const head = [0xc1, 0x80 | 126, length >> 8, length & 0xff, 0, 0, 0, 0];
  assert.ok(length < 65_536);
  await page.sends(Uint8Array.from([...head, ...packed]));
  await page.feed.ended();
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.barrier();
});

Deno.test("a request with a packed body is refused", async () => {
  await using server = await startServer([], { hasWeb: true });
  const response = await fetch(`http://127.0.0.1:${server.webPort}/`, {
    method: "POST",
    headers: { "Content-Encoding": "gzip" },
    body: await bomb("gzip"),
  });
  assert.equal(response.status, 405);
  await response.body?.cancel();
});
