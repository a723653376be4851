/** Makes certificates that sign themselves: https://www.rfc-editor.org/rfc/rfc5280#section-4.1, written in DER. */

import { Buffer } from "node:buffer";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";

/** What a certificate is to say. */
export interface CertificateRequest {
  /** Names and addresses of the server; the first one is its subject too. */
  readonly names: readonly [string, ...string[]];
  /** For how many days it is good. */
  readonly days: number;
  /** From when on, in milliseconds. */
  readonly fromMs: number;
}

/** A certificate and its key. */
export interface MadeCertificate {
  /** In PEM. */
  readonly cert: string;
  /** In PEM, without a passphrase. */
  readonly key: string;
  /** SHA-256, as programs show it: upper-case hex with colons. */
  readonly fingerprint: string;
}

const dayMs = 86_400_000;

/** Longest common name: https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1 */
const maxCommonNameLength = 64;

// Tags of X.690, and the numbers of what they name.
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
  dnsName: 0x82,
  ipAddress: 0x87,
  version: 0xa0,
  extensions: 0xa3,
} as const;
const oid = {
  ecdsaWithSha256: "06082a8648ce3d040302",
  commonName: "0603550403",
  basicConstraints: "0603551d13",
  keyUsage: "0603551d0f",
  extendedKeyUsage: "0603551d25",
  serverAuth: "06082b06010505070301",
  clientAuth: "06082b06010505070302",
  subjectAltName: "0603551d11",
} as const;

/** Makes one of P-256, which is nobody's authority. */
export function makeCertificate({ names, days, fromMs }: CertificateRequest): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = der(tag.sequence, named("ecdsaWithSha256"));
  const subject = subjectOf(names[0]);
  const serial = randomBytes(16);
  // Positive, and never with a zero before it.
  serial[0] = (serial[0] ?? 0) & 0x3f | 0x40;
  const body = der(
    tag.sequence,
    der(tag.version, der(tag.integer, Buffer.of(2))),
    der(tag.integer, serial),
    algorithm,
    subject,
    der(tag.sequence, time(fromMs), time(fromMs + days * dayMs)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(tag.extensions, der(tag.sequence, ...extensions(names))),
  );
  const signature = der(tag.bits, Buffer.of(0), sign("sha256", body, privateKey));
  const whole = der(tag.sequence, body, algorithm, signature);
  const hash = createHash("sha256").update(whole).digest("hex").toUpperCase();
  return {
    cert: pem("CERTIFICATE", whole),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    fingerprint: (hash.match(/../g) ?? []).join(":"),
  };
}

function subjectOf(name: string): Buffer {
  const text = Buffer.from(name.length > maxCommonNameLength ? "chat" : name);
  const part = der(tag.sequence, named("commonName"), der(tag.utf8, text));
  return der(tag.sequence, der(tag.set, part));
}

function extensions(names: readonly string[]): readonly Buffer[] {
  // The bit of digitalSignature, with seven that are unused.
  const signs = der(tag.bits, Buffer.of(7, 0x80));
  const uses = der(tag.sequence, named("serverAuth"), named("clientAuth"));
  return [
    extension("basicConstraints", true, der(tag.sequence)),
    extension("keyUsage", true, signs),
    extension("extendedKeyUsage", false, uses),
    extension("subjectAltName", false, der(tag.sequence, ...names.map(alternativeName))),
  ];
}

function extension(name: keyof typeof oid, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [der(tag.boolean, Buffer.of(0xff))] : [];
  return der(tag.sequence, named(name), ...critical, der(tag.octets, value));
}

function alternativeName(name: string): Buffer {
  if (isIPv4(name)) return der(tag.ipAddress, Buffer.from(name.split(".").map(Number)));
  if (isIPv6(name)) return der(tag.ipAddress, ipv6Bytes(name));
  return der(tag.dnsName, Buffer.from(name));
}

function ipv6Bytes(address: string): Buffer {
  // A URL writes each of them in one way, without an IPv4 address in it.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after = ""] = text.split("::");
  const [head, tail] = [before, after].map((half) => half.split(":").filter(Boolean));
  const zeros = Array<string>(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill("0");
  const groups = [...(head ?? []), ...zeros, ...(tail ?? [])];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

/** Two digits of the year until 2049: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5 */
function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\..*/g, "");
  if (text >= "2050") return der(tag.generalizedTime, Buffer.from(`${text}Z`));
  return der(tag.utcTime, Buffer.from(`${text.slice(2)}Z`));
}

function named(name: keyof typeof oid): Buffer {
  return Buffer.from(oid[name], "hex");
}

/** A tag, the length of what follows it, and that: https://www.itu.int/rec/T-REC-X.690 */
function der(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const bytes: number[] = [];
  for (let rest = content.length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  const head = content.length < 128 ? [content.length] : [0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.of(type, ...head), content]);
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
