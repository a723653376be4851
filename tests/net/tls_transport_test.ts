import assert from "node:assert/strict";
import { createSecureContext } from "node:tls";
import { TlsTransport } from "../../server/net/tls_transport.ts";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { beforeDeadline } from "../helpers/client_fake_server.ts";
import { ConnTransport } from "../helpers/conn_transport.ts";
import { Listener } from "../helpers/listener.ts";
import { peerTest } from "../helpers/peers.ts";
import { rethrow } from "../helpers/rethrow.ts";

const handshakeMs = 300;
const noMs = 0;
const encoder = new TextEncoder();

/** Both ends of one connection: TCP at the peer's, TLS at the server's. */
class Scene implements Disposable {
  readonly certificate: Certificate;
  readonly transport: TlsTransport;
  readonly peer: Deno.TcpConn;

  private constructor(certificate: Certificate, transport: TlsTransport, peer: Deno.TcpConn) {
    this.certificate = certificate;
    this.transport = transport;
    this.peer = peer;
  }

  static async make(Raw = ConnTransport): Promise<Scene> {
    const certificate = await Certificate.make();
    const { pem: cert, keyPem: key } = certificate;
    const secureContext = createSecureContext({ cert, key });
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const [peer, conn] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
      listener.accept(),
    ]);
    const raw = new Raw(conn);
    const transport = new TlsTransport(raw, { secureContext, handshakeMs });
    return new Scene(certificate, transport, peer);
  }

  /** The peer shakes hands. */
  async secure(): Promise<Deno.TlsConn> {
    const caCerts = [this.certificate.pem];
    const tls = await Deno.startTls(this.peer, { hostname: "localhost", caCerts });
    await Promise.all([tls.handshake(), this.transport.opened]);
    return tls;
  }

  [Symbol.dispose](): void {
    this.transport.close();
    this.certificate[Symbol.dispose]();
  }
}

/** What comes of it was on its way already. */
class Unpausable extends ConnTransport {
  override pause(): void {}
}

/** Reads all that comes until the end, or until the connection is cut. */
async function rest(conn: Deno.Conn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let text = "";
  try {
    for (;;) {
      const count = await conn.read(buffer);
      if (count === null) return text;
      text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  } catch {
    return text;
  }
}

peerTest("a handshake that never comes is ended", certificatePeers, async () => {
  using scene = await Scene.make();
  using peer = scene.peer;
  await assert.rejects(scene.transport.opened, { message: "The handshake took too long" });
  assert.equal(await beforeDeadline(rest(peer), "the end"), "");
});

peerTest(
  "a handshake that comes a byte at a time gets no more time",
  certificatePeers,
  async () => {
    using scene = await Scene.make();
    using peer = scene.peer;
    let isClosed = false;
    const closed = rest(peer).then(() => isClosed = true);
    const dripping = (async () => {
      // The head of a hello that promises 16,000 bytes.
      for (const byte of [0x16, 3, 1, 0x3e, 0x80, 1, 0, 0x3e, 0x7c, 3, 3]) {
        await peer.write(Uint8Array.of(byte));
      }
      while (!isClosed) {
        await peer.write(Uint8Array.of(0));
        await new Promise((resolve) => setTimeout(resolve, noMs));
      }
    })().catch(() => {});
    await assert.rejects(scene.transport.opened, { message: "The handshake took too long" });
    await beforeDeadline(Promise.all([closed, dripping]), "the end");
  },
);

peerTest(
  "a peer that leaves before the handshake is noticed at once",
  certificatePeers,
  async () => {
    for (const sent of [[], [0x16, 3, 1, 0, 200, 1, 0, 0]]) {
      using scene = await Scene.make();
      using peer = scene.peer;
      await peer.write(Uint8Array.from(sent));
      await peer.closeWrite();
      await assert.rejects(
        scene.transport.opened,
        { message: "The peer left before the handshake" },
      );
      assert.equal(await beforeDeadline(rest(peer), "the end"), "");
    }
  },
);

peerTest("who speaks no TLS is told so, and closed at once", certificatePeers, async () => {
  for (const sent of ["hello", "NICK ann\r\n", "GET / HTTP/1.1\r\n\r\n", "\x17\x03\x03"]) {
    using scene = await Scene.make();
    using peer = scene.peer;
    await peer.write(encoder.encode(sent));
    await assert.rejects(scene.transport.opened, { message: "What came is no handshake" });
    const said = await beforeDeadline(rest(peer), "the end");
    assert.equal(said, "ERROR :This port speaks TLS, as chat client --tls does\r\n");
  }
});

peerTest("what is broken after the handshake ends the connection", certificatePeers, async () => {
  using scene = await Scene.make();
  // A relay between the two, which adds what is no TLS.
  using relay = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connecting = Deno.connect({ hostname: "127.0.0.1", port: relay.addr.port });
  using middle = await relay.accept();
  const near = await connecting;
  using peer = scene.peer;
  const back = peer.readable.pipeTo(middle.writable).catch(() => {});
  const forth = (async () => {
    const buffer = new Uint8Array(4096);
    for (;;) {
      const count = await middle.read(buffer);
      if (count === null) return;
      await peer.write(buffer.subarray(0, count));
    }
  })().catch(() => {});
  using tls = await Deno.startTls(near, {
    hostname: "localhost",
    caCerts: [scene.certificate.pem],
  });
  await Promise.all([tls.handshake(), scene.transport.opened]);
  const { lost } = new Listener(scene.transport);
  await peer.write(encoder.encode("garbage\r\n"));
  await assert.rejects(beforeDeadline(lost.then(rethrow), "the fault"), { name: "TlsFault" });
  await assert.rejects(scene.transport.write(new Uint8Array(1)));
  tls.close();
  await Promise.all([back, forth]);
});

peerTest(
  "a write that the peer does not take is rejected by close()",
  certificatePeers,
  async () => {
    using scene = await Scene.make();
    using tls = await scene.secure();
    const bytes = new Uint8Array(16 * 1024);
    let writing = Promise.resolve(0);
    const stuck = "stuck";
    for (;;) {
      writing = scene.transport.write(bytes);
      const { promise, resolve } = Promise.withResolvers<string>();
      const timer = setTimeout(resolve, 500, stuck);
      const outcome = await Promise.race([writing, promise]);
      clearTimeout(timer);
      if (outcome === stuck) break;
    }
    const ending = scene.transport.closeWrite();
    scene.transport.close();
    await assert.rejects(
      beforeDeadline(writing, "the write"),
      { message: "The connection is closed" },
    );
    await assert.rejects(beforeDeadline(ending, "the end"), {
      message: "The connection is closed",
    });
    await beforeDeadline(rest(tls), "the peer's end");
  },
);

/** A peer that sends much. */
class Sender {
  readonly total = 64 * 1024 * 1024;
  readonly done: Promise<void>;
  sent = 0;

  constructor(tls: Deno.TlsConn) {
    this.done = this.#send(tls);
  }

  /** Waits until a while brings nothing more; says whether much is still to come. */
  async isStuck(): Promise<boolean> {
    for (let before = -1; before < this.sent;) {
      before = this.sent;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return this.sent < this.total / 2;
  }

  async #send(tls: Deno.TlsConn): Promise<void> {
    const piece = new Uint8Array(64 * 1024).fill(120);
    while (this.sent < this.total) this.sent += await tls.write(piece);
    await tls.closeWrite();
  }
}

peerTest("a peer whose connection is paused has to wait", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const { feed } = new Listener(scene.transport);
  await tls.write(encoder.encode("first"));
  await feed.expects("first");
  scene.transport.pause();
  const sender = new Sender(tls);
  assert.ok(await sender.isStuck(), "all was taken");
  assert.equal(feed.text, "first");
  scene.transport.resume();
  assert.equal((await feed.ended()).length, sender.total);
  await sender.done;
});

