/** A port that clients come to, whatever it speaks. */

import type { Peer } from "./net/peer.ts";
import type { Transport } from "./net/transport.ts";
import type { TlsFiles } from "./start_files.ts";

/** Serves one connection, in the background. */
export type Serve = (transport: Transport, peer: Peer) => void;

/** A port that is open. */
export interface Port {
  /** The address that it listens on. */
  readonly address: string;
  /** Its number. */
  readonly port: number;
  /** Serves all that come, until `close`. */
  accept(serve: Serve): void;
  /** Takes another certificate for those who come from now on; nothing where there is no TLS. */
  renew(tls: TlsFiles): void;
  /** Lets nobody in any more; settles when that is so. Connections stay. */
  close(): Promise<void>;
}
