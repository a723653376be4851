/** Debian's NATS server with JetStream, on a free port, in a folder of its own. */

import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { pump } from "./server.ts";
import { Feed } from "./feed.ts";
import type { Peer } from "../../tools/peers.ts";

/** What a test that uses it needs. */
export const natsPeers: readonly Peer[] = ["nats-server"];

/** How long several of them may take to agree. */
const deadlineMs = 60_000;

/** How it is run, where that is not the usual. */
export interface NatsLaunch {
  /** What JetStream is to have besides its folder. */
  readonly jetstream?: string;
  /** More of its configuration file: https://docs.nats.io/running-a-nats-service/configuration */
  readonly config?: string;
}

/** A NATS server that can die and come back with what it has. */
export class NatsServer implements AsyncDisposable {
  readonly #folder: string;
  readonly #launch: NatsLaunch;
  #log = new Feed("nats-server's log");
  #process: Deno.ChildProcess | undefined;
  #pumps: readonly Promise<void>[] = [];
  #port = 0;

  private constructor(folder: string, launch: NatsLaunch) {
    this.#folder = folder;
    this.#launch = launch;
  }

  /** Starts some that are one NATS cluster, so that a stream can have as many replicas. */
  static async startCluster(count: number): Promise<readonly NatsServer[]> {
    const ports = Array.from({ length: count }, () => freePort());
    const routes = ports.map((port) => `nats://127.0.0.1:${port}`).join(", ");
    const starting = ports.map((port, at) =>
      NatsServer.start({
        config: `server_name: n${at}
cluster { name: test, listen: "127.0.0.1:${port}", routes: [${routes}] }`,
      })
    );
    const servers = await Promise.all(starting);
    // Until they have a leader none of them makes a stream.
    for (const server of servers) {
      await server.answers(async (manager) => await manager.getAccountInfo() !== null);
    }
    // The first stream that all take part in takes seconds on a slow machine.
    await servers[0]?.answers(async (manager) => {
      await manager.streams.add({ name: "probe", subjects: ["probe"], num_replicas: count });
      return await manager.streams.delete("probe");
    });
    return servers;
  }

  /** Starts one with nothing in it. */
  static async start(launch: NatsLaunch = {}): Promise<NatsServer> {
    const folder = await Deno.makeTempDir({ prefix: "chat-nats-" });
    const server = new NatsServer(folder, launch);
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where it listens, at every start. */
  get port(): number {
    return this.#port;
  }

  /** What it has logged since its last start. */
  get log(): Feed {
    return this.#log;
  }

  /** Its address. */
  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Waits until each NATS server that is to have a stream has all of it, and gives the index of the one that leads. */
  async leaderOf(stream: string): Promise<number> {
    let name = "";
    await this.answers(async (manager) => {
      const { cluster } = await manager.streams.info(stream);
      const { leader = "", replicas = [] } = cluster ?? {};
      name = leader;
      return leader !== "" && replicas.every(({ current, offline }) => current && !offline);
    });
    return Number(name.slice(1));
  }

  /** Asks it until something is so; what it answers with an error is not. */
  async answers(isSo: (manager: JetStreamManager) => Promise<boolean>): Promise<void> {
    const connection = await connect({ servers: `127.0.0.1:${this.port}` });
    const endMs = performance.now() + deadlineMs;
    try {
      const manager = await jetstreamManager(connection, { checkAPI: false });
      while (!await isSo(manager).catch(() => false)) {
        if (performance.now() > endMs) throw new Error(`NATS is not ready: ${this.log.text}`);
      }
    } finally {
      await connection.close();
    }
  }

  /** Ends it without a warning. */
  async kill(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    try {
      process?.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await process?.status;
    await Promise.all(this.#pumps);
  }

  /** Starts it on its folder, where it was. */
  async restart(): Promise<void> {
    await this.kill();
    const config = `${this.#folder}/nats.conf`;
    await Deno.writeTextFile(config, this.#config());
    const process = this.#process = new Deno.Command("nats-server", {
      args: ["--config", config],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const log = this.#log = new Feed("nats-server's log");
    this.#pumps = [pump(process.stderr, log), pump(process.stdout, new Feed("nats-server"))];
    const [, port] = await log.expects(/Listening for client connections on 127\.0\.0\.1:(\d+)/);
    this.#port = Number(port);
    await log.expects("Server is ready");
  }

  /** Ends it and removes its folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }

  #config(): string {
    const { config = "", jetstream = "" } = this.#launch;
    const port = this.#port === 0 ? -1 : this.#port;
    return `host: 127.0.0.1
port: ${port}
jetstream {
  store_dir: ${JSON.stringify(this.#folder)}
  ${jetstream}
}
${config}
`;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
