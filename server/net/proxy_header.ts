/** The PROXY protocol, by which a proxy tells who comes through it: https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt */

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { networks } from "./network.ts";

/** Who comes through a proxy. */
export interface ProxiedClient {
  /** The IP address. */
  readonly address: string;
  /** The port. */
  readonly port: number;
  /** The proxy says that it speaks TLS with it. */
  readonly isSecure: boolean;
}

/** What the first bytes of a connection are. */
export type ProxyHeader =
  | { readonly kind: "none" }
  /** More is needed. `isClaimed`: it can be nothing else any more. */
  | { readonly kind: "partial"; readonly isClaimed: boolean }
  | { readonly kind: "malformed"; readonly why: string }
  /** Without a client the proxy speaks for itself, to see whether the server is up, say. */
  | {
    readonly kind: "whole";
    readonly lengthBytes: number;
    readonly client: ProxiedClient | undefined;
  };

/** Longest header, in bytes: the second version's, with room for what it says besides addresses. */
export const maxProxyHeaderBytes = 536;

/** Longest header of the first version, with its end. */
const maxLineBytes = 107;

const lineStart = new TextEncoder().encode("PROXY ");
const signature = new TextEncoder().encode("\r\n\r\n\0\r\nQUIT\n");
const binaryHeadBytes = 16;

/** Reads the beginning of a connection, as far as it has come. */
export function readProxyHeader(bytes: Uint8Array): ProxyHeader {
  if (begins(bytes, lineStart)) return readLine(bytes);
  if (begins(bytes, signature)) return readBinary(bytes);
  const isPossible = begins(lineStart, bytes) || begins(signature, bytes);
  return isPossible ? { kind: "partial", isClaimed: false } : { kind: "none" };
}

function begins(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}

function malformed(why: string): ProxyHeader {
  return { kind: "malformed", why };
}

function partial(): ProxyHeader {
  return { kind: "partial", isClaimed: true };
}

/** Version 1: `PROXY TCP4 203.0.113.7 192.0.2.1 56324 5050`. */
function readLine(bytes: Uint8Array): ProxyHeader {
  const end = bytes.subarray(0, maxLineBytes).indexOf(0x0a);
  if (end < 0) {
    return bytes.length < maxLineBytes ? partial() : malformed("it is too long");
  }
  const line = String.fromCharCode(...bytes.subarray(0, end));
  const [, words = ""] = /^PROXY ([\x20-\x7e]*)\r$/.exec(line) ?? [];
  const lengthBytes = end + 1;
  if (/^UNKNOWN(?: |$)/.test(words)) return { kind: "whole", lengthBytes, client: undefined };
  const [family = "", from = "", to = "", port = "", toPort = "", ...rest] = words.split(" ");
  const version = family === "TCP4" ? 4 : family === "TCP6" ? 6 : undefined;
  const address = networks.name(from);
  const isGood = address !== undefined && isIP(from) === version && isIP(to) === version &&
    isPort(port) && isPort(toPort) && rest.length === 0;
  if (!isGood) return malformed("its line is none");
  return { kind: "whole", lengthBytes, client: { address, port: Number(port), isSecure: false } };
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= 65_535;
}

/** Version 2: a signature, four bytes, addresses, and what else the proxy tells. */
function readBinary(bytes: Uint8Array): ProxyHeader {
  if (bytes.length < binaryHeadBytes) return partial();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [versionAndCommand, family] = [view.getUint8(12), view.getUint8(13)];
  const lengthBytes = binaryHeadBytes + view.getUint16(14);
  if (versionAndCommand !== 0x20 && versionAndCommand !== 0x21) {
    return malformed("it is of no known version");
  }
  if (lengthBytes > maxProxyHeaderBytes) return malformed("it is too long");
  if (bytes.length < lengthBytes) return partial();
  // LOCAL; or of a client of no address, as on a socket of the proxy's machine.
  const isOfNobody = versionAndCommand === 0x20 || family === 0x00 || family === 0x31;
  if (isOfNobody) return { kind: "whole", lengthBytes, client: undefined };
  if (family !== 0x11 && family !== 0x21) return malformed("it is of no TCP");
  const addressBytes = family === 0x11 ? 4 : 16;
  const extrasAt = binaryHeadBytes + 2 * addressBytes + 4;
  if (lengthBytes < extrasAt) return malformed("it lacks addresses");
  const isSecure = readSecure(bytes.subarray(extrasAt, lengthBytes));
  if (isSecure === undefined) return malformed("what it tells besides is cut off");
  const from = [...bytes.subarray(binaryHeadBytes, binaryHeadBytes + addressBytes)];
  const address = ipaddr.process(ipaddr.fromByteArray(from).toString()).toString();
  const port = view.getUint16(binaryHeadBytes + 2 * addressBytes);
  return { kind: "whole", lengthBytes, client: { address, port, isSecure } };
}

const sslType = 0x20;
const sslBytes = 5;

/** Says whether the client speaks TLS (PP2_CLIENT_SSL), by type, length and value each; undefined where they are cut off. */
function readSecure(extras: Uint8Array): boolean | undefined {
  let isSecure = false;
  let at = 0;
  while (at < extras.length) {
    const [type = 0, high = 0, low] = extras.subarray(at, at + 3);
    const value = extras.subarray(at + 3, at + 3 + high * 256 + (low ?? 0));
    if (low === undefined || value.length < high * 256 + low) return undefined;
    if (type === sslType) {
      if (value.length < sslBytes) return undefined;
      isSecure = ((value[0] ?? 0) & 1) !== 0;
    }
    at += 3 + value.length;
  }
  return isSecure;
}
