import assert from "node:assert/strict";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { peerTest } from "../helpers/peers.ts";
import { Relay } from "../helpers/relay.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { type TlsPort, WireClient } from "../helpers/wire_client.ts";

/** A server with a certificate of its own. */
class Scene implements AsyncDisposable {
  readonly certificate: Certificate;
  readonly server: TestServer;

  private constructor(certificate: Certificate, server: TestServer) {
    this.certificate = certificate;
    this.server = server;
  }

  static async start(...args: readonly string[]): Promise<Scene> {
    const certificate = await Certificate.make();
    return new Scene(certificate, await startServer([...certificate.options, ...args]));
  }

  /** Where clients go. */
  get at(): TlsPort {
    return { port: this.server.port, ca: this.certificate.pem };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    this.certificate[Symbol.dispose]();
  }
}

peerTest("IRC and plain clients meet over TLS", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.at, "ann");
  await using bob = await WireClient.plain(scene.at, "bob");
  await ann.expects(/:bob!~plain@localhost JOIN #lobby\r\n/);
  await bob.sends("hello ann 漢字\n");
  await ann.expects(/:bob!\S+ PRIVMSG #lobby :hello ann 漢字\r\n/);
  await ann.sends("PRIVMSG #lobby :hello bob\r\n");
  await bob.expects("ann: hello bob\n");
  await bob.sends("exit\n");
  await bob.feed.ended();
  await ann.expects(/:bob!\S+ QUIT /);
});

peerTest("WHOIS tells who speaks TLS", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.at, "ann");
  await using bob = await WireClient.joined(scene.at, "bob");
  await ann.sends("WHOIS bob\r\n");
  await ann.expects(" 671 ann bob :is using a secure connection\r\n");
  await bob.sends("WHOIS bob\r\n");
  await bob.expects(" 671 bob bob :is using a secure connection\r\n");
  await bob.expects(/ 379 bob bob :.*\r\n/);
});

peerTest("who waits is asked for a name 300 ms after the handshake", certificatePeers, async () => {
  await using scene = await Scene.start();
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: scene.at.port });
  // The handshake takes its time: nothing is asked meanwhile.
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 500);
  await promise;
  using tls = await Deno.startTls(connection, {
    hostname: "localhost",
    caCerts: [scene.certificate.pem],
  });
  await tls.handshake();
  const since = performance.now();
  const buffer = new Uint8Array(100);
  const count = await tls.read(buffer);
  const waitedMs = performance.now() - since;
  assert.equal(new TextDecoder().decode(buffer.subarray(0, count ?? 0)), "alias?");
  assert.ok(waitedMs > 250 && waitedMs < 20_000, `asked after ${waitedMs} ms`);
});

peerTest("what is no handshake is closed with one line in the log", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.at, "ann");
  const garbage: readonly (readonly [sent: string | Uint8Array, why: string])[] = [
    ["NICK eve\r\nUSER eve 0 * :eve\r\n", "What came is no handshake"],
    [new Uint8Array(5_000), "What came is no handshake"],
    [Uint8Array.of(0x16, 3, 1, 0, 5, 0xff, 0, 0, 1, 9), ".+"],
    [Uint8Array.of(0x16, 3, 1, 0xff, 0xff, 1, 2, 3), ".+"],
  ];
  for (const [sent, why] of garbage) {
    await using eve = await WireClient.connect(scene.at.port, "eve");
    await eve.sends(sent);
    await eve.feed.ended();
    await scene.server.log.expects(
      new RegExp(
        `^.* info Closed connection from ${eve.address}: no TLS came of it: ${why}\n`,
        "m",
      ),
    );
  }
  assert.equal(await ann.barrier(), "");
  assert.doesNotMatch(scene.server.log.text, /eve/);
});

peerTest("those who never shake hands hold no place for ever", certificatePeers, async () => {
  await using scene = await Scene.start("--max-clients", "2");
  await using silent = await WireClient.connect(scene.at.port, "silent");
  await using begun = await WireClient.connect(scene.at.port, "begun");
  await begun.sends(Uint8Array.of(0x16, 3, 1, 0, 200, 1, 0, 0));
  await scene.server.log.expects("The handshake took too long\n");
  await scene.server.log.expects("The handshake took too long\n");
  assert.equal(await silent.feed.ended() + await begun.feed.ended(), "");
  await using ann = await WireClient.joined(scene.at, "ann");
  await using bob = await WireClient.plain(scene.at, "bob");
  await using third = await WireClient.connect(scene.at, "third");
  assert.equal(await third.feed.ended(), "ERROR :Closing link: the server is full\r\n");
  await ann.expects(/:bob!\S+ JOIN /);
  await bob.close();
});

peerTest("bytes may be split anywhere", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.at, "ann");
  for (const pieceBytes of [1, 7]) {
    await using relay = new Relay(scene.at.port, { pieceBytes });
    await using bob = await WireClient.joined({ ...scene.at, port: relay.port }, "bob");
    for (const byte of new TextEncoder().encode("PRIVMSG #lobby :漢字 at last\r\n")) {
      await bob.sends(Uint8Array.of(byte));
    }
    await ann.expects(/:bob!\S+ PRIVMSG #lobby :漢字 at last\r\n/);
    await ann.sends("PRIVMSG #lobby :字漢\r\n");
    await bob.expects("PRIVMSG #lobby :字漢\r\n");
    await bob.sends("QUIT\r\n");
    await bob.feed.ended();
    await bob.close();
  }
});

