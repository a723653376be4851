/** What the server says on standard output when it has started. */

import { reachableAddresses } from "./listen.ts";
import { formatPeer } from "./net/peer.ts";
import type { Port } from "./port.ts";
import type { WebPort } from "./web_port.ts";

/** The lines: where it listens, where the page is, and under which addresses others find both where it listens on all. */
export function startLines(
  port: Pick<Port, "address" | "port">,
  web: Pick<WebPort, "address" | "port" | "isSecure"> | undefined,
): readonly string[] {
  const others = reachableAddresses(port.address);
  return [
    `Server started on ${formatPeer(port)}`,
    ...(web === undefined ? [] : [`Web page at ${urlOf(web, ownAddress(web.address))}`]),
    ...others.map((address) => `Reachable at ${formatPeer({ address, port: port.port })}`),
    ...(web === undefined ? [] : others.map((address) => `Web page at ${urlOf(web, address)}`)),
  ];
}

function urlOf({ port, isSecure }: Pick<WebPort, "port" | "isSecure">, address: string): string {
  return `http${isSecure ? "s" : ""}://${formatPeer({ address, port })}/`;
}

/** No browser goes to a wildcard. */
function ownAddress(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  return address === "::" ? "::1" : address;
}
