import assert from "node:assert/strict";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { peerTest } from "../helpers/peers.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { type TlsPort, WireClient } from "../helpers/wire_client.ts";

/** A server with a port for TLS beside its plain one. */
class Scene implements AsyncDisposable {
  readonly certificate: Certificate;
  readonly server: TestServer;
  readonly tlsPort: number;

  private constructor(certificate: Certificate, server: TestServer, tlsPort: number) {
    this.certificate = certificate;
    this.server = server;
    this.tlsPort = tlsPort;
  }

  static async start(...args: readonly string[]): Promise<Scene> {
    const certificate = await Certificate.make();
    const server = await startServer([...certificate.options, "--tls-port", "0", ...args]);
    const [, port] = await server.output.expects(/^TLS on \S+:(\d+)\n/);
    return new Scene(certificate, server, Number(port));
  }

  /** Where clients of TLS go, with a certificate of their own or without. */
  at(own?: Certificate): TlsPort {
    const place = { port: this.tlsPort, ca: this.certificate.pem };
    return own === undefined ? place : { ...place, own: { cert: own.pem, key: own.keyPem } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    this.certificate[Symbol.dispose]();
  }
}

peerTest("people on the plain port and on that of TLS meet", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.server.port, "ann");
  await using bob = await WireClient.joined(scene.at(), "bob");
  await ann.expects(/:bob!\S+ JOIN #lobby\r\n/);
  await bob.sends("PRIVMSG #lobby :by TLS\r\n");
  await ann.expects("PRIVMSG #lobby :by TLS\r\n");
  await ann.sends("PRIVMSG #lobby :in the clear\r\nWHOIS bob\r\n");
  await bob.expects("PRIVMSG #lobby :in the clear\r\n");
  await ann.expects(" 671 ann bob :is using a secure connection\r\n");
  // A server on loopback alone tells nobody where to go.
  await ann.sends("CAP LS 302\r\n");
  assert.doesNotMatch(await ann.barrier(), / sts=/);
});

peerTest("each port is closed to what the other one speaks", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using lost = await WireClient.connect(scene.tlsPort, "lost");
  await lost.sends("NICK lost\r\n");
  assert.match(await lost.feed.ended(), /^ERROR :This port speaks TLS/);
  await assert.rejects(WireClient.connect({ ...scene.at(), port: scene.server.port }));
  await scene.server.log.expects("speaks TLS, but this port does not\n");
});

