/** The port as TLS. */

import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Log } from "./core/log.ts";
import { explainListenFailure, tcpBacklog } from "./listen.ts";
import { TlsTransport } from "./net/tls_transport.ts";
import { StartFailure } from "./options.ts";
import type { Port } from "./port.ts";
import type { TlsFiles } from "./start_files.ts";

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
export async function openTlsPort(options: TlsPortOptions, log: Log): Promise<Port> {
  const { host, port } = options;
  let context = createContext(options.tls);
  // Both directions end on their own, as with plain TCP, so that a last line is read.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  try {
    server.listen({ host, port, backlog: tcpBacklog });
    await once(server, "listening");
  } catch (error) {
    throw new StartFailure(explainListenFailure(error, host, port));
  }
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("A TCP server has no port");
  server.on("error", (error) => log.error(`Accepting failed: ${error.message}`));
  return {
    address: bound.address,
    port: bound.port,
    accept(serve) {
      server.on("connection", (raw) => {
        const { address, port } = prepare(raw);
        serve(new TlsTransport(raw, context), { address, port, localPort: bound.port });
      });
    },
    renew(tls) {
      context = createContext(tls);
    },
    close() {
      server.close();
      return Promise.resolve();
    },
  };
}

function createContext({ cert, key }: TlsFiles): SecureContext {
  return createSecureContext({ cert, key, minVersion: "TLSv1.2" });
}

/** Small lines leave at once, and a peer that has vanished is noticed. */
function prepare(raw: Socket): { readonly address: string; readonly port: number } {
  raw.setNoDelay(true);
  raw.setKeepAlive(true);
  return { address: raw.remoteAddress ?? "unknown", port: raw.remotePort ?? 0 };
}
