/** Where sockets meet sessions: lets them in, and watches over every connection. */

import { Connection, type ConnectionOwner } from "./connection.ts";
import { logAccepted, logClosed, logNoTls } from "./connection_log.ts";
import { Conversation, type ConversationOptions } from "./conversation.ts";
import type { Door } from "./door.ts";
import type { FramingOptions } from "./framing.ts";
import { type HubFigures, HubTally } from "./hub_tally.ts";
import { judgeLife } from "./life.ts";
import type { Peer } from "./peer.ts";
import { PulseGap } from "./pulse_gap.ts";
import { within } from "./within.ts";
import { Refusals } from "./refusals.ts";
import { Rounds } from "./rounds.ts";
import { SilenceClock } from "./silence_clock.ts";
import type { AnyTransport } from "./transport.ts";

/** What a hub is made of. */
export interface HubOptions extends Omit<ConversationOptions, "tally" | "silence"> {
  /** How the first lines of those who come now are read. */
  readonly framing: () => FramingOptions;
  /** From addresses to shown hosts. */
  readonly cloak: (address: string) => string;
  /** Who is let in. */
  readonly door: Door;
}

const pulseMs = 1_000;
/** Time that a client has to speak first. */
const greetingMs = 300;
/** Time that clients have to close their side when all have got their last line. */
const partingMs = 500;

/** All connections of a server. */
export class Hub implements ConnectionOwner {
  readonly #options: HubOptions & ConversationOptions;
  readonly #rounds = new Rounds();
  readonly #refusals: Refusals;
  readonly #connections = new Set<Connection>();
  readonly #pulse: ReturnType<typeof setInterval>;
  readonly #pulseGap = new PulseGap();
  readonly #tally = new HubTally();
  readonly #silence = new SilenceClock(greetingMs);
  #lastId = 0;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  /** Starts with none. Ends with `drain`. */
  constructor(options: HubOptions) {
    this.#options = { ...options, tally: this.#tally, silence: this.#silence };
    this.#refusals = new Refusals(options.log);
    this.#pulse = setInterval(() => this.check(), pulseMs);
  }

  /** What it has counted, and counts now. */
  figures(): HubFigures {
    return this.#tally.figures({
      open: this.#connections,
      accepted: this.#lastId,
      rounds: this.#rounds.took.figures(),
    });
  }

  /** Serves a connection until it ends, in the background. */
  serve(transport: AnyTransport, peer: Peer): void {
    if (this.#isDraining) return transport.close();
    const { door, nowMs } = this.#options;
    const obstacle = door.enter(peer.address, nowMs());
    if (obstacle !== undefined) void this.#refuse(transport, peer, obstacle);
    else if (transport.opened === undefined) this.#converse(transport, peer);
    else void this.#serveOpened(transport.opened, transport, peer);
  }

  /** Serves a connection whose bytes can come and go when `opened` settles. Never rejects. */
  async #serveOpened(opened: Promise<void>, transport: AnyTransport, peer: Peer): Promise<void> {
    const { door, log, nowMs } = this.#options;
    try {
      await opened;
    } catch (error) {
      logNoTls(log, peer, error instanceof Error ? error.message : String(error));
      return door.leave(peer.address);
    }
    // A handshake takes its time.
    const bar = door.bar(peer.address, nowMs());
    if (!this.#isDraining && bar === undefined) return this.#converse(transport, peer);
    if (bar === undefined) transport.close();
    else await this.#refuse(transport, peer, bar);
    door.leave(peer.address);
  }

  async #refuse(transport: AnyTransport, peer: Peer, obstacle: string): Promise<void> {
    this.#tally.refused(obstacle);
    await this.#refusals.refuse(transport, peer, obstacle);
  }

  #converse(transport: AnyTransport, peer: Peer): void {
    const { handler, log } = this.#options;
    const connection = this.#connect(transport, peer);
    logAccepted(log, peer);
    handler.opened(connection.session);
    this.#connections.add(connection);
    connection.read(new Conversation(connection, peer.localPort, this.#options));
  }

  /**
   * Says goodbye to all, and settles when they are gone: at the latest a second after `deadlineMs`, when those that do not
   * take their last line are cut off. Nothing may be accepted any more.
   */
  async drain(reason: string, deadlineMs: number): Promise<void> {
    this.#isDraining = true;
    const connections = [...this.#connections];
    for (const { session } of connections) this.#options.fanout.close(session, reason);
    await within(deadlineMs, Promise.all(connections.map(({ outbox }) => outbox.ended())));
    await within(partingMs, this.#emptied());
    for (const connection of this.#connections) connection.close();
    await within(partingMs, this.#emptied());
    clearInterval(this.#pulse);
    this.#silence.stop();
  }

  /** Looks after every connection: who is silent, stuck or late. The hub's own clock calls it once a second. */
  check(): void {
    const nowMs = this.#options.nowMs();
    const gap = this.#pulseGap.take(nowMs);
    for (const connection of this.#connections) {
      if (gap !== undefined) connection.shift(gap);
      connection.check(nowMs);
      if (!connection.session.isClosing) this.#checkLife(connection, nowMs);
    }
    this.#options.fanout.flush();
  }

  #emptied(): Promise<void> {
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty = resolve);
  }

  #connect(transport: AnyTransport, { address, port }: Peer): Connection {
    const { cloak, framing, nowMs } = this.#options;
    return new Connection({
      id: ++this.#lastId,
      transport,
      address,
      port,
      host: cloak(address),
      nowMs: nowMs(),
      framing: framing(),
      rounds: this.#rounds,
      owner: this,
    });
  }

  /** See `ConnectionOwner`. */
  onEnding({ session }: Connection, reason: string): void {
    const { handler, fanout, log } = this.#options;
    logClosed(log, session, reason);
    this.#tally.ended(reason);
    // When all leave at once nobody is left to be told, and telling each of each takes seconds.
    if (this.#isDraining) return;
    handler.closed(session, reason);
    fanout.flush();
  }

  /** See `ConnectionOwner`. */
  onClosed(connection: Connection): void {
    this.#connections.delete(connection);
    this.#options.door.leave(connection.session.address);
    if (this.#connections.size === 0) this.#onEmpty?.();
  }

  #checkLife(connection: Connection, nowMs: number): void {
    const { handler, fanout } = this.#options;
    const verdict = judgeLife(connection, nowMs);
    if (verdict === "ping") {
      const sentAtMs = nowMs;
      handler.ping(connection.session);
      connection.ping = { sentAtMs, takenLateBytes: connection.outbox.takenLateBytes };
    } else if (verdict !== "alive") {
      fanout.close(connection.session, verdict.reason);
    }
  }
}
