/** The port as TLS. */

import type { Log } from "./core/log.ts";
import { TlsTransport } from "./net/tls_transport.ts";
import type { Port } from "./port.ts";
import { createTlsContext, type TlsFiles } from "./start_files.ts";
import { openTcpPort, type TcpPortOptions } from "./tcp_port.ts";

/** Where to listen, and with what. */
export interface TlsPortOptions extends TcpPortOptions {
  /** Certificate and key. */
  readonly tls: TlsFiles;
  /** See `TlsTransportOptions`. */
  readonly turnAwayText?: string;
  /** See `TlsTransportOptions`. */
  readonly asksCertificate?: boolean;
}

/**
 * Opens a port.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openTlsPort(options: TlsPortOptions, log: Log): Port {
  const { tls, turnAwayText, asksCertificate = false, ...where } = options;
  const turnAway = turnAwayText === undefined ? {} : { turnAwayText };
  const tcp = openTcpPort(where, log);
  let secureContext = createTlsContext(tls);
  return {
    ...tcp,
    accept(serve) {
      tcp.accept((raw, peer) =>
        serve(new TlsTransport(raw, { secureContext, asksCertificate, ...turnAway }), peer)
      );
    },
    renew(tls) {
      secureContext = createTlsContext(tls);
    },
  };
}
