/** Servers that are one chat over NATS, each a process of its own. */

import { adminSocketName } from "../../server/admin/admin_port.ts";
import { type NatsLaunch, NatsServer } from "./nats_server.ts";
import { startServer, type TestServer } from "./server.ts";
import { StallingNetwork } from "./stalling_network.ts";

/** What a node is like, where that is not the usual. */
export interface NodeOptions {
  /** More of its command line. */
  readonly args?: readonly string[];
  /** With a port for the web. */
  readonly hasWeb?: boolean;
  /** It reaches NATS by a network that can break. */
  readonly hasNetwork?: boolean;
}

/** What is told of a node by itself or another. */
export interface NodeState {
  /** What it is called. */
  readonly name: string;
  /** It is the one that was asked. */
  readonly isOwn: boolean;
  /** How many people are connected to it. */
  readonly users: number;
  /** The last fact that it has applied, as far as it is known. */
  readonly key?: number;
}

/** How long nodes may take to agree. */
const deadlineMs = 60_000;

/** One of the servers, in a folder that outlives it. */
export class ClusterNode implements AsyncDisposable {
  /** What it is called. */
  readonly name: string;
  /** Where what it knows is kept. */
  readonly folder: string;
  /** Between it and NATS, if that can break. */
  readonly network: StallingNetwork | undefined;
  readonly #urls: string;
  readonly #options: NodeOptions;
  #server: TestServer | undefined;

  /** Not started yet. */
  constructor(name: string, folder: string, nats: readonly NatsServer[], options: NodeOptions) {
    this.name = name;
    this.folder = folder;
    this.#options = options;
    const port = nats[0]?.port ?? 0;
    this.network = options.hasNetwork === true ? new StallingNetwork(() => port) : undefined;
    this.#urls = this.network === undefined
      ? nats.map(({ url }) => url).join(",")
      : `nats://127.0.0.1:${this.network.port}`;
  }

  /** Its process. */
  get server(): TestServer {
    if (this.#server === undefined) throw new Error(`Node ${this.name} does not run`);
    return this.#server;
  }

  /** Where clients come to. */
  get port(): number {
    return this.server.port;
  }

  /** Starts it; settles when it lets people in. */
  async start(): Promise<void> {
    const { args = [], hasWeb = false } = this.#options;
    const own = ["--data", this.folder, "--cluster", this.#urls];
    this.#server = await startServer([...own, "--node", this.name, ...args], { hasWeb });
  }

  /** Ends it without a warning. */
  async kill(): Promise<void> {
    this.server.signal("SIGKILL");
    await this.stop();
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    this.#server = undefined;
  }

  /** Asks it which servers there are. */
  async nodes(): Promise<readonly NodeState[]> {
    const path = `${this.folder}/${adminSocketName}`;
    using conn = await Deno.connect({ transport: "unix", path });
    await conn.write(new TextEncoder().encode('{"command":"nodes","rest":""}\n'));
    const text = await new Response(openEnded(conn)).text();
    const { rows = [] }: { readonly rows?: readonly NodeState[] } = JSON.parse(text);
    return rows;
  }

  /** The last fact that it has applied. */
  async key(): Promise<number> {
    const own = (await this.nodes()).find(({ isOwn }) => isOwn);
    return own?.key ?? 0;
  }

  /** Ends it, with its network. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server !== undefined) await this.stop();
    await this.network?.[Symbol.asyncDispose]();
  }
}

/** Some of them, their NATS, and their folders. */
export class NatsCluster implements AsyncDisposable {
  /** What they share. */
  readonly nats: NatsServer;
  /** All NATS servers, where there are several. */
  readonly allNats: readonly NatsServer[];
  readonly #nodes = new Map<string, ClusterNode>();
  readonly #folder: string;

  private constructor(all: readonly NatsServer[], folder: string) {
    const [nats] = all;
    if (nats === undefined) throw new Error("There is no NATS");
    this.nats = nats;
    this.allNats = all;
    this.#folder = folder;
  }

  /** Starts NATS and a node for each name. */
  static async start(
    names: readonly string[],
    optionsOf: (name: string) => NodeOptions = () => ({}),
    { natsCount = 1, nats: launch = {} }: {
      readonly natsCount?: number;
      readonly nats?: NatsLaunch;
    } = {},
  ): Promise<NatsCluster> {
    const folder = await Deno.makeTempDir({ prefix: "chat-nodes-" });
    const nats = natsCount === 1
      ? [await NatsServer.start(launch)]
      : await NatsServer.startCluster(natsCount);
    const cluster = new NatsCluster(nats, folder);
    try {
      const nodes = names.map((name) => cluster.add(name, optionsOf(name)));
      await Promise.all(nodes.map((node) => node.start()));
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** All nodes. */
  get nodes(): readonly ClusterNode[] {
    return [...this.#nodes.values()];
  }

  /** One by its name. */
  node(name: string): ClusterNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new Error(`There is no node ${name}`);
    return node;
  }

  /** One more, not started yet. */
  add(name: string, options: NodeOptions = {}): ClusterNode {
    const node = new ClusterNode(name, `${this.#folder}/${name}`, this.allNats, options);
    this.#nodes.set(name, node);
    return node;
  }

  /** One with the name of another, in a folder of its own, not started yet. Whoever asks for it ends it. */
  twin(name: string): ClusterNode {
    return new ClusterNode(name, `${this.#folder}/twin-of-${name}`, this.allNats, {});
  }

  /** Waits until all nodes have applied what any of them has now. */
  async settles(nodes: readonly ClusterNode[] = this.nodes): Promise<void> {
    const target = Math.max(...await Promise.all(nodes.map((node) => node.key())));
    await until(async () => {
      const keys = await Promise.all(nodes.map((node) => node.key()));
      return keys.every((key) => key >= target);
    }, `All nodes are at ${target}`);
  }

  /** Ends all, and removes what they leave. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node[Symbol.asyncDispose]()));
    await Promise.all(this.allNats.map((nats) => nats[Symbol.asyncDispose]()));
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Asks again until it is so. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!await isSo()) {
    if (performance.now() > endMs) throw new Error(`${what}: not within ${deadlineMs / 1000} s`);
  }
}

/** All that comes until the other side ends. */
function openEnded(conn: Deno.UnixConn): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(16 * 1024);
      const length = await conn.read(buffer);
      if (length === null) controller.close();
      else controller.enqueue(buffer.subarray(0, length));
    },
  });
}
