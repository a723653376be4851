/** Who stands behind a proxy that the operator trusts: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For */

import { isIP } from "node:net";
import { isLoopback } from "./cloak.ts";
import { plainAddress } from "./network.ts";

/** Says whether an address is that of a proxy whose word is taken. */
export type IsProxy = (address: string) => boolean;

/**
 * Gives the client's address of what each proxy on the way has added to the right: the last one that is no trusted proxy.
 * What stands to the left of it anybody may have written. Where a proxy tells of none it counts itself.
 */
export function forwardedAddress(
  proxy: string,
  header: string | undefined,
  isProxy: IsProxy,
): string {
  let client = proxy;
  for (const item of (header ?? "").split(",").reverse()) {
    const address = item.trim().replace(/^\[(.*)\]$/, "$1");
    if (isIP(address) === 0) return client;
    client = believedAddress(proxy, plainAddress(address));
    if (!isProxy(client)) return client;
  }
  return client;
}

/** A proxy's own machine is not this one, so what it calls loopback is itself, and has none of the rights of this one. */
export function believedAddress(proxy: string, claimed: string): string {
  return isLoopback(claimed) && !isLoopback(proxy) ? proxy : claimed;
}
