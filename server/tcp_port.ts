/** The port as plain TCP. */

import type { Log } from "./core/log.ts";
import { type ListenOptions, openListener } from "./listen.ts";
import type { IsProxy } from "./net/forwarded.ts";
import { plainAddress } from "./net/network.ts";
import { serveProxied } from "./net/proxied_transport.ts";
import type { Port } from "./port.ts";

/** Where to listen, and who may come for others. */
export interface TcpPortOptions extends ListenOptions {
  /** Says whether what an address begins with is believed of whom it comes for; nobody's is if left out. */
  readonly isProxy?: IsProxy;
}

/**
 * Opens a port.
 *
 * @throws {StartFailure} see `openListener`.
 */
export function openTcpPort(where: TcpPortOptions, log: Log): Port {
  const { isProxy } = where;
  const listener = openListener(where);
  const { address, port: localPort } = listener.address;
  return {
    address,
    port: localPort,
    accept(serve) {
      listener.accept((transport, remote) => {
        const peer = { address: plainAddress(remote.address), port: remote.port, localPort };
        if (isProxy?.(peer.address)) void serveProxied(transport, peer, { serve, log });
        else serve(transport, peer);
      }, (text) => log.error(text));
    },
    renew() {},
    close: () => listener.close(),
  };
}