peerTest("what had come before a pause waits too", certificatePeers, async () => {
  using scene = await Scene.make(Unpausable);
  using tls = await scene.secure();
  const { feed } = new Listener(scene.transport);
  scene.transport.pause();
  await tls.write(encoder.encode("hello"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(feed.text, "");
  scene.transport.resume();
  await feed.expects("hello");
});

peerTest("a peer that nobody listens to yet has to wait", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const sender = new Sender(tls);
  assert.ok(await sender.isStuck(), "all was taken");
  const { feed } = new Listener(scene.transport);
  assert.equal((await feed.ended()).length, sender.total);
  await sender.done;
});

peerTest("who pauses at the last bytes is told of the end later", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const { transport } = scene;
  const told: string[] = [];
  const [last, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  transport.listen({
    onBytes: () => {
      told.push("bytes");
      transport.pause();
      last.resolve();
    },
    onEnd: () => {
      told.push("end");
      ended.resolve();
    },
    onLost: rethrow,
  });
  await tls.write(encoder.encode("last"));
  await tls.closeWrite();
  await beforeDeadline(last.promise, "the last bytes");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(told, ["bytes"]);
  transport.resume();
  assert.deepEqual(told, ["bytes"]);
  await beforeDeadline(ended.promise, "the end");
  assert.deepEqual(told, ["bytes", "end"]);
});

peerTest(
  "what is paused during the handshake shakes hands all the same",
  certificatePeers,
  async () => {
    using scene = await Scene.make();
    scene.transport.pause();
    const { feed } = new Listener(scene.transport);
    using tls = await scene.secure();
    await tls.write(encoder.encode("hello"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(feed.text, "");
    scene.transport.resume();
    await feed.expects("hello");
  },
);

peerTest("a connection that was closed tells nothing any more", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const { feed, lost } = new Listener(scene.transport);
  await tls.write(encoder.encode("hello"));
  scene.transport.close();
  scene.transport.close();
  await assert.rejects(scene.transport.closeWrite(), { message: "The connection is closed" });
  await beforeDeadline(rest(tls), "the peer's end");
  assert.equal(feed.text, "");
  assert.equal(await Promise.race([lost, Promise.resolve("not told")]), "not told");
});

peerTest("each half of a connection ends on its own", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const { feed } = new Listener(scene.transport);
  await tls.write(encoder.encode("all I have to say"));
  await tls.closeWrite();
  assert.equal(await feed.ended(), "all I have to say");
  const answer = "a long answer ".repeat(1_000);
  const answering = (async () => {
    let bytes = encoder.encode(answer);
    while (bytes.length > 0) bytes = bytes.subarray(await scene.transport.write(bytes));
    await scene.transport.closeWrite();
  })();
  assert.equal(await beforeDeadline(rest(tls), "the answer"), answer);
  await answering;
});