peerTest(
  "SIGHUP renews the certificate, and nobody on either port goes",
  certificatePeers,
  async () => {
    await using scene = await Scene.start();
    const old = scene.at();
    await using ann = await WireClient.joined(scene.server.port, "ann");
    await using bob = await WireClient.joined(old, "bob");
    await scene.certificate.renew();
    scene.server.signal("SIGHUP");
    await scene.server.log.expects("The settings were read again\n");
    await assert.rejects(WireClient.connect(old), /UnknownIssuer|invalid peer certificate/);
    await using cid = await WireClient.joined(scene.at(), "cid");
    await bob.expects(/:cid!\S+ JOIN #lobby\r\n/);
    await cid.sends("PRIVMSG #lobby :hello\r\n");
    await ann.expects("PRIVMSG #lobby :hello\r\n");
    await bob.expects("PRIVMSG #lobby :hello\r\n");
  },
);

peerTest("SIGHUP renews the certificate of the web too", certificatePeers, async () => {
  using certificate = await Certificate.make();
  const args = [...certificate.options, "--tls-port", "0", "--web-port", "0"];
  await using server = await startServer(args, { hasWeb: true });
  const [, tlsPort] = await server.output.expects(/^TLS on \S+:(\d+)\n/);
  const ports = [Number(tlsPort), server.webPort];
  const old = certificate.pem;
  await certificate.renew();
  server.signal("SIGHUP");
  await server.log.expects("The settings were read again\n");
  for (const port of ports) {
    await assert.rejects(WireClient.connect({ port, ca: old }), /UnknownIssuer|invalid peer/);
    await using client = await WireClient.connect({ port, ca: certificate.pem });
    await client.close();
  }
});

peerTest(
  "clients with certificates of any kind come in, or are turned away alone",
  certificatePeers,
  async () => {
    await using scene = await Scene.start();
    await using ann = await WireClient.joined(scene.at(), "ann");
    const kinds = [
      ["ed25519"],
      ["ed448"],
      ["rsa:1024"],
      ["rsa:4096"],
      ["ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
      ["ec", "-pkeyopt", "ec_paramgen_curve:secp521r1"],
    ];
    for (const key of kinds) {
      using own = await Certificate.make({ key, constraints: "critical,CA:TRUE" });
      await viaOpenssl(scene, "-cert", own.certFile, "-key", own.keyFile);
      assert.equal(await ann.barrier(), "");
    }
  },
);

peerTest("a server that ends says so on both ports", certificatePeers, async () => {
  await using scene = await Scene.start();
  await using ann = await WireClient.joined(scene.server.port, "ann");
  await using bob = await WireClient.joined(scene.at(), "bob");
  scene.server.signal("SIGTERM");
  for (const client of [ann, bob]) {
    assert.match(await client.feed.ended(), /ERROR :.*The server is shutting down/);
  }
  assert.equal(await scene.server.ends(), 0);
});

peerTest("TLS below 1.2 is refused", certificatePeers, async () => {
  await using scene = await Scene.start();
  for (
    const [version, isFine] of [["-tls1_1", false], ["-tls1_2", true], ["-tls1_3", true]] as const
  ) {
    const text = await viaOpenssl(scene, version, "-cipher", "DEFAULT@SECLEVEL=0");
    assert.equal(/^Protocol version: TLSv1\.[23]$/m.test(text), isFine, `${version}: ${text}`);
  }
});

peerTest(
  "a certificate logs in by EXTERNAL, by TLS 1.3 and after a restart",
  certificatePeers,
  async () => {
    const data = await Deno.makeTempDir({ prefix: "chat-external-" });
    using own = await Certificate.make({ names: "DNS:ann" });
    using other = await Certificate.make({ names: "DNS:eve" });
    try {
      {
        await using scene = await Scene.start("--data", data);
        await using ann = await WireClient.joined(scene.at(own), "ann");
        await ann.sends("NS CERT ADD\r\nREGISTER * * sesame-sesame\r\n");
        await ann.expects("Log in first");
        await ann.expects("REGISTER SUCCESS ann");
        await ann.sends("NS CERT ADD\r\n");
        await ann.expects(`The certificate ${fingerprint(own)} logs in to ann now`);
      }
      await using scene = await Scene.start("--data", data);
      assert.match(await asksFor(scene.at(own)), / 903 ann /);
      assert.match(
        await asksFor(scene.at(other)),
        / 904 \S+ :That certificate is not the account's/,
      );
      assert.match(await asksFor(scene.at()), / 904 \S+ :You have shown no certificate/);
      assert.match(await asksFor(scene.server.port), / 904 \S+ :You have shown no certificate/);
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  },
);

peerTest("a certificate without its key gets nowhere", certificatePeers, async () => {
  await using scene = await Scene.start();
  using own = await Certificate.make();
  using thief = await Certificate.make();
  // The key names the other's public half, so that the thief's own program lets it pass.
  const [ownKey, thiefKey] = [await keyBytes(own), await keyBytes(thief)];
  thiefKey.set(ownKey.subarray(-publicBytes), thiefKey.length - publicBytes);
  const body = btoa(String.fromCharCode(...thiefKey));
  Deno.writeTextFileSync(
    thief.keyFile,
    `-----BEGIN EC PRIVATE KEY-----\n${body}\n-----END EC PRIVATE KEY-----\n`,
  );
  for (const version of ["-tls1_2", "-tls1_3"]) {
    await viaOpenssl(scene, version, "-cert", own.certFile, "-key", thief.keyFile);
    await scene.server.log.expects(/no TLS came of it: .*\n/);
    const text = await viaOpenssl(scene, version, "-cert", own.certFile, "-key", own.keyFile);
    assert.match(text, /^Protocol version: /m);
  }
});

Deno.test("--tls-port without a certificate is told in one line", async () => {
  const line =
    "Option --tls-port is given without a certificate. Give --tls-cert and --tls-key too.";
  const starting = startServer(["--tls-port", "0"]);
  await assert.rejects(starting, new Error(`The server did not start: ${line}\n`));
});

peerTest("STS is told off loopback, where it is set", certificatePeers, async () => {
  const config = await Deno.makeTempFile({ prefix: "chat-sts-", suffix: ".toml" });
  try {
    await Deno.writeTextFile(config, "[tls]\nsts-duration = 3600\n");
    await using scene = await Scene.start("--host", "0.0.0.0", "--config", config);
    assert.doesNotMatch(scene.server.log.text, /Without TLS/);
    await using plain = await WireClient.connect(scene.server.port, "plain");
    await plain.sends("CAP LS 302\r\n");
    await plain.expects(` sts=port=${scene.tlsPort}\r\n`);
    await using secure = await WireClient.connect(scene.at(), "secure");
    await secure.sends("CAP LS 302\r\n");
    await secure.expects(" sts=duration=3600\r\n");
    await Deno.writeTextFile(config, "");
    scene.server.signal("SIGHUP");
    await scene.server.log.expects("The settings were read again\n");
    await plain.sends("CAP LS 302\r\nCAP LIST\r\n");
    const [told = ""] = await plain.expects(/CAP \S+ LS [^]*CAP \S+ LIST/);
    assert.doesNotMatch(told, /sts=/);
  } finally {
    await Deno.remove(config);
  }
});

Deno.test("off loopback without TLS the log begins with a warning", async () => {
  const kept = "info Nothing is kept on disk\n";
  const starts: readonly (readonly [args: readonly string[], warning: RegExp])[] = [
    [
      [],
      /^\S+ warn Without TLS all that is said on "0\.0\.0\.0" can be read on its way, and passwords are refused /,
    ],
    [["--allow-plain-passwords"], /^\S+ warn Without TLS .* so can passwords\./],
    [["--host", "127.0.0.1"], /^\S+ info /],
  ];
  for (const [args, warning] of starts) {
    await using server = await startServer(["--host", "0.0.0.0", ...args]);
    await server.log.expects(kept);
    assert.match(server.log.text, warning);
  }
});

/** Bytes of the public half at the end of a key of P-256. */
const publicBytes = 65;

async function keyBytes({ keyFile }: Certificate): Promise<Uint8Array> {
  const args = ["ec", "-in", keyFile, "-outform", "DER"];
  const { stdout, success } = await new Deno.Command("openssl", { args, stderr: "null" }).output();
  assert.ok(success);
  return stdout;
}

/** Shakes hands as openssl does, and gives what it tells of it. */
async function viaOpenssl({ tlsPort }: Scene, ...args: readonly string[]): Promise<string> {
  const at = ["-connect", `127.0.0.1:${tlsPort}`];
  const command = new Deno.Command("openssl", {
    args: ["s_client", ...at, "-brief", ...args],
    stdin: "null",
  });
  const { stdout, stderr } = await command.output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

/** What comes of asking to be let in by certificate. */
async function asksFor(at: number | TlsPort): Promise<string> {
  await using client = await WireClient.connect(at, "ann");
  await client.sends("CAP REQ sasl\r\nNICK ann\r\nUSER ann 0 * :x\r\n");
  await client.sends("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
  const [answer = ""] = await client.expects(/ 90[34] .*\r\n/);
  return answer;
}

/** As NickServ writes it. */
function fingerprint({ certFile }: Certificate): string {
  const args = ["x509", "-in", certFile, "-noout", "-fingerprint", "-sha256"];
  const { stdout } = new Deno.Command("openssl", { args }).outputSync();
  return new TextDecoder().decode(stdout).trim().replace(/.*=/, "").replaceAll(":", "")
    .toLowerCase();
}
