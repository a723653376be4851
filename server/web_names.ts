/** Names of hosts, pages and networks, as the operator writes them. */

import { isIP } from "node:net";

/** Reads the name of a host, without its port; undefined where it is none. */
export function parseHostName(text: string): string | undefined {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?$/.test(text)
    ? text.toLowerCase()
    : undefined;
}

/** Reads where a page comes from, as `https://example.org:8443` or `null`; undefined where it is none. */
export function parseOrigin(text: string): string | undefined {
  if (text === "null") return text;
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  // As browsers send it: without a path, and without the usual port.
  return url !== null && url.pathname === "/" && url.search === "" && url.hash === ""
    ? url.origin
    : undefined;
}

/** Reads what a certificate may be for: an address, or a name whose first label may be left open by an asterisk. */
export function parseCertificateName(text: string): string | undefined {
  if (isIP(text) !== 0 && !text.includes("%")) return text;
  const open = text.startsWith("*.") ? "*." : "";
  const name = parseHostName(text.slice(open.length));
  return name === undefined ? undefined : `${open}${name}`;
}

/** Reads an address or a network, as `192.0.2.0/24`; undefined where it is none. */
export function parseNetworkName(text: string): string | undefined {
  const [, address = "", bits = "0"] = /^([0-9A-Fa-f:.]+)(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128) ? text : undefined;
}
