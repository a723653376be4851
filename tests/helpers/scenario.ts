/** Scenarios that hold for one server, and for several that are one chat. */

import type { Peer } from "../../tools/peers.ts";
import { NatsCluster } from "./nats_cluster.ts";
import { natsPeers } from "./nats_server.ts";
import { peerTest } from "./peers.ts";
import { type ServerLaunch, startServer } from "./server.ts";
import { StallingNetwork } from "./stalling_network.ts";

/** Where people meet; it ends with its scope. */
export interface ScenarioServer extends AsyncDisposable {
  /** Where clients come to; of several servers each takes its turn. */
  readonly port: number;
  /** Where pages come to, likewise. */
  readonly webPort: number;
}

/** Starts what people meet on, with options of `chat server`. */
export type StartScenario = (
  args?: readonly string[],
  launch?: Pick<ServerLaunch, "hasWeb">,
) => Promise<ScenarioServer>;

/** Registers a test twice, with one server and with two that are one chat; see `peerTest`. */
export function scenarioTest(
  name: string,
  peers: readonly Peer[],
  fn: (start: StartScenario, t: Deno.TestContext) => Promise<void>,
): void {
  peerTest(name, peers, (t) => fn(startServer, t));
  peerTest(`${name} (two servers)`, [...peers, ...natsPeers], (t) => fn(startPair, t));
}

async function startPair(
  args: readonly string[] = [],
  { hasWeb = false }: Pick<ServerLaunch, "hasWeb"> = {},
): Promise<ScenarioServer> {
  await using stack = new AsyncDisposableStack();
  // Each has a folder.
  const own = args.filter((word) => word !== "--memory");
  const cluster = stack.use(await NatsCluster.start(["a", "b"], () => ({ args: own, hasWeb })));
  const { nodes } = cluster;
  const spread = (portOf: (index: number) => number): StallingNetwork => {
    let turn = 0;
    return stack.use(new StallingNetwork(() => portOf(turn++ % nodes.length)));
  };
  const chat = spread((index) => nodes[index]?.port ?? 0);
  const web = spread((index) => nodes[index]?.server.webPort ?? 0);
  const all = stack.move();
  return {
    port: chat.port,
    webPort: web.port,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
