import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { TcpListener } from "../../server/net/tcp_listener.ts";
import type { TcpTransport } from "../../server/net/tcp_transport.ts";
import type { ByteEvents } from "../../server/net/transport.ts";
import { Feed } from "../helpers/feed.ts";

/** Both ends of one connection: the server's as what is tested, the peer's as Deno has it. */
class Scene implements AsyncDisposable, ByteEvents {
  readonly peer: Deno.TcpConn;
  readonly transport: TcpTransport;
  /** What has come at the server's end. */
  readonly input = new Feed("the server's end");
  /** How much came at once. */
  readonly sizes: number[] = [];
  readonly #listener: TcpListener;

  private constructor(listener: TcpListener, transport: TcpTransport, peer: Deno.TcpConn) {
    this.#listener = listener;
    this.transport = transport;
    this.peer = peer;
  }

  static async make(): Promise<Scene> {
    const listener = open();
    const { promise, resolve } = Promise.withResolvers<TcpTransport>();
    listener.accept(resolve, fails);
    const peer = await Deno.connect({ hostname: "127.0.0.1", port: listener.address.port });
    return new Scene(listener, await promise, peer);
  }

  onBytes(bytes: Uint8Array): void {
    this.sizes.push(bytes.length);
    this.input.add(new TextDecoder().decode(bytes));
  }

  onEnd(): void {
    this.input.add("<end>");
  }

  onLost(): void {
    this.input.add("<lost>");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.transport.close();
    try {
      this.peer.close();
    } catch {
      // The test has closed it.
    }
    await this.#listener.close();
  }
}

function open(): TcpListener {
  return TcpListener.open("127.0.0.1", 0);
}

function fails(text: string): void {
  assert.fail(text);
}

const encoder = new TextEncoder();

async function sends(peer: Deno.TcpConn, text: string): Promise<void> {
  for (let rest = encoder.encode(text); rest.length > 0;) {
    rest = rest.subarray(await peer.write(rest));
  }
}

/** Reads `count` bytes, or to the end. */
async function reads(peer: Deno.TcpConn, count = Infinity): Promise<number> {
  const buffer = new Uint8Array(64 * 1024);
  let taken = 0;
  while (taken < count) {
    const read = await peer.read(buffer);
    if (read === null) break;
    taken += read;
  }
  return taken;
}

Deno.test("what a peer sends comes, and its end", async () => {
  await using scene = await Scene.make();
  scene.transport.listen(scene);
  await sends(scene.peer, "hello");
  await scene.input.expects("hello");
  await scene.peer.closeWrite();
  await scene.input.expects("<end>");
  assert.equal(scene.transport.write(encoder.encode("still there")), 11);
  assert.equal(await reads(scene.peer, 11), 11);
});

Deno.test("a peer that resets its connection is told as lost, by the name of what happened", async () => {
  const listener = open();
  const { promise: came, resolve } = Promise.withResolvers<TcpTransport>();
  listener.accept(resolve, fails);
  const { address: host, port } = listener.address;
  const peer = createConnection({ host, port });
  peer.on("error", () => {});
  const transport = await came;
  const { promise: lost, resolve: loses } = Promise.withResolvers<unknown>();
  transport.listen({ onBytes() {}, onEnd: () => loses("the end"), onLost: loses });
  peer.resetAndDestroy();
  const error = await lost;
  assert.ok(error instanceof Error);
  assert.equal(error.name, "ConnectionReset");
  transport.close();
  await listener.close();
});

Deno.test("nothing comes before it listens, nor while it is paused; then all does", async () => {
  await using scene = await Scene.make();
  await sends(scene.peer, "early ");
  scene.transport.pause();
  scene.transport.listen(scene);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(scene.input.text, "");
  scene.transport.resume();
  await scene.input.expects("early ");
  scene.transport.pause();
  scene.transport.resume();
  await sends(scene.peer, "late");
  await scene.input.expects("late");
});

Deno.test("much comes in pieces of 16 KiB, and others have a turn between them", async () => {
  await using scene = await Scene.make();
  await using other = await Scene.make();
  const order: string[] = [];
  const told = (name: string, of: Scene): ByteEvents => ({
    onBytes: (bytes) => {
      order.push(name);
      of.onBytes(bytes);
    },
    onEnd: () => of.onEnd(),
    onLost: () => of.onLost(),
  });
  await sends(other.peer, "x");
  const sending = sends(scene.peer, "y".repeat(400 * 1024)).then(() => scene.peer.closeWrite());
  scene.transport.listen(told("much", scene));
  await scene.input.expects("y");
  other.transport.listen(told("little", other));
  await scene.input.expects("<end>");
  await sending;
  assert.equal(scene.input.text.length, 400 * 1024 + "<end>".length);
  assert.ok(Math.max(...scene.sizes) <= 16 * 1024);
  assert.ok(order.indexOf("little") >= 0 && order.indexOf("little") < order.length - 5, `${order}`);
});

