/** The port as plain TCP. */

import type { Log } from "./core/log.ts";
import { connections, listen, type ListenOptions } from "./listen.ts";
import type { IsProxy } from "./net/forwarded.ts";
import { plainAddress } from "./net/network.ts";
import { serveProxied } from "./net/proxied_transport.ts";
import type { Port, Serve } from "./port.ts";

/** Where to listen, and who may come for others. */
export interface TcpPortOptions extends ListenOptions {
  /** Says whether what an address begins with is believed of whom it comes for; nobody's is if left out. */
  readonly isProxy?: IsProxy;
}

/**
 * Opens a port.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openTcpPort(where: TcpPortOptions, log: Log): Port {
  const listener = listen(where);
  const { hostname: address, port: localPort } = listener.addr;
  let accepting: Promise<void> | undefined;
  return {
    address,
    port: localPort,
    accept(serve) {
      accepting = acceptAll(listener, serve, { log, ...where });
    },
    renew() {},
    async close() {
      listener.close();
      await accepting;
    },
  };
}

async function acceptAll(
  listener: Deno.TcpListener,
  serve: Serve,
  { log, isProxy }: Pick<TcpPortOptions, "isProxy"> & { readonly log: Log },
): Promise<void> {
  for await (const connection of connections(listener, (text) => log.error(text))) {
    prepare(connection);
    const { hostname, port } = connection.remoteAddr;
    const address = plainAddress(hostname);
    const peer = { address, port, localPort: listener.addr.port };
    if (isProxy?.(address)) void serveProxied(connection, peer, { serve, log });
    else serve(connection, peer);
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
