import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { type CertificateRequest, makeCertificate } from "../../server/certificate_maker.ts";
import { certificatePeers } from "../helpers/certificate.ts";
import { peerTest } from "../helpers/peers.ts";

const fromMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function read(request: Partial<CertificateRequest> = {}) {
  const made = makeCertificate({ names: ["chat.example"], days: 10, fromMs, ...request });
  return { ...made, x509: new X509Certificate(made.cert) };
}

Deno.test("a certificate signs itself, belongs to its key and is nobody's authority", () => {
  const { x509, key, fingerprint } = read();
  assert.equal(x509.verify(x509.publicKey), true);
  assert.equal(x509.checkPrivateKey(createPrivateKey(key)), true);
  assert.equal(x509.ca, false);
  assert.equal(x509.subject, "CN=chat.example");
  assert.equal(x509.issuer, x509.subject);
  assert.equal(x509.fingerprint256, fingerprint);
  assert.equal(x509.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1");
});

Deno.test("no two are alike", () => {
  const [one, other] = [read(), read()];
  assert.notEqual(one.x509.serialNumber, other.x509.serialNumber);
  assert.notEqual(one.fingerprint, other.fingerprint);
});

Deno.test("it is good for its days, beyond 2049 too", () => {
  const { x509 } = read();
  assert.equal(x509.validFromDate.getTime(), Date.UTC(2026, 0, 2, 3, 4, 5));
  assert.equal(x509.validToDate.getTime(), Date.UTC(2026, 0, 12, 3, 4, 5));
  const { x509: long } = read({ days: 36_500 });
  assert.equal(long.validToDate.getUTCFullYear(), 2125);
});

Deno.test("names longer than a common name, and so many that lengths take two bytes, are told", () => {
  const label = "a".repeat(60);
  const long = `${label}.${label}.example`;
  const names: readonly [string, ...string[]] = [
    long,
    ...Array.from({ length: 300 }, (_, at) => `host-${at}.example`),
  ];
  const { x509 } = read({ names });
  assert.equal(x509.subject, "CN=chat");
  assert.equal(x509.verify(x509.publicKey), true);
  const told = x509.subjectAltName?.split(", ") ?? [];
  assert.deepEqual(told, names.map((name) => `DNS:${name}`));
});

peerTest(
  "openssl reads all of it, and takes it for each of its names",
  certificatePeers,
  async () => {
    const names = ["chat.example", "*.chat.example", "192.0.2.7", "::1", "2001:db8::1:2"] as const;
    const { cert } = read({ names, fromMs: Date.now() });
    const file = await Deno.makeTempFile({ prefix: "chat-made-" });
    try {
      await Deno.writeTextFile(file, cert);
      const text = await openssl("x509", "-in", file, "-noout", "-text");
      for (
        const part of [
          /Version: 3 /,
          /Signature Algorithm: ecdsa-with-SHA256/,
          /X509v3 Basic Constraints: critical\s+CA:FALSE/,
          /X509v3 Key Usage: critical\s+Digital Signature\n/,
          /X509v3 Extended Key Usage:\s+TLS Web Server Authentication, TLS Web Client Auth/,
          /DNS:chat\.example, DNS:\*\.chat\.example, IP Address:192\.0\.2\.7, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:1:2\n/,
        ]
      ) assert.match(text, part);
      const strict = ["-x509_strict", "-check_ss_sig", "-purpose", "sslserver"];
      const verify = (...asked: readonly string[]) =>
        openssl("verify", ...strict, ...asked, "-CAfile", file, file);
      for (const name of ["chat.example", "irc.chat.example"]) {
        assert.match(await verify("-verify_hostname", name), /: OK\n$/);
      }
      for (const ip of ["192.0.2.7", "::1", "2001:db8::1:2"]) {
        assert.match(await verify("-verify_ip", ip), /: OK\n$/);
      }
      assert.match(await verify("-verify_hostname", "other.example"), /hostname mismatch/);
    } finally {
      await Deno.remove(file);
    }
  },
);

/** What it prints, on both outputs. */
async function openssl(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command("openssl", { args: [...args] }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}