Deno.test("who says little is not kept waiting by much that takes long", async () => {
  await using scene = await Scene.make();
  await using other = await Scene.make();
  let pieces = 0;
  let waited: number | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  // As much as the kernel takes, so that it is there whatever this process does.
  const sending = sends(scene.peer, "y".repeat(2_000_000)).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  other.transport.listen({
    onBytes: () => {
      waited = pieces;
      resolve();
    },
    onEnd() {},
    onLost() {},
  });
  scene.transport.listen({
    onBytes() {
      if (++pieces === 1) void sends(other.peer, "x");
      spin(2);
    },
    onEnd() {},
    onLost() {},
  });
  await promise;
  assert.ok(waited !== undefined && waited < 20, `${waited} pieces were handled before it`);
  scene.transport.close();
  await sending;
  // It may have waited for its turn, by a timer of a millisecond.
  await new Promise((resolve) => setImmediate(() => setTimeout(resolve, 5)));
});

function spin(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

Deno.test("a write is done at once until the peer takes no more, then when it has, in order", async () => {
  await using scene = await Scene.make();
  const piece = new Uint8Array(64 * 1024).fill(65);
  let sent = 0;
  let writing: number | Promise<number> = 0;
  for (let turn = 0; turn < 10_000 && typeof writing === "number"; turn++) {
    writing = scene.transport.write(piece);
    if (typeof writing === "number") sent += writing;
  }
  assert.ok(writing instanceof Promise);
  const reading = reads(scene.peer);
  sent += await writing;
  await scene.transport.closeWrite();
  assert.equal(await reading, sent);
});

Deno.test("a peer that has closed its side only gets all that is still written", async () => {
  await using scene = await Scene.make();
  scene.transport.listen(scene);
  await sends(scene.peer, "all, please");
  await scene.peer.closeWrite();
  await scene.input.expects("<end>");
  const piece = new Uint8Array(16 * 1024);
  const write = async (): Promise<number> => {
    let sent = 0;
    while (sent < 20_000_000) sent += await scene.transport.write(piece);
    await scene.transport.closeWrite();
    return sent;
  };
  const [sent, read] = await Promise.all([write(), reads(scene.peer)]);
  assert.equal(read, sent);
});

Deno.test("closing rejects what is awaited, tells nothing, and a second time does nothing", async () => {
  await using scene = await Scene.make();
  scene.transport.listen(scene);
  const piece = new Uint8Array(16 * 1024);
  let writing: number | Promise<number> = 0;
  while (typeof writing === "number") writing = scene.transport.write(piece);
  const failing = assert.rejects(writing, { name: "ClosedSocket" });
  scene.transport.close();
  scene.transport.close();
  await failing;
  await assert.rejects(scene.transport.closeWrite(), { name: "ClosedSocket" });
  assert.throws(() => scene.transport.write(piece), { name: "ClosedSocket" });
  await reads(scene.peer).catch(() => {});
  assert.equal(scene.input.text, "");
});

Deno.test("a write to a peer that has gone is rejected", async () => {
  await using scene = await Scene.make();
  scene.peer.close();
  const piece = new Uint8Array(16 * 1024);
  await assert.rejects(async () => {
    for (let turn = 0; turn < 10_000; turn++) {
      await scene.transport.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }, { name: /^(?:BrokenPipe|ConnectionReset)$/ });
});

Deno.test("who comes before anybody is served is served then", async () => {
  const listener = open();
  const { address, port } = listener.address;
  const peers = await Promise.all(
    [1, 2, 3].map(() => Deno.connect({ hostname: address, port })),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  const came: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  listener.accept((transport, remote) => {
    came.push(remote.port);
    transport.close();
    if (came.length === peers.length) resolve();
  }, fails);
  await promise;
  const ports = peers.map(({ localAddr }) => localAddr.port);
  assert.deepEqual(came.toSorted(), ports.toSorted());
  for (const peer of peers) peer.close();
  await listener.close();
  await assert.rejects(Deno.connect({ hostname: address, port }), Deno.errors.ConnectionRefused);
});
