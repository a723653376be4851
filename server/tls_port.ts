/** The port as TLS. */

import type { Log } from "./core/log.ts";
import type { ListenOptions } from "./listen.ts";
import { TlsTransport } from "./net/tls_transport.ts";
import type { Port } from "./port.ts";
import { createTlsContext, type TlsFiles } from "./start_files.ts";
import { openTcpPort } from "./tcp_port.ts";

/** Where to listen, and with what. */
export interface TlsPortOptions extends ListenOptions {
  /** Certificate and key. */
  readonly tls: TlsFiles;
}

/**
 * Opens a port.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openTlsPort({ tls, ...where }: TlsPortOptions, log: Log): Port {
  const tcp = openTcpPort(where, log);
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
