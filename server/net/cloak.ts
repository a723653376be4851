/** What others see in place of an address. */

import { createHmac } from "node:crypto";
import { isIPv6 } from "node:net";

/**
 * Makes the function from addresses to shown hosts: keyed hashes of ever wider networks, joined by dots, so that a mask can
 * ban a /24 or a /64 without telling what it is: `*.HASH24.HASH16.ip`.
 *
 * `key` stays secret; with another key the same address looks different.
 */
export function createCloak(key: Uint8Array): (address: string) => string {
  const hash = (network: string): string =>
    createHmac("sha256", key).update(network).digest("hex").slice(0, 8);
  return (address) => {
    if (isLoopback(address)) return "localhost";
    return [...networks(address).map(hash), "ip"].join(".");
  };
}

/** Says whether a peer is on this machine. */
export function isLoopback(address: string): boolean {
  return address === "::1" || plainIPv4(address).startsWith("127.");
}

/** The address and the networks it is in, from the narrowest. */
function networks(address: string): readonly string[] {
  const ip = plainIPv4(address);
  if (!isIPv6(ip)) {
    const [a, b, c] = ip.split(".");
    return [ip, `${a}.${b}.${c}`, `${a}.${b}`];
  }
  const groups = expandIPv6(ip);
  return [groups.join(":"), groups.slice(0, 4).join(":"), groups.slice(0, 3).join(":")];
}

/** A socket that takes both families shows IPv4 peers as `::ffff:1.2.3.4`. */
function plainIPv4(address: string): string {
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, "");
}

function expandIPv6(address: string): readonly string[] {
  const [front = "", back] = address.replace(/%.*$/, "").split("::");
  const head = front.split(":").filter(Boolean);
  const tail = (back ?? "").split(":").filter(Boolean);
  const missing = back === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...new Array<string>(Math.max(missing, 0)).fill("0"), ...tail]
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""));
}
