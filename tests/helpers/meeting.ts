/** Scenarios that hold whichever way clients come in. */

import type { Peer } from "../../tools/peers.ts";
import { Certificate, certificatePeers } from "./certificate.ts";
import { NatsCluster } from "./nats_cluster.ts";
import { natsPeers } from "./nats_server.ts";
import { peerTest } from "./peers.ts";
import { startServer, type TestServer } from "./server.ts";
import { StallingNetwork } from "./stalling_network.ts";
import type { TlsPort } from "./wire_client.ts";

/** A server that clients meet on. */
export interface Meeting {
  /** The server; of several the one that the first client comes to. */
  readonly server: TestServer;
  /** Where clients go. */
  readonly at: number | TlsPort;
  /** Options of `chat client` that lead there. */
  readonly clientOptions: readonly string[];
}

/**
 * Registers a test three times: with a server that speaks TCP, with one that speaks TLS, and with two that are one chat, to
 * which clients come by turns; see `peerTest`.
 */
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
  peerTest(`${name} (two servers)`, [...peers, ...natsPeers], async () => {
    await using cluster = await NatsCluster.start(["a", "b"]);
    let turn = 0;
    await using network = new StallingNetwork(() =>
      cluster.node(turn++ % 2 === 0 ? "a" : "b").port
    );
    const { server } = cluster.node("a");
    await fn({ server, at: network.port, clientOptions: ["--port", `${network.port}`] });
  });
}
