/** Where sockets meet sessions: reads lines and hands them on, and watches over every connection. */

import type { Line } from "../../wire/lines.ts";
import type { Log } from "../core/log.ts";
import { Quota, type QuotaLimits } from "../core/quota.ts";
import { type AnyTransport, Connection } from "./connection.ts";
import { logAccepted, logClosed, logNoTls, logTlsHello, lostReason } from "./connection_log.ts";
import type { Door } from "./door.ts";
import type { Fanout } from "./fanout.ts";
import type { FramingOptions } from "./framing.ts";
import { httpAnswer, isWholeHead, type WebAddress } from "./http_answer.ts";
import { gatherRounds } from "./gather_rounds.ts";
import { type HubFigures, HubTally } from "./hub_tally.ts";
import { judgeLife } from "./life.ts";
import type { LineHandler } from "./line_handler.ts";
import type { Peer } from "./peer.ts";
import { PulseGap } from "./pulse_gap.ts";
import { within } from "./within.ts";
import { Refusals } from "./refusals.ts";
import { Rounds } from "./rounds.ts";

/** What a hub is made of. */
export interface HubOptions {
  /** Who handles the lines. */
  readonly handler: LineHandler;
  /** The sink that the handler fills. */
  readonly fanout: Fanout;
  /** Where events go. */
  readonly log: Log;
  /** How the first lines of those who come now are read. */
  readonly framing: () => FramingOptions;
  /** From addresses to shown hosts. */
  readonly cloak: (address: string) => string;
  /** Who is let in. */
  readonly door: Door;
  /** How fast lines from an address are handled; undefined where they cost nothing. */
  readonly quota: (address: string) => QuotaLimits | undefined;
  /** The web's port, for browsers that come to the chat port; undefined where there is none. */
  readonly web?: WebAddress | undefined;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Calls `act` when what has come to sockets by now was handed to who reads them; at once if left out. */
  readonly poll?: ((act: () => void) => void) | undefined;
}

/** Time that a client has to speak first. */
const greetingMs = 300;
const pulseMs = 1_000;
/** Time that clients have to close their side when all have got their last line. */
const partingMs = 500;

/** All connections of a server. */
export class Hub {
  readonly #options: HubOptions;
  readonly #rounds: Rounds;
  readonly #refusals: Refusals;
  readonly #connections = new Set<Connection>();
  readonly #pulse: ReturnType<typeof setInterval>;
  readonly #pulseGap = new PulseGap();
  readonly #tally = new HubTally();
  #lastId = 0;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  /** Starts with none. Ends with `drain`. */
  constructor(options: HubOptions) {
    this.#options = options;
    this.#rounds = new Rounds(gatherRounds(() => this.#tally.lines, options.poll));
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

  /** Serves a connection until it ends. Never rejects. */
  async serve(transport: AnyTransport, peer: Peer): Promise<void> {
    const { door, nowMs } = this.#options;
    const obstacle = door.enter(peer.address, nowMs());
    if (obstacle !== undefined) return await this.#refuse(transport, peer, obstacle);
    if (await this.#opens(transport, peer)) {
      const bar = door.bar(peer.address, nowMs());
      if (bar === undefined) await this.#converse(transport, peer);
      else await this.#refuse(transport, peer, bar);
    }
    door.leave(peer.address);
  }

  async #refuse(transport: AnyTransport, peer: Peer, obstacle: string): Promise<void> {
    this.#tally.refused(obstacle);
    await this.#refusals.refuse(transport, peer, obstacle);
  }

  /** Says whether bytes can come and go. */
  async #opens(transport: AnyTransport, peer: Peer): Promise<boolean> {
    try {
      await transport.opened;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      logNoTls(this.#options.log, peer, why);
      return false;
    }
    if (this.#isDraining) transport.close();
    return !this.#isDraining;
  }

  async #converse(transport: AnyTransport, peer: Peer): Promise<void> {
    const { handler, log } = this.#options;
    const connection = this.#connect(transport, peer);
    this.#connections.add(connection);
    logAccepted(log, peer);
    handler.opened(connection.session);
    const greeting = setTimeout(() => this.#greet(connection), greetingMs);
    try {
      await this.#read(connection, peer, greeting);
    } catch (error) {
      connection.end(lostReason(error));
    } finally {
      clearTimeout(greeting);
      connection.end("Connection closed");
      await connection.outbox.ended();
      connection.close();
      this.#connections.delete(connection);
      if (this.#connections.size === 0) this.#onEmpty?.();
    }
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
    this.#rounds.stop();
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
      onEnding: (ending, reason) => this.#ended(ending, reason),
    });
  }

