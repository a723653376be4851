import assert from "node:assert/strict";
import { createServer } from "node:tls";
import { connect } from "../../client/link.ts";
import { readFingerprint, readPem } from "../../client/start_tls.ts";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { beforeDeadline, FakeServer } from "../helpers/client_fake_server.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { peerTest } from "../helpers/peers.ts";

/** Listens with a certificate and shakes hands with one client. */
class TlsServer implements AsyncDisposable {
  readonly #listener: Deno.TlsListener;
  readonly #serving: Promise<void>;

  constructor({ pem: cert, keyPem: key }: Certificate) {
    this.#listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
    this.#serving = this.#serve();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving.catch(() => {});
  }

  async #serve(): Promise<void> {
    for await (const conn of this.#listener) await greet(conn).catch(() => {});
  }
}

async function greet(conn: Deno.TlsConn): Promise<void> {
  using greeted = conn;
  await greeted.write(new TextEncoder().encode("hello\r\n"));
  await greeted.closeWrite();
}

peerTest("the client reads what a trusted server says", certificatePeers, async () => {
  using certificate = await Certificate.make();
  await using server = new TlsServer(certificate);
  const tls = { authority: certificate.pem };
  const link = await connect({ host: "localhost", port: server.port, tls });
  const all = await beforeDeadline(Array.fromAsync(link.lines()), "the end");
  assert.deepEqual(all, [["hello"]]);
  link.close();
});

function orPin(certificate: Certificate): string {
  return "Give the certificate of whoever signed it with --tls-ca, or, if who runs the server " +
    `says that this is its fingerprint: --tls-fingerprint ${certificate.fingerprint}`;
}

peerTest(
  "a server is known by the fingerprint of its certificate alone",
  certificatePeers,
  async () => {
    using certificate = await Certificate.make({ names: "DNS:irc.example" });
    using other = await Certificate.make();
    await using server = new TlsServer(certificate);
    const to = (text: string) => {
      const fingerprint = readFingerprint(text);
      const tls = { authority: undefined, fingerprint };
      return connect({ host: "127.0.0.1", port: server.port, tls });
    };
    for (const text of [certificate.fingerprint, certificate.fingerprint.replaceAll(":", "")]) {
      const link = await to(text.toLowerCase());
      const all = await beforeDeadline(Array.fromAsync(link.lines()), "the end");
      assert.deepEqual(all, [["hello"]]);
      link.close();
    }
    await assert.rejects(to(other.fingerprint), {
      message: `Could not connect to 127.0.0.1:${server.port}: its certificate has another ` +
        `fingerprint than --tls-fingerprint: ${certificate.fingerprint}. ` +
        "Ask who runs the server whether it has changed",
    });
  },
);

peerTest("a certificate of ours is shown to the server", certificatePeers, async () => {
  using certificate = await Certificate.make();
  const seen = Promise.withResolvers<string>();
  const server = createServer({
    ...{ cert: certificate.pem, key: certificate.keyPem },
    ...{ requestCert: true, rejectUnauthorized: false },
  }, (socket) => {
    seen.resolve(socket.getPeerCertificate().fingerprint256);
    socket.on("error", () => {});
    socket.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port ?? 0 : 0;
  const identity = { cert: certificate.pem, key: certificate.keyPem };
  const trusts = [
    { authority: certificate.pem, identity },
    { authority: undefined, identity, fingerprint: readFingerprint(certificate.fingerprint) },
  ];
  for (const tls of trusts) {
    const link = await connect({ host: "127.0.0.1", port, tls });
    assert.equal(await beforeDeadline(seen.promise, "the certificate"), certificate.fingerprint);
    link.close();
  }
  await new Promise((resolve) => server.close(resolve));
});

Deno.test("readFingerprint takes 64 hex digits with colons or without, and nothing else", () => {
  const digits = "0A".repeat(32);
  const pairs = Array.from({ length: 32 }, () => "0a").join(":");
  for (const text of [digits, pairs, `SHA256:${pairs}`]) {
    assert.equal(readFingerprint(text), digits);
  }
  for (const text of ["", "0A", `${digits}0`, digits.replace("0", "G")]) {
    assert.equal(readFingerprint(text), undefined);
  }
});

peerTest("a certificate that proves nothing is told in one line", certificatePeers, async () => {
  using good = await Certificate.make();
  using foreign = await Certificate.make({ names: "DNS:irc.example" });
  using authority = await Certificate.make({ constraints: "CA:TRUE" });
  const cases: readonly (readonly [Certificate, string | undefined, string])[] = [
    [
      good,
      undefined,
      `its certificate is not trusted. ${orPin(good)}`,
    ],
    [
      foreign,
      foreign.pem,
      'its certificate is not for "127.0.0.1". Give --host the name that it is for',
    ],
    [
      authority,
      authority.pem,
      `its certificate is one of an authority, not of a server. ${orPin(authority)}`,
    ],
  ];
  for (const [certificate, trusted, why] of cases) {
    await using server = new TlsServer(certificate);
    const { port } = server;
    await assert.rejects(connect({ host: "127.0.0.1", port, tls: { authority: trusted } }), {
      message: `Could not connect to 127.0.0.1:${port}: ${why}`,
    });
  }
});

Deno.test("a server that speaks no TLS is told in one line", async () => {
  for (const answer of ["NOTICE * :*** Looking up your hostname\r\n", ""]) {
    using server = new FakeServer();
    const { port } = server;
    const connecting = connect({ host: "127.0.0.1", port, tls: { authority: undefined } });
    const peer = await server.accept();
    if (answer !== "") await peer.sendBytes(new TextEncoder().encode(answer));
    peer.close();
    await assert.rejects(connecting, {
      message:
        `Could not connect to 127.0.0.1:${port}: it does not speak TLS on port ${port}; leave out --tls`,
    });
  }
});

Deno.test("a server that never shakes hands is given up", async () => {
  using server = new FakeServer();
  const { port } = server;
  const tls = { authority: undefined };
  const connecting = connect({ host: "127.0.0.1", port, tls, connectMs: 100 });
  await server.accept();
  await assert.rejects(beforeDeadline(connecting, "the client"), {
    message:
      `Could not connect to 127.0.0.1:${port}: it did not answer within 0.1 s. Check host, port and whether it speaks TLS`,
  });
});

Deno.test("a server that answers with an alert of TLS is told in one line", async () => {
  using server = new FakeServer();
  const link = await connect({ host: "127.0.0.1", port: server.port });
  const peer = await server.accept();
  await peer.sendBytes(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 70));
  assert.deepEqual(await beforeDeadline(Array.fromAsync(link.lines()), "the end"), []);
  assert.equal(link.fault, "The server speaks TLS on this port: give --tls");
});

Deno.test("a file without a certificate is told in one line", () => {
  using folder = new ConfigFolder();
  const file = `${folder.path}/ca.pem`;
  assert.throws(() => readPem(file, "certificate", "--tls-ca"), {
    message: `File "${file}" does not exist. Give --tls-ca another one.`,
  });
  folder.write("none", "ca.pem");
  assert.throws(() => readPem(file, "certificate", "--tls-ca"), {
    message: `File "${file}" holds no certificate in PEM. Give --tls-ca another one.`,
  });
});
