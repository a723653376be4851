/** What people without a chat client type into. */

import type { Peer } from "../../tools/peers.ts";
import { PeerProcess } from "./peer_process.ts";
import type { TlsPort } from "./wire_client.ts";

/** What a test that uses it needs. */
export const netcatPeers: readonly Peer[] = ["nc", "openssl"];

/** Connects to a port of this machine: netcat, or what does the same for TLS. */
export function netcat(at: number | TlsPort): PeerProcess {
  return typeof at === "number"
    ? new PeerProcess("nc", ["127.0.0.1", `${at}`])
    : new PeerProcess("openssl", ["s_client", "-quiet", "-connect", `127.0.0.1:${at.port}`]);
}
