import assert from "node:assert/strict";
import type { Peer } from "../../server/net/peer.ts";
import { serveProxied } from "../../server/net/proxied_transport.ts";
import type { Transport } from "../../server/net/transport.ts";
import { Listener } from "../helpers/listener.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";
import { binaryHeader, bodyOfIPv4, tlsExtra } from "../helpers/proxy_header.ts";
import { rethrow } from "../helpers/rethrow.ts";

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
  return await new Listener(transport).feed.ended();
}

/** Lets all happen that is due. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
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
  const { feed, lost } = new Listener(late.served.transport);
  await assert.rejects(lost.then(rethrow), { name: "LateProxyHeader" });
  assert.deepEqual([feed.text, late.raw.isClosed], ["", true]);
});

Deno.test("half a word that a header begins with is heard; a header that it becomes is none", async () => {
  const times = { silentMs: 60_000, headerMs: 1 };
  const said = connect(proxy, times);
  said.raw.sends("PRO");
  await said.done;
  assert.ok(said.served);
  const listener = new Listener(said.served.transport);
  await listener.feed.expects("PRO");
  said.raw.sends("FESSOR");
  await listener.feed.expects("FESSOR");
  const late = connect(proxy, times);
  late.raw.sends(v1.subarray(0, 3));
  await late.done;
  assert.ok(late.served);
  const { feed, lost } = new Listener(late.served.transport);
  await feed.expects("PRO");
  late.raw.sends(v1.subarray(3));
  await assert.rejects(lost.then(rethrow), { name: "LateProxyHeader" });
});

Deno.test("nothing is told before anybody listens, within a call, or in a pause", async () => {
  const outcome = connect();
  const { raw, done } = outcome;
  raw.sends(new Uint8Array([...v1, ...encoder.encode("one ")]));
  raw.sends("two");
  raw.endsSending();
  await done;
  await turn();
  assert.ok(outcome.served);
  const { transport } = outcome.served;
  transport.pause();
  const { feed } = new Listener(transport);
  await turn();
  transport.resume();
  assert.equal(feed.text, "");
  await feed.expects("one ");
  transport.pause();
  const before = feed.text;
  await turn();
  assert.equal(feed.text, before);
  transport.resume();
  await feed.ended();
  assert.equal(feed.text, "one two");
});

Deno.test("who pauses at what was held for it is told of the end later", async () => {
  const outcome = connect();
  outcome.raw.sends("PRO");
  outcome.raw.endsSending();
  await outcome.done;
  assert.ok(outcome.served);
  const { transport } = outcome.served;
  const told: string[] = [];
  transport.listen({
    onBytes: () => {
      told.push("bytes");
      transport.pause();
    },
    onEnd: () => void told.push("end"),
    onLost: rethrow,
  });
  await turn();
  assert.deepEqual([told, outcome.raw.isPaused], [["bytes"], true]);
  transport.resume();
  await turn();
  assert.deepEqual(told, ["bytes", "end"]);
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
  outcome.raw.loses(new Error("reset"));
  await turn();
  assert.ok(outcome.served);
  const { lost } = new Listener(outcome.served.transport);
  await assert.rejects(lost.then(rethrow), { message: "reset" });
});
