/** A whole server without sockets: hub, commands and world, with a clock of the test's own. */

import { LocalBus } from "../../server/cluster/local_bus.ts";
import { remoteQuota } from "../../server/core/quota.ts";
import type { Bans } from "../../server/core/bans.ts";
import { World } from "../../server/core/world.ts";
import { Engine } from "../../server/engine.ts";
import { Door } from "../../server/net/door.ts";
import { Fanout } from "../../server/net/fanout.ts";
import { Hub } from "../../server/net/hub.ts";
import { networks } from "../../server/net/network.ts";
import { HeldBus } from "./held_bus.ts";
import { MemoryArchive } from "./memory_archive.ts";
import { MemoryTransport } from "./memory_transport.ts";
import { testPolicy } from "./policy.ts";
import { rethrow } from "./rethrow.ts";

/** What a scene may be told apart from. */
export interface HubSceneOptions {
  /** The clock, in milliseconds; the scene's own if left out. */
  readonly nowMs?: () => number;
  /** Most connections at a time. */
  readonly maxClients?: number;
  /** Most connections of one address at a time. */
  readonly connectionsPerAddress?: number;
  /** Lines cost what they do. */
  readonly hasQuota?: boolean;
  /** People without IRC come in unasked. */
  readonly isAnonymous?: boolean;
}

/** A server to which peers are connected by `connects`. */
export class HubScene implements AsyncDisposable {
  /** What is tested. */
  readonly hub: Hub;
  /** Who is shut out. */
  readonly bans: Bans;
  /** Lines of the log, each with its level. */
  readonly log: string[] = [];
  /** Nobody is let in. */
  isLocked = false;
  /** The scene's clock. */
  nowMs = 1_000_000;
  /** The order of facts, which can be held. */
  readonly bus: HeldBus;
  readonly #peers: MemoryTransport[] = [];
  readonly #archive: MemoryArchive;
  #lastPort = 40_000;

  /** Starts a server without connections. */
  constructor(options: HubSceneOptions = {}) {
    const { maxClients = 1_000, connectionsPerAddress = 1_000, hasQuota = false } = options;
    const nowMs = options.nowMs ?? (() => this.nowMs);
    const fanout = new Fanout(rethrow);
    const at = (level: string) => (text: string) => void this.log.push(`${level} ${text}`);
    const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
    const world = new World({
      epoch: "e",
      lease: "lease",
      serverName: "chat.test",
      info: { version: "chat-test", startedAt: "now", motd: [] },
      networks,
      nowMs: nowMs(),
    });
    this.bans = world.bans;
    const archive: MemoryArchive = new MemoryArchive({
      onSettled: (key, isKept) => fanout.settle(key, isKept),
      onAsked: () =>
        queueMicrotask(() => {
          archive.answers();
          fanout.flush();
        }),
    });
    this.#archive = archive;
    const holder: { bus?: HeldBus } = {};
    const handler = new Engine({
      world,
      sink: fanout,
      archive,
      log,
      nowMs,
      policy: testPolicy(options.isAnonymous ? { plain: "anonymous" } : {}),
      createBus: (subscriber) =>
        holder.bus = new HeldBus(new LocalBus(nowMs, subscriber, { key: 0, timeMs: 0 })),
      onFatal: (error) => {
        throw error;
      },
    });
    if (holder.bus === undefined) throw new Error("The engine made no bus");
    this.bus = holder.bus;
    this.hub = new Hub({
      handler,
      fanout,
      log,
      nowMs,
      framing: () => ({ anyCase: true, maxPlainBytes: 4096 }),
      cloak: () => "cloaked",
      door: new Door({
        isLocked: () => this.isLocked,
        limits: () => ({
          maxClients,
          connectionsPerAddress,
          newConnectionsPerAddress: 1_000,
          newConnectionsMinutes: 10,
        }),
        isExempt: () => false,
        findBan: (address, nowMs) => this.bans.findAddress("ban", address, nowMs),
      }),
      quota: () => hasQuota ? remoteQuota : undefined,
    });
  }

  /** Lets a peer in, whose handshake takes as long as `opened`. */
  connects(address = "192.0.2.1", opened: Promise<void> = Promise.resolve()): MemoryTransport {
    const port = ++this.#lastPort;
    const transport = new MemoryTransport(`${address}:${port}`, opened);
    this.#peers.push(transport);
    this.hub.serve(transport, { address, port, localPort: 5050 });
    return transport;
  }

  /** Lets an IRC client in, in the lobby. */
  async joins(nick: string): Promise<MemoryTransport> {
    const transport = this.connects();
    transport.sends(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN #lobby\r\n`);
    await transport.output.expects(" 366 ");
    await transport.output.expects("\r\n");
    return transport;
  }

  /** Lets time pass, and the hub look after its connections every second. */
  passes(ms: number): void {
    let leftMs = ms;
    do {
      const stepMs = Math.min(leftMs, 1_000);
      this.jumps(stepMs);
      leftMs -= stepMs;
    } while (leftMs > 0);
  }

  /** Sets the scene's clock forth or back, or lets the server stand still for so long; then the hub looks after its connections. */
  jumps(ms: number): void {
    this.nowMs += ms;
    this.hub.check();
  }

  /** Ends the server, and waits until it has let go of every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.#peers) peer.endsSending();
    await this.hub.drain("The test is over", 0);
    this.#archive.close();
  }
}
