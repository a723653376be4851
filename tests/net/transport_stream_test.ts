import assert from "node:assert/strict";
import { transportStream } from "../../server/net/transport_stream.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";

/** Lets all happen that is due. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("a peer that sends more than is read has to wait, and all of it is read", async () => {
  const raw = new MemoryTransport("a peer");
  const stream = transportStream(raw);
  const pieces = Array.from({ length: 100 }, (_, index) => String(index % 10).repeat(1_000));
  const bytes = new Uint8Array(1_000);
  for (const piece of pieces) {
    new TextEncoder().encodeInto(piece, bytes);
    raw.sends(bytes);
  }
  raw.endsSending();
  await turn();
  assert.equal(raw.isPaused, true);
  assert.ok(stream.readableLength < 20_000, `${stream.readableLength} bytes were taken unread`);
  let text = "";
  for await (const some of stream) text += String(some);
  assert.equal(text, pieces.join(""));
});

Deno.test("a stream and its socket end together", async () => {
  const raw = new MemoryTransport("a peer");
  transportStream(raw).destroy();
  await turn();
  assert.equal(raw.isClosed, true);
  const other = new MemoryTransport("a peer");
  const stream = transportStream(other);
  const failed = new Promise((resolve) => stream.once("error", resolve));
  other.loses(new Error("reset"));
  assert.equal(String(await failed), "Error: reset");
  await turn();
  assert.equal(other.isClosed, true);
});
