import assert from "node:assert/strict";
import type { Transport } from "../../server/net/connection.ts";
import type { Peer } from "../../server/net/peer.ts";
import { serveProxied } from "../../server/net/proxied_transport.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";
import { binaryHeader, bodyOfIPv4, tlsExtra } from "../helpers/proxy_header.ts";

const proxy: Peer = { address: "10.0.0.1", port: 40_000, localPort: 5050 };
const encoder = new TextEncoder();
const v1 = encoder.encode("PROXY TCP4 203.0.113.7 192.0.2.1 56324 5050\r\n");
const v2 = binaryHeader({ body: [...bodyOfIPv4, ...tlsExtra(true)] });
const usual = { silentMs: 60_000, headerMs: 60_000 };

/** What a connection has become. */
interface Outcome {
  readonly raw: MemoryTransport;
  readonly done: Promise<void>;
  readonly logged: string[];
  served: { readonly transport: Transport; readonly peer: Peer } | undefined;
}

function connect(
  peer: Peer = proxy,
  times: { silentMs: number; headerMs: number } = usual,
): Outcome {
  const raw = new MemoryTransport("a proxy");
  const logged: string[] = [];
  const log = { debug() {}, info() {}, warn: (text: string) => void logged.push(text), error() {} };
  const done = serveProxied(raw, peer, {
    serve: (transport, peer) => outcome.served = { transport, peer },
    log,
    ...times,
  });
  const outcome: Outcome = { raw, done, logged, served: undefined };
  return outcome;
}

async function readAll(transport: Transport): Promise<string> {
  const buffer = new Uint8Array(7);
  let text = "";
  for (;;) {
    const count = await transport.read(buffer);
    if (count === null) return text;
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
}

Deno.test("a header split at any byte gives the client, and not a byte behind it is lost", async () => {
  for (const [header, isSecure] of [[v1, false], [v2, true]] as const) {
    const all = new Uint8Array([...header, ...encoder.encode("NICK ann\r\nUSER a 0 * :a\r\n")]);
    for (let at = 0; at <= all.length; at++) {
      const outcome = connect();
      for (const part of [all.subarray(0, at), all.subarray(at)]) {
        if (part.length > 0) outcome.raw.sends(part);
      }
      outcome.raw.endsSending();
      await outcome.done;
      assert.deepEqual(outcome.served?.peer, {
        address: "203.0.113.7",
        port: 56324,
        localPort: 5050,
      });
      assert.equal(outcome.served?.transport.isSecure, isSecure);
      assert.equal(await readAll(outcome.served.transport), "NICK ann\r\nUSER a 0 * :a\r\n");
    }
  }
});

Deno.test("a header that comes byte by byte is read too", async () => {
  const outcome = connect();
  for (const byte of v1) outcome.raw.sends(new Uint8Array([byte]));
  outcome.raw.sends("x");
  outcome.raw.endsSending();
  await outcome.done;
  assert.ok(outcome.served);
  assert.equal(await readAll(outcome.served.transport), "x");
});

Deno.test("without a header the proxy itself is served, and all it says is heard", async () => {
  for (const text of ["NICK ann\r\n", "PRIVMSG", "\r\nhello", "PRO", ""]) {
    const outcome = connect();
    if (text !== "") outcome.raw.sends(text);
    outcome.raw.endsSending();
    await outcome.done;
    assert.deepEqual(outcome.served?.peer, proxy, text);
    assert.equal(await readAll(outcome.served.transport), text);
    assert.deepEqual(outcome.logged, []);
  }
});

Deno.test("who is silent is served, and heard when it speaks; a header comes too late then", async () => {
  const hello = connect(proxy, { silentMs: 1, headerMs: 60_000 });
  await hello.done;
  assert.deepEqual(hello.served?.peer, proxy);
  hello.raw.sends("hello");
  hello.raw.endsSending();
  assert.equal(await readAll(hello.served.transport), "hello");
  const late = connect(proxy, { silentMs: 1, headerMs: 60_000 });
  await late.done;
  late.raw.sends(v1);
  assert.ok(late.served);
  await assert.rejects(late.served.transport.read(new Uint8Array(99)), { name: "LateProxyHeader" });
});

Deno.test("a header that is bad, or does not end, closes the connection with a line in the log", async () => {
  const bad = connect();
  bad.raw.sends("PROXY TCP4 nonsense\r\nNICK ann\r\n");
  await bad.done;
  const stalled = connect(proxy, { silentMs: 60_000, headerMs: 1 });
  stalled.raw.sends("PROXY TCP4 203.0");
  await stalled.done;
  const ended = connect();
  ended.raw.sends(v2.subarray(0, 20));
  ended.raw.endsSending();
  await ended.done;
  for (
    const [{ served, raw, logged }, why] of [
      [bad, "its line is none"],
      [stalled, "it does not end"],
      [ended, "it does not end"],
    ] as const
  ) {
    assert.equal(served, undefined);
    assert.equal(raw.isClosed, true);
    assert.deepEqual(logged, [
      `Closed connection from 10.0.0.1:40000: its PROXY header is bad: ${why}`,
    ]);
  }
});

Deno.test("a proxy elsewhere makes nobody come from this machine", async () => {
  const claims = "PROXY TCP4 127.0.0.1 127.0.0.1 5 5\r\n";
  const far = connect();
  far.raw.sends(claims);
  await far.done;
  assert.equal(far.served?.peer.address, "10.0.0.1");
  const near = connect({ ...proxy, address: "127.0.0.2" });
  near.raw.sends(claims);
  await near.done;
  assert.equal(near.served?.peer.address, "127.0.0.1");
});

Deno.test("a connection that is lost before anybody reads it is no fault of the server", async () => {
  const outcome = connect(proxy, { silentMs: 1, headerMs: 1 });
  await outcome.done;
  outcome.raw.close();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.ok(outcome.served);
  await assert.rejects(outcome.served.transport.read(new Uint8Array(9)));
});
