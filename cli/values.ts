/** What stands after options: each is read, or refused with what to give. */

import { InvalidArgumentError } from "commander";
import { isNodeName, parseNatsAddress } from "../server/nats_address.ts";
import {
  parseCertificateName,
  parseHostName,
  parseNetworkName,
  parseOrigin,
} from "../server/web_names.ts";

/** A port; 0 takes a free one. */
export function port(text: string): number {
  return integer(text, 0, 65_535);
}

/** Names of hosts, by comma. */
export function hostNames(text: string): readonly string[] {
  return listOf(text, parseHostName, "Give names like chat.example.org, by comma.");
}

/** Pages, by comma. */
export function origins(text: string): readonly string[] {
  return listOf(text, parseOrigin, "Give pages like https://example.org, or null, by comma.");
}

/** Addresses and networks, by comma. */
export function networks(text: string): readonly string[] {
  return listOf(text, parseNetworkName, "Give addresses or networks like 192.0.2.0/24, by comma.");
}

/** Addresses of NATS servers, by comma. */
export function natsAddresses(text: string): readonly string[] {
  const help = "Give addresses like nats://127.0.0.1:4222, by comma.";
  return listOf(text, (item) => parseNatsAddress(item) && item, help);
}

/** What a server is called among others. */
export function nodeName(text: string): string {
  if (isNodeName(text)) return text;
  throw new InvalidArgumentError("Give at most 32 letters, digits and dashes.");
}

function listOf(
  text: string,
  parse: (item: string) => string | undefined,
  help: string,
): readonly string[] {
  return text.split(",").map((item) => {
    const parsed = parse(item.trim());
    if (parsed === undefined) throw new InvalidArgumentError(help);
    return parsed;
  });
}

/** Names and addresses that a certificate is for, by comma, and more of them each time that it is said. */
export function certificateNames(
  text: string,
  before: readonly string[] = [],
): readonly string[] {
  return [
    ...before,
    ...listOf(text, parseCertificateName, "Give names and addresses, by comma."),
  ];
}

/** For how many days a certificate is good. */
export function days(text: string): number {
  return integer(text, 1, 36_500);
}

/** How many connections. */
export function count(text: string): number {
  return integer(text, 1, 1_000_000);
}

/** A whole number. */
export function integer(text: string, least: number, most: number): number {
  const value = /^[0-9]{1,7}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) {
    throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  }
  return value;
}

/** The name of a server. */
export function serverName(text: string): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/.test(text) && text.includes(".")) {
    return text;
  }
  throw new InvalidArgumentError("Give a name with a dot, of letters, digits, dots and dashes.");
}
