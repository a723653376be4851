/** Scenarios that hold whichever way clients come in. */

import type { Peer } from "../../tools/peers.ts";
import { Certificate, certificatePeers } from "./certificate.ts";
import { peerTest } from "./peers.ts";
import { startServer, type TestServer } from "./server.ts";
import type { TlsPort } from "./wire_client.ts";

/** A server that clients meet on. */
export interface Meeting {
  /** The server. */
  readonly server: TestServer;
  /** Where clients go. */
  readonly at: number | TlsPort;
  /** Options of `chat client` that lead there. */
  readonly clientOptions: readonly string[];
}

/** Registers a test twice, with a server that speaks TCP and with one that speaks TLS; see `peerTest`. */
export function meetingTest(
  name: string,
  peers: readonly Peer[],
  fn: (meeting: Meeting) => Promise<void>,
): void {
  peerTest(`${name} (TCP)`, peers, async () => {
    await using server = await startServer();
    await fn({ server, at: server.port, clientOptions: ["--port", `${server.port}`] });
  });
  peerTest(`${name} (TLS)`, [...peers, ...certificatePeers], async () => {
    using certificate = await Certificate.make();
    await using server = await startServer(certificate.options);
    await fn({
      server,
      at: { port: server.port, ca: certificate.pem },
      clientOptions: ["--port", `${server.port}`, "--tls-ca", certificate.certFile],
    });
  });
}
