/** Addresses and networks of IP, however they are written. */

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Networks } from "../core/networks.ts";

/** An address, or all addresses that start with the same bits. */
export interface Network {
  /** The first address in it. */
  readonly first: ipaddr.IPv4 | ipaddr.IPv6;
  /** How many leading bits all have in common. */
  readonly prefixBits: number;
}

const zone = /%.*$/;

/** Bits of an IPv6 address that a provider gives to one customer, who makes up the rest at will. */
const customerBits = 64;

/** Bits in front of an IPv4 address that is written as an IPv6 one. */
const mappedBits = 96;

/** Reads `192.0.2.7`, `192.0.2.0/24`, `2001:db8::7` or `2001:db8::/32`; undefined where `text` is none of these. */
export function parseNetwork(text: string): Network | undefined {
  const [, written = "", bits] = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(written);
  if (address === undefined) return undefined;
  const isMapped = isIP(written.replace(zone, "")) === 6 && address.kind() === "ipv4";
  const allBits = address.kind() === "ipv4" ? 32 : 128;
  const prefixBits = bits === undefined ? allBits : Number(bits) - (isMapped ? mappedBits : 0);
  if (prefixBits < 0 || prefixBits > allBits) return undefined;
  return { first: firstOf(address, prefixBits), prefixBits };
}

/** Writes a network so that equal ones are written alike; one address as that address. */
export function formatNetwork({ first, prefixBits }: Network): string {
  return isOneAddress({ first, prefixBits }) ? first.toString() : `${first}/${prefixBits}`;
}

/** Says whether an address is in a network; what is no address is in none. */
export function isInNetwork(address: string, { first, prefixBits }: Network): boolean {
  const parsed = parseAddress(address);
  return parsed?.kind() === first.kind() && parsed.match(first, prefixBits);
}

/** Writes an address as it is written everywhere here, however the kernel or a proxy has it: `::ffff:192.0.2.7` is 192.0.2.7. */
export function plainAddress(address: string): string {
  return isPlainIPv4(address) ? address : parseAddress(address)?.toString() ?? address;
}

/** Names who an address belongs to, as far as one can tell: the address itself, of IPv6 its /64. */
export function addressOwner(address: string): string {
  if (isPlainIPv4(address)) return address;
  const parsed = parseAddress(address);
  if (parsed === undefined) return address;
  const prefixBits = parsed.kind() === "ipv4" ? 32 : customerBits;
  return formatNetwork({ first: firstOf(parsed, prefixBits), prefixBits });
}

/** Asked several times for everybody who comes: there is one way to write such an address, and nothing to be parsed. */
function isPlainIPv4(address: string): boolean {
  return isIP(address) === 4;
}

function isOneAddress({ first, prefixBits }: Network): boolean {
  return prefixBits === (first.kind() === "ipv4" ? 32 : 128);
}

/** What the world is told of addresses. */
export const networks: Networks = {
  name(text) {
    const network = parseNetwork(text);
    return network === undefined ? undefined : formatNetwork(network);
  },
  has(network, address) {
    const parsed = parseNetwork(network);
    return parsed !== undefined && isInNetwork(address, parsed);
  },
  around,
};

/** Everybody who comes is looked up by these, and whoever speaks where somebody is silenced. */
function* around(text: string, prefixBits: ReadonlySet<number>): Generator<string> {
  const address = parseAddress(text);
  if (address === undefined) return;
  yield address.toString();
  const allBits = address.kind() === "ipv4" ? 32 : 128;
  for (const bits of prefixBits) {
    if (bits < allBits) yield `${firstOf(address, bits)}/${bits}`;
  }
}

/** A socket that takes both families shows IPv4 peers as `::ffff:192.0.2.7`, which is the same as without. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const address = text.replace(zone, "");
  // The library takes octal, hexadecimal and short forms too, which nobody means.
  return isIP(address) === 0 ? undefined : ipaddr.process(address);
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number): Network["first"] {
  const family = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return family.networkAddressFromCIDR(`${address}/${prefixBits}`);
}
