import assert from "node:assert/strict";
import { createSecureContext } from "node:tls";
import { TlsTransport } from "../../server/net/tls_transport.ts";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { beforeDeadline } from "../helpers/client_fake_server.ts";
import { peerTest } from "../helpers/peers.ts";

const handshakeMs = 300;
const noMs = 0;

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

  static async make(): Promise<Scene> {
    const certificate = await Certificate.make();
    const { pem: cert, keyPem: key } = certificate;
    const secureContext = createSecureContext({ cert, key });
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const [peer, raw] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
      listener.accept(),
    ]);
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
    await peer.write(new TextEncoder().encode(sent));
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
  const reading = scene.transport.read(new Uint8Array(100));
  await peer.write(new TextEncoder().encode("garbage\r\n"));
  await assert.rejects(beforeDeadline(reading, "the fault"), { name: "TlsFault" });
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

peerTest("a peer that sends more than is read has to wait", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const piece = new Uint8Array(64 * 1024);
  const total = 64 * 1024 * 1024;
  let sent = 0;
  const sending = (async () => {
    while (sent < total) sent += await tls.write(piece);
    await tls.closeWrite();
  })();
  let before = -1;
  // It is stuck when a while brings nothing more.
  while (before < sent) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.ok(sent < total / 2, `${sent} bytes were taken unread`);
  const buffer = new Uint8Array(16 * 1024);
  let got = 0;
  for (;;) {
    const count = await scene.transport.read(buffer);
    if (count === null) break;
    got += count;
  }
  await sending;
  assert.equal(got, total);
});

peerTest("each half of a connection ends on its own", certificatePeers, async () => {
  using scene = await Scene.make();
  using tls = await scene.secure();
  const encoder = new TextEncoder();
  await tls.write(encoder.encode("all I have to say"));
  await tls.closeWrite();
  const buffer = new Uint8Array(100);
  const count = await scene.transport.read(buffer);
  assert.equal(new TextDecoder().decode(buffer.subarray(0, count ?? 0)), "all I have to say");
  assert.equal(await beforeDeadline(scene.transport.read(buffer), "the end"), null);
  const answer = "a long answer ".repeat(1_000);
  const answering = (async () => {
    let bytes = encoder.encode(answer);
    while (bytes.length > 0) bytes = bytes.subarray(await scene.transport.write(bytes));
    await scene.transport.closeWrite();
  })();
  assert.equal(await beforeDeadline(rest(tls), "the answer"), answer);
  await answering;
});
