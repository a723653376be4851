import assert from "node:assert/strict";
import { Connection } from "../../server/net/connection.ts";
import { Rounds } from "../../server/net/rounds.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";

/** Says whether what comes from an address could be read on its way. */
function isPrivate(
  address: string,
  given: { isSecure?: boolean; frameBit?: number } = {},
): boolean {
  const transport = Object.assign(new MemoryTransport("a peer"), given);
  const { session } = new Connection({
    id: 1,
    transport,
    address,
    port: 1,
    host: "host",
    nowMs: 0,
    framing: { anyCase: false, maxPlainBytes: 100 },
    rounds: new Rounds(),
    owner: { onEnding() {}, onClosed() {} },
  });
  return session.isPrivate;
}

Deno.test("what comes by TLS or from this machine is private, and nothing else", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    assert.equal(isPrivate(address), true, address);
  }
  for (const address of ["192.0.2.7", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.7", "1::1"]) {
    assert.equal(isPrivate(address), false, address);
    assert.equal(isPrivate(address, { isSecure: true }), true, address);
  }
});

Deno.test("WebSocket makes no difference to that", () => {
  assert.equal(isPrivate("192.0.2.7", { frameBit: 64 }), false);
  assert.equal(isPrivate("192.0.2.7", { frameBit: 64, isSecure: true }), true);
});
