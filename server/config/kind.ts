/** What a value of the server's configuration may be, besides what any value may. */

import type { Kind } from "../../config/kind.ts";
import { type Network, parseNetwork } from "../net/network.ts";
import { isNodeName, parseNatsAddress } from "../nats_address.ts";
import { parseHostName, parseNetworkName, parseOrigin } from "../web_names.ts";

/** The name of a server: the same rule as on the command line. */
export const aServerName: Kind<string> = {
  what: "a name with a dot, of letters, digits, dots and dashes",
  read: (value) =>
    typeof value === "string" && value.includes(".") &&
      /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/.test(value)
      ? value
      : undefined,
};

/** Where a picture is: told in ISUPPORT, so that it must be one short word. */
export const aPictureUrl: Kind<string> = {
  what: "a URL that begins with https:// or http://, of at most 200 characters without spaces",
  read: (value) =>
    typeof value === "string" && value.length <= 200 && /^https?:\/\/[\x21-\x7e]+$/.test(value)
      ? value
      : undefined,
};

/** Addresses and networks. */
export const networks: Kind<readonly Network[]> = {
  what: 'a list of addresses or networks like ["192.0.2.0/24"]',
  read: (value) => readAll(value, parseNetwork),
};

/** The same, as they are written. */
export const networkNames: Kind<readonly string[]> = {
  what: networks.what,
  read: (value) => readAll(value, parseNetworkName),
};

/** Names of hosts. */
export const hostNames: Kind<readonly string[]> = {
  what: 'a list of names like ["chat.example.org"]',
  read: (value) => readAll(value, parseHostName),
};

/** Pages, as browsers name where they come from. */
export const origins: Kind<readonly string[]> = {
  what: 'a list like ["https://example.org"], with "null" for pages of files',
  read: (value) => readAll(value, parseOrigin),
};

/** Addresses of NATS servers. */
export const natsAddresses: Kind<readonly string[]> = {
  what: 'a list of addresses like ["nats://127.0.0.1:4222"]',
  read: (value) => readAll(value, (text) => parseNatsAddress(text) && text),
};

/** What a server is called among others; a part of no subject of NATS and of no list may be one. */
export const aNodeName: Kind<string> = {
  what: "a name of at most 32 letters, digits and dashes",
  read: (value) => typeof value === "string" && isNodeName(value) ? value : undefined,
};

/** What a stream may be called. */
export const aStreamName: Kind<string> = aNodeName;

function readAll<T>(value: unknown, read: (text: string) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all = value.map((text) => typeof text === "string" ? read(text) : undefined);
  const good = all.filter((item) => item !== undefined);
  return good.length === all.length ? good : undefined;
}
