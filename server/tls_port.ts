/** The port as TLS. */

import type { Log } from "./core/log.ts";
import { TlsTransport } from "./net/tls_transport.ts";
import type { Port } from "./port.ts";
import { createTlsContext, type TlsFiles } from "./start_files.ts";
import { openTcpPort } from "./tcp_port.ts";

/** Where to listen, and with what. */
export interface TlsPortOptions {
  /** Address or name to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Certificate and key. */
  readonly tls: TlsFiles;
}

/**
 * Opens a port.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openTlsPort({ host, port, tls }: TlsPortOptions, log: Log): Port {
  const tcp = openTcpPort(host, port, log);
  let secureContext = createTlsContext(tls);
  return {
    ...tcp,
    accept(serve) {
      tcp.accept((raw, peer) => serve(new TlsTransport(raw, { secureContext }), peer));
    },
    renew(tls) {
      secureContext = createTlsContext(tls);
    },
  };
}
