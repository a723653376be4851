import assert from "node:assert/strict";
import { Refusals } from "../../server/net/refusals.ts";
import { FakeTime } from "../helpers/fake_time.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";

const peer = { address: "192.0.2.1", port: 40_000, localPort: 5050 };
const log = { debug() {}, info() {}, warn() {}, error() {} };

Deno.test("who is refused is told why, and heard out before the connection is closed", async () => {
  const transport = new MemoryTransport("a guest");
  const refused = new Refusals(log).refuse(transport, peer, "It is full");
  transport.sends("NICK ann\r\n");
  await transport.output.expects("ERROR :Closing link: It is full\r\n");
  assert.equal(transport.isClosed, false);
  transport.endsSending();
  await refused;
  assert.equal(transport.isClosed, true);
});

Deno.test("who is refused and lost is waited for no longer", async () => {
  using _ = new FakeTime();
  const transport = new MemoryTransport("a guest");
  const refused = new Refusals(log).refuse(transport, peer, "It is full");
  await transport.output.expects("full");
  transport.loses(new Error("reset"));
  await refused;
  assert.equal(transport.isClosed, true);
});

Deno.test("who is refused and stays, or takes nothing, is closed all the same", async () => {
  const refusals = new Refusals(log);
  const [stays, stuck] = [new MemoryTransport("who stays"), new MemoryTransport("who is stuck")];
  stuck.isStuck = true;
  await Promise.all([stays, stuck].map((one) => refusals.refuse(one, peer, "It is full")));
  assert.deepEqual([stays.isClosed, stuck.isClosed], [true, true]);
});