peerTest("bytes damaged on their way end one connection alone", certificatePeers, async () => {
  await using scene = await Scene.start("--no-flood-limit");
  await using ann = await WireClient.joined(scene.at, "ann");
  for (let damagedByte = 0; damagedByte < 600; damagedByte += 20) {
    await using relay = new Relay(scene.at.port, { pieceBytes: 100, damagedByte });
    try {
      await using bob = await WireClient.connect({ ...scene.at, port: relay.port }, "bob");
      await bob.sends("NICK bob\r\nUSER bob 0 * :bob\r\n".padEnd(2_000, "x"));
      await bob.feed.ended();
    } catch {
      // It was the handshake that was damaged.
    }
  }
  assert.doesNotMatch(await ann.barrier(), /bob/);
  await using cid = await WireClient.joined(scene.at, "cid");
  await ann.expects(/:cid!\S+ JOIN #lobby\r\n/);
  await cid.close();
});

peerTest("what was asked for comes after a half close", certificatePeers, async () => {
  await using scene = await Scene.start("--no-flood-limit");
  await using ann = await WireClient.joined(scene.at, "ann");
  await using bob = await WireClient.joined(scene.at, "bob");
  const count = 5_000;
  const pings = Array.from({ length: count }, (_, at) => `PING ${at}\r\n`);
  await bob.sends(`${pings.join("")}PRIVMSG #lobby :without an end`);
  await bob.endsSending();
  const answers = await bob.feed.ended();
  assert.equal(answers.match(/ PONG /g)?.length, count);
  await ann.expects(/:bob!\S+ PRIVMSG #lobby :without an end\r\n/);
  await ann.expects(/:bob!\S+ QUIT /);
});

peerTest(
  "SIGHUP takes a new certificate, and those who are in stay",
  certificatePeers,
  async () => {
    await using scene = await Scene.start();
    const old = scene.at;
    await using ann = await WireClient.joined(old, "ann");
    await scene.certificate.renew();
    scene.server.signal("SIGHUP");
    await scene.server.log.expects("The settings were read again\n");
    await using bob = await WireClient.joined(scene.at, "bob");
    await ann.expects(/:bob!\S+ JOIN #lobby\r\n/);
    await bob.sends("PRIVMSG #lobby :hello\r\n");
    await ann.expects("PRIVMSG #lobby :hello\r\n");
    await assert.rejects(WireClient.connect(old), /UnknownIssuer|invalid peer certificate/);
    Deno.writeTextFileSync(scene.certificate.keyFile, "none");
    scene.server.signal("SIGHUP");
    await scene.server.log.expects(
      /error The settings stay as they were: File ".*" holds no priv.*\n/,
    );
    await using cid = await WireClient.joined(scene.at, "cid");
    await ann.expects(/:cid!\S+ JOIN #lobby\r\n/);
    await cid.close();
  },
);

peerTest("a server that ends says so over TLS", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.at, "ann");
  // Whoever is still shaking hands does not hold it up.
  await using silent = await WireClient.connect(scene.at.port, "silent");
  scene.server.signal("SIGTERM");
  assert.match(await ann.feed.ended(), /ERROR :.*The server is shutting down.*\r\n$/);
  assert.equal(await scene.server.ends(), 0);
  await silent.feed.ended();
});

peerTest("a certificate or key that is wrong is told in one line", certificatePeers, async () => {
  using one = await Certificate.make();
  using other = await Certificate.make();
  using weak = await Certificate.make({ key: ["ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"] });
  using short = await Certificate.make({ key: ["rsa:1024"] });
  const useless = (file: string) =>
    `Certificate "${file}" has a key that TLS can't use. Give --tls-cert one of RSA with 2048 bits or of P-256.`;
  const wrong: readonly (readonly [cert: string, key: string, line: string])[] = [
    ["gone.pem", one.keyFile, 'File "gone.pem" does not exist. Give --tls-cert another one.'],
    [one.certFile, "gone.pem", 'File "gone.pem" does not exist. Give --tls-key another one.'],
    [
      one.keyFile,
      one.keyFile,
      `File "${one.keyFile}" holds no certificate in PEM. Give --tls-cert another one.`,
    ],
    [
      one.certFile,
      one.certFile,
      `File "${one.certFile}" holds no private key in PEM without a passphrase. Give --tls-key another one.`,
    ],
    [
      one.certFile,
      other.keyFile,
      `Key "${other.keyFile}" does not belong to certificate "${one.certFile}". Give --tls-key its own.`,
    ],
    [weak.certFile, weak.keyFile, useless(weak.certFile)],
    [short.certFile, short.keyFile, useless(short.certFile)],
  ];
  for (const [cert, key, line] of wrong) {
    const starting = startServer(["--tls-cert", cert, "--tls-key", key]);
    await assert.rejects(starting, new Error(`The server did not start: ${line}\n`));
  }
});
