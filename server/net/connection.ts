/** One accepted connection: its socket, its outbox and its session, and how it ends. */

import { createSession, type Session } from "../core/session.ts";
import { isLoopback } from "./cloak.ts";
import { lastLine } from "./fanout.ts";
import { Framing, type FramingOptions } from "./framing.ts";
import { type LineConsumer, LineReader } from "./line_reader.ts";
import { Outbox, type OutboxEvents } from "./outbox.ts";
import { afterGap, type ClockGap } from "./pulse_gap.ts";
import type { Rounds } from "./rounds.ts";
import { type AnyTransport, frameBitOf } from "./transport.ts";

/** Where a connection comes from, and what it is called. */
export interface ConnectionStart {
  /** See `Session.id`. */
  readonly id: number;
  /** The socket. */
  readonly transport: AnyTransport;
  /** The peer's IP address. */
  readonly address: string;
  /** The peer's port. */
  readonly port: number;
  /** The address as others see it. */
  readonly host: string;
  /** When it was accepted, in milliseconds. */
  readonly nowMs: number;
  /** How its lines are read. */
  readonly framing: FramingOptions;
  /** The rounds in which it may write. */
  readonly rounds: Rounds;
  /** Who is told of its end. */
  readonly owner: ConnectionOwner;
}

/** Who looks after connections. */
export interface ConnectionOwner {
  /** A session has ended. Called once, in a turn of its own. */
  onEnding(connection: Connection, reason: string): void;
  /** A socket is closed. Called once. */
  onClosed(connection: Connection): void;
}

const nothing = new Uint8Array(0);

/** How long a peer may take to close its side after it has got all. */
const lingerMs = 2_000;

/** A connection and everything of it. */
export class Connection implements OutboxEvents {
  /** Its state of protocol. */
  readonly session: Session;
  /** Its bytes to lines. */
  readonly framing: Framing;
  /** What waits to be written. */
  readonly outbox: Outbox;
  /** When the peer last gave a sign of life, in milliseconds. */
  lastLifeMs: number;
  /** When it was asked for a sign of life, and how much it had taken then. */
  ping: { readonly sentAtMs: number; readonly takenLateBytes: number } | undefined;
  readonly #transport: AnyTransport;
  readonly #owner: ConnectionOwner;
  #reader: LineReader | undefined;
  #lingersSinceMs: number | undefined;
  #hasPeerEnded = false;
  #isClosed = false;
  #wakeUp: (() => void) | undefined;
  #sleepTimer: ReturnType<typeof setTimeout> | undefined;

  /** Wraps a socket that was just accepted. */
  constructor(start: ConnectionStart) {
    const { id, transport, address, port, host, nowMs, framing, rounds, owner } = start;
    this.#transport = transport;
    this.#owner = owner;
    const isIrc = "dialect" in transport && transport.dialect === "irc";
    this.framing = new Framing(isIrc ? { ...framing, dialect: "irc" } : framing);
    this.lastLifeMs = nowMs;
    this.outbox = new Outbox(transport, rounds, this);
    const { isSecure = false, fingerprint } = transport;
    this.session = createSession({
      id,
      outlet: this.outbox,
      address,
      port,
      host,
      openedAtMs: nowMs,
      isSecure,
      isPrivate: isSecure || isLoopback(address),
      fingerprint,
      frameBit: frameBitOf(transport),
    });
  }

  /** Begins to read; to be called once. */
  read(consumer: LineConsumer): void {
    if (!this.#isClosed) this.#reader = new LineReader(this.#transport, this.framing, consumer);
  }

  /** See `OutboxEvents`. */
  lastLine(reason: string): Uint8Array {
    return lastLine(this.session, reason);
  }

  /** See `OutboxEvents`. */
  onEnding(reason: string): void {
    this.session.isClosing = true;
    this.wake();
    // Outboxes overflow in the middle of a fan-out: the world changes after it.
    queueMicrotask(() => this.#owner.onEnding(this, reason));
  }

  /**
   * See `OutboxEvents`. All is written. A socket closed with unread bytes would be reset, and the last line lost with it, so
   * the peer is told that this was all, and its side is read to the end by whoever reads, or for two seconds.
   */
  onEnded(): void {
    if (this.#hasPeerEnded) return this.close();
    if (this.#isClosed) return;
    this.#lingersSinceMs = 0;
    this.#transport.closeWrite().catch(() => this.close());
  }

  /** Nothing more comes from the peer: what it is still to get is written, and that was it. */
  peerEnded(reason: string): void {
    this.#hasPeerEnded = true;
    this.end(reason);
    if (this.#lingersSinceMs !== undefined) this.close();
  }

  /** Settles after `ms`, or as soon as the connection is ending. One caller at a time. */
  sleep(ms: number): Promise<void> {
    if (this.session.isClosing) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wakeUp = resolve;
      this.#sleepTimer = setTimeout(() => this.wake(), ms);
    });
  }

  /** Ends a `sleep`. */
  wake(): void {
    clearTimeout(this.#sleepTimer);
    const wakeUp = this.#wakeUp;
    this.#wakeUp = undefined;
    wakeUp?.();
  }

  /** Moves what is waited for along with the clock. */
  shift(gap: ClockGap): void {
    const { session, ping } = this;
    this.lastLifeMs = afterGap(this.lastLifeMs, gap);
    session.registeringSinceMs = afterGap(session.registeringSinceMs, gap);
    if (ping !== undefined) this.ping = { ...ping, sentAtMs: afterGap(ping.sentAtMs, gap) };
    if (this.#lingersSinceMs) this.#lingersSinceMs = afterGap(this.#lingersSinceMs, gap);
    this.outbox.shift(gap);
  }

  /** To be called about once a second. */
  check(nowMs: number): void {
    this.outbox.check(nowMs);
    if (this.#lingersSinceMs === undefined) return;
    // The clock starts here, since the outbox that set this has none.
    if (this.#lingersSinceMs === 0) this.#lingersSinceMs = nowMs;
    else if (nowMs - this.#lingersSinceMs >= lingerMs) this.close();
  }

  /** Ends it without a last line, when what waits is written. */
  end(reason: string): void {
    this.outbox.end(nothing, reason);
  }

  /** Closes the socket, whatever is still on its way. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.outbox.abort();
    this.#reader?.stop();
    this.#transport.close();
    this.#owner.onClosed(this);
  }
}
