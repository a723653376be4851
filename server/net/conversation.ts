/** What one connection says, from its first word to its last, handed on line by line. */

import type { Line } from "../../wire/lines.ts";
import type { Log } from "../core/log.ts";
import { Quota, type QuotaLimits } from "../core/quota.ts";
import type { Connection } from "./connection.ts";
import { logTlsHello, lostReason } from "./connection_log.ts";
import type { Fanout } from "./fanout.ts";
import { httpAnswer, isWholeHead, type WebAddress } from "./http_answer.ts";
import type { HubTally } from "./hub_tally.ts";
import type { LineHandler } from "./line_handler.ts";
import type { LineConsumer } from "./line_reader.ts";
import type { SilenceClock, Silent } from "./silence_clock.ts";

/** What all conversations of a server go by. */
export interface ConversationOptions {
  /** Who handles the lines. */
  readonly handler: LineHandler;
  /** The sink that the handler fills. */
  readonly fanout: Fanout;
  /** Where events go. */
  readonly log: Log;
  /** How fast lines from an address are handled; undefined where they cost nothing. */
  readonly quota: (address: string) => QuotaLimits | undefined;
  /** The web's port, for browsers that come to the chat port; undefined where there is none. */
  readonly web?: WebAddress | undefined;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Counts lines. */
  readonly tally: HubTally;
  /** Tells who has not spoken first. */
  readonly silence: SilenceClock;
}

/** Takes the lines of one connection. */
export class Conversation implements LineConsumer, Silent {
  readonly #connection: Connection;
  readonly #localPort: number;
  readonly #options: ConversationOptions;
  readonly #quota: Quota | undefined;
  #isDecided: boolean;
  #httpHead: string[] | undefined;

  /** Begins one with a connection that came to `localPort`. */
  constructor(connection: Connection, localPort: number, options: ConversationOptions) {
    this.#connection = connection;
    this.#localPort = localPort;
    this.#options = options;
    const limits = options.quota(connection.session.address);
    this.#quota = limits === undefined ? undefined : new Quota(limits, options.nowMs());
    this.#isDecided = connection.framing.dialect !== "open";
    if (this.#isDecided) this.#decide();
    else options.silence.add(this);
  }

  /** See `LineConsumer`. */
  onRead(): void {
    this.#connection.lastLifeMs = this.#options.nowMs();
  }

  /** See `LineConsumer`. */
  onLines(lines: readonly Line[]): Promise<void> | undefined {
    if (this.#connection.session.isClosing) return undefined;
    try {
      return this.#begin(lines)?.catch((error) => this.onLost(error));
    } catch (error) {
      this.onLost(error);
      return undefined;
    }
  }

  /** See `LineConsumer`. */
  onEnd(): void {
    this.#connection.peerEnded("Connection closed");
  }

  /** See `LineConsumer`. */
  onLost(error: unknown): void {
    this.#connection.peerEnded(lostReason(error));
  }

  /** See `Silent`. */
  onSilence(): void {
    const { session, framing } = this.#connection;
    const { handler, fanout } = this.#options;
    if (this.#isDecided || session.isClosing || framing.dialect === "irc") return;
    handler.greet(session, framing.isMidLine);
    fanout.flush();
  }

  #begin(lines: readonly Line[]): Promise<void> | undefined {
    if (this.#isDecided) return this.#take(lines);
    this.#isDecided = true;
    // Who was let in unasked is there first, so that it can leave again.
    const arriving = this.#options.handler.applied(this.#connection.session);
    const goOn = (): Promise<void> | undefined => {
      this.#decide();
      return this.#take(lines);
    };
    return arriving === undefined ? goOn() : arriving.then(goOn);
  }

  #take(lines: readonly Line[]): Promise<void> | undefined {
    if (this.#connection.framing.dialect === "http") {
      this.#takeHttp(lines);
      return undefined;
    }
    this.#options.tally.lines += lines.length;
    return this.#handle(lines);
  }

  /** Handles what one read completed in one turn, unless its sender must wait: then the rest waits with it. */
  #handle(lines: readonly Line[]): Promise<void> | undefined {
    for (let at = 0; at < lines.length; at++) {
      const waiting = this.#step(lines[at] ?? "");
      if (waiting !== undefined) return this.#handleRest(waiting, lines.slice(at + 1));
    }
    this.#options.fanout.flush();
    return undefined;
  }

  async #handleRest(before: Promise<void>, lines: readonly Line[]): Promise<void> {
    await before;
    for (const line of lines) {
      const waiting = this.#step(line);
      if (waiting !== undefined) await waiting;
    }
    this.#options.fanout.flush();
  }

  /** Handles a line; gives a promise where it has to wait, or the next one has to. */
  #step(line: Line): Promise<void> | undefined {
    const waiting = this.#await(line);
    return waiting === undefined ? this.#say(line) : waiting.then(() => this.#say(line));
  }

  #await(line: Line): Promise<void> | undefined {
    const { session } = this.#connection;
    const { handler, fanout } = this.#options;
    if (session.isClosing || handler.mayFollow(session, line)) return this.#pay(line);
    fanout.flush();
    const applied = handler.applied(session);
    return applied === undefined ? this.#pay(line) : applied.then(() => this.#pay(line));
  }

  #pay(line: Line): Promise<void> | undefined {
    const connection = this.#connection;
    const { handler, fanout, nowMs } = this.#options;
    if (this.#quota === undefined || connection.session.isClosing) return undefined;
    const waitMs = this.#quota.take(handler.cost(connection.session, line), nowMs());
    if (waitMs <= 0) return undefined;
    this.#options.tally.slowed++;
    fanout.flush();
    return connection.sleep(waitMs).then(() => {
      // What it has sent since is not read yet: its silence is our doing.
      if (!connection.session.isClosing) connection.lastLifeMs = nowMs();
    });
  }

  #say(line: Line): Promise<void> | undefined {
    const { session, outbox } = this.#connection;
    const { handler, fanout } = this.#options;
    if (session.isClosing) return undefined;
    if (typeof line === "string") handler.line(session, line);
    else handler.fault(session, line);
    if (!outbox.isPulling) return undefined;
    fanout.flush();
    return outbox.pulled();
  }

  #decide(): void {
    const { framing, session } = this.#connection;
    const { handler, log } = this.#options;
    if (framing.dialect === "http") {
      if (session.frameBit !== 0) this.#connection.end("HTTP on a WebSocket");
    } else if (framing.dialect === "tls") {
      logTlsHello(log, session);
      this.#connection.end("TLS on a port without it");
    } else {
      handler.decide(session, framing.dialect === "irc" ? "irc" : "plain");
    }
  }

  #takeHttp(lines: readonly Line[]): void {
    const head = this.#httpHead ??= [];
    head.push(...lines.filter((line) => typeof line === "string"));
    if (!isWholeHead(head)) return;
    const answer = httpAnswer(head, { port: this.#localPort, web: this.#options.web });
    this.#connection.outbox.end(new TextEncoder().encode(answer), "HTTP request");
  }
}