  async #read(
    connection: Connection,
    { localPort }: Peer,
    greeting: ReturnType<typeof setTimeout>,
  ): Promise<void> {
    const { session, framing } = connection;
    const onRead = () => connection.lastLifeMs = this.#options.nowMs();
    const quota = this.#quota(connection);
    const head: string[] = [];
    let isDecided = framing.dialect !== "open";
    if (isDecided) this.#decide(connection);
    for await (const lines of connection.lines(onRead)) {
      if (session.isClosing) continue;
      if (!isDecided && lines.length > 0) {
        isDecided = true;
        clearTimeout(greeting);
        // Who was let in unasked is there first, so that it can leave again.
        await this.#options.handler.applied(session);
        this.#decide(connection);
      }
      if (framing.dialect === "http") {
        head.push(...lines.filter((line) => typeof line === "string"));
        if (isWholeHead(head)) this.#answerHttp(connection, head, localPort);
        continue;
      }
      this.#tally.lines += lines.length;
      await this.#handle(connection, lines, quota);
    }
  }

  /** Handles what one read completed in one turn, unless its sender must wait: then the rest waits with it. */
  async #handle(
    connection: Connection,
    lines: readonly Line[],
    quota: Quota | undefined,
  ): Promise<void> {
    const { session, outbox } = connection;
    const { fanout, handler, nowMs } = this.#options;
    for (const line of lines) {
      if (!handler.mayFollow(session, line)) {
        fanout.flush();
        await handler.applied(session);
      }
      if (session.isClosing) break;
      const waitMs = quota?.take(handler.cost(session, line), nowMs()) ?? 0;
      if (waitMs > 0) {
        this.#tally.slowed++;
        fanout.flush();
        await connection.sleep(waitMs);
        if (session.isClosing) break;
        // What it has sent since is not read yet: its silence is our doing.
        connection.lastLifeMs = nowMs();
      }
      if (typeof line === "string") handler.line(session, line);
      else handler.fault(session, line);
      if (outbox.isPulling) {
        fanout.flush();
        await outbox.pulled();
      }
    }
    fanout.flush();
  }

  #quota({ session }: Connection): Quota | undefined {
    const { quota, nowMs } = this.#options;
    const limits = quota(session.address);
    return limits === undefined ? undefined : new Quota(limits, nowMs());
  }

  #greet({ session, framing }: Connection): void {
    if (framing.dialect === "irc" || session.isClosing) return;
    this.#options.handler.greet(session, framing.isMidLine);
    this.#options.fanout.flush();
  }

  #decide(connection: Connection): void {
    const { framing, session } = connection;
    const { handler, log } = this.#options;
    if (framing.dialect === "http") {
      if (session.frameBit !== 0) connection.end("HTTP on a WebSocket");
    } else if (framing.dialect === "tls") {
      logTlsHello(log, session);
      connection.end("TLS on a port without it");
    } else {
      handler.decide(session, framing.dialect === "irc" ? "irc" : "plain");
    }
  }

  #answerHttp({ outbox }: Connection, head: readonly string[], port: number): void {
    const answer = httpAnswer(head, { port, web: this.#options.web });
    outbox.end(new TextEncoder().encode(answer), "HTTP request");
  }

  #ended({ session }: Connection, reason: string): void {
    const { handler, fanout, log } = this.#options;
    logClosed(log, session, reason);
    this.#tally.ended(reason);
    // When all leave at once nobody is left to be told, and telling each of each takes seconds.
    if (this.#isDraining) return;
    handler.closed(session, reason);
    fanout.flush();
  }

  #checkLife(connection: Connection, nowMs: number): void {
    const { handler, fanout } = this.#options;
    const verdict = judgeLife(connection, nowMs);
    if (verdict === "ping") {
      const sentAtMs = nowMs;
      handler.ping(connection.session);
      connection.ping = { sentAtMs, takenBehindBytes: connection.outbox.takenBehindBytes };
    } else if (verdict !== "alive") {
      fanout.close(connection.session, verdict.reason);
    }
  }
}
