/** Tests that need the program of somebody else. */

import { isInstalled, type Peer } from "../../tools/peers.ts";

/** Registers a test that is skipped, and tells why, where one of its peers is not installed. */
export function peerTest(
  name: string,
  peers: readonly Peer[],
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  const missing = peers.filter((peer) => !isInstalled(peer));
  const reason = missing.length === 0 ? "" : ` (needs ${missing.join(" and ")})`;
  Deno.test({ name: `${name}${reason}`, ignore: missing.length > 0, fn });
}
