/** The port as plain TCP. */

import type { Log } from "./core/log.ts";
import { connections, listen, type ListenOptions } from "./listen.ts";
import type { Port, Serve } from "./port.ts";

/**
 * Opens a port.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openTcpPort(where: ListenOptions, log: Log): Port {
  const listener = listen(where);
  const { hostname: address, port: localPort } = listener.addr;
  let accepting: Promise<void> | undefined;
  return {
    address,
    port: localPort,
    accept(serve) {
      accepting = acceptAll(listener, serve, log);
    },
    renew() {},
    async close() {
      listener.close();
      await accepting;
    },
  };
}

async function acceptAll(listener: Deno.TcpListener, serve: Serve, log: Log): Promise<void> {
  for await (const connection of connections(listener, (text) => log.error(text))) {
    prepare(connection);
    const { hostname: address, port } = connection.remoteAddr;
    serve(connection, { address, port, localPort: listener.addr.port });
  }
}

/** Small lines leave at once, and a peer that has vanished is noticed. */
function prepare(connection: Deno.TcpConn): void {
  try {
    connection.setNoDelay(true);
    connection.setKeepAlive(true);
  } catch {
    // It is closed already, which is found out by who reads it.
  }
}
