/** What a value of the server's configuration may be, besides what any value may. */

import type { Kind } from "../../config/kind.ts";
import { type Network, parseNetwork } from "../net/network.ts";

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
  read(value) {
    if (!Array.isArray(value)) return undefined;
    const read = value.map((text) => typeof text === "string" ? parseNetwork(text) : undefined);
    const good = read.filter((network) => network !== undefined);
    return good.length === read.length ? good : undefined;
  },
};
