/** Which requests of browsers are answered: by the name that they came to, and by the page that sent them. */

import { isIP } from "node:net";
import { safeText } from "../../wire/safe_text.ts";

/** What the operator has allowed. */
export interface WebNames {
  /** Names of this server besides addresses and localhost, in lower case. */
  readonly hosts: readonly string[];
  /** Pages of others that may connect, as `https://example.org` or `null`. */
  readonly origins: readonly string[];
}

/** The host that a request came to: a name or an address, and a port. */
export interface WebHost {
  /** In lower case, without a dot at its end; an address of IPv6 without brackets. */
  readonly name: string;
  /** As it stands in a URL, with its port. */
  readonly written: string;
}

/** Reads the header Host; undefined where it is none. */
export function parseHost(header: string | undefined): WebHost | undefined {
  const [, host = "", port = ""] =
    /^(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_.-]{1,255})(:[0-9]{1,5})?$/.exec(header ?? "") ?? [];
  if (host === "") return undefined;
  const name = host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
  return { name, written: host.toLowerCase() + port };
}

/**
 * Says whether a name is this server's. Any other may be that of a page which had its name point to this server, so that
 * browsers let it in as its own (DNS rebinding); an address can't be made to point elsewhere.
 */
export function isOwnHost({ name }: WebHost, { hosts }: WebNames): boolean {
  return isIP(name) !== 0 || name === "localhost" || hosts.includes(name);
}

/**
 * Says whether a page of `origin` may connect: browsers tell it of every page, programs need not. Else any page that one
 * opens could talk here from one's own machine.
 */
export function mayConnect(
  origin: string | undefined,
  host: WebHost,
  { origins }: WebNames,
): boolean {
  if (origin === undefined || origins.includes(origin.toLowerCase())) return true;
  const [scheme] = /^https?:\/\//.exec(origin) ?? [];
  if (scheme === undefined) return false;
  // A proxy may have taken off the TLS, so that the schemes need not agree; either has its usual port.
  const own = URL.parse(`${scheme}${host.written}`);
  return own !== null && URL.parse(origin)?.host === own.host;
}

/** What is told to who came by a name that is not this server's. */
export function hostRefusal(host: WebHost | undefined): string {
  const name = host === undefined ? "That" : `"${host.name}"`;
  return `${name} is not known as a name of this server. Allow it by --web-host.\n`;
}

/** What is told to a page that may not connect. */
export function originRefusal(origin: string | undefined): string {
  // Browsers write names in other letters in these too.
  const page = safeText(origin ?? "").replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
  return `Pages of "${page}" may not connect here. Allow them by --web-origin.\n`;
}
