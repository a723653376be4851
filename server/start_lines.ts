/** What the server says on standard output when it has started. */

import { reachableAddresses } from "./listen.ts";
import { formatPeer } from "./net/peer.ts";
import type { Port } from "./port.ts";
import type { WebPort } from "./web_port.ts";

/** The ports that are open. */
export interface OpenPorts {
  /** Where it listens. */
  readonly main: Pick<Port, "address" | "port">;
  /** Where it listens by TLS besides. */
  readonly tls?: Pick<Port, "address" | "port"> | undefined;
  /** Where the page is. */
  readonly web?: Pick<WebPort, "address" | "port" | "isSecure"> | undefined;
}

/** The lines: where it listens, where the page is, and under which addresses others find both where it listens on all. */
export function startLines({ main, tls, web }: OpenPorts): readonly string[] {
  const others = reachableAddresses(main.address);
  const at = (address: string) => [
    `Reachable at ${formatPeer({ address, port: main.port })}`,
    ...(tls === undefined
      ? []
      : [`Reachable by TLS at ${formatPeer({ address, port: tls.port })}`]),
  ];
  return [
    `Server started on ${formatPeer(main)}`,
    ...(web === undefined ? [] : [`Web page at ${urlOf(web, ownAddress(web.address))}`]),
    ...(tls === undefined ? [] : [`TLS on ${formatPeer(tls)}`]),
    ...others.flatMap(at),
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
