/** One accepted connection: its socket, its outbox and its session, and how it ends. */

import type { Line } from "../../wire/lines.ts";
import { createSession, type Session } from "../core/session.ts";
import { isLoopback } from "./cloak.ts";
import { lastLine } from "./fanout.ts";
import { Framing, type FramingOptions } from "./framing.ts";
import { Outbox } from "./outbox.ts";
import { afterGap, type ClockGap } from "./pulse_gap.ts";
import { type Reader, readLines } from "./read_lines.ts";
import { type MessageReader, readMessages } from "./read_messages.ts";
import type { Rounds } from "./rounds.ts";

/** What all sockets have. */
export interface Socket {
  /** Settles when bytes can come and go, or rejects when they never will; left out where they can at once. */
  readonly opened?: Promise<void>;
  /** Nobody on the way can read what is sent. */
  readonly isSecure?: boolean;
  /** See `Session.fingerprint`; known when it is open. */
  readonly fingerprint?: string | undefined;
  /** Writes some of `bytes` and gives how many. */
  write(bytes: Uint8Array): Promise<number>;
  /** Tells the peer that no more will come. */
  closeWrite(): Promise<void>;
  /** Closes; pending reads and writes are rejected. Throws when it is closed already. */
  close(): void;
}

/** A socket on which lines are a stream. */
export interface Transport extends Socket, Reader {}

/** A socket that sets lines apart itself. What is written to it are whole frames, as its bit says. */
export interface MessageTransport extends Socket, MessageReader {
  /** See `Session.frameBit`. */
  readonly frameBit: number;
  /** What is spoken, where that was agreed on. */
  readonly dialect?: "irc";
}

/** A socket of any kind. */
export type AnyTransport = Transport | MessageTransport;

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
  /** Told once, in a turn of its own, why the session has ended. */
  onEnding(connection: Connection, reason: string): void;
}

/** See `Session.frameBit`. */
export function frameBitOf(transport: AnyTransport): number {
  return "frameBit" in transport ? transport.frameBit : 0;
}

const nothing = new Uint8Array(0);

/** How long a peer may take to close its side after it has got all. */
const lingerMs = 2_000;

/** A connection and everything of it. */
export class Connection {
  /** Its state of protocol. */
  readonly session: Session;
  /** Its bytes to lines. */
  readonly framing: Framing;
  /** What waits to be written. */
  readonly outbox: Outbox;
  /** The socket, for reading. */
  readonly transport: AnyTransport;
  /** When the peer last gave a sign of life, in milliseconds. */
  lastLifeMs: number;
  /** When it was asked for a sign of life, and how much it had taken then. */
  ping: { readonly sentAtMs: number; readonly takenBehindBytes: number } | undefined;
  #lingersSinceMs: number | undefined;
  #isClosed = false;
  #wakeUp: (() => void) | undefined;
  #sleepTimer: ReturnType<typeof setTimeout> | undefined;

  /** Wraps a socket that was just accepted. */
  constructor(start: ConnectionStart) {
    const { id, transport, address, port, host, nowMs, framing, rounds, onEnding } = start;
    this.transport = transport;
    const isIrc = "dialect" in transport && transport.dialect === "irc";
    this.framing = new Framing(isIrc ? { ...framing, dialect: "irc" } : framing);
    this.lastLifeMs = nowMs;
    this.outbox = new Outbox(transport, rounds, {
      lastLine: (reason) => lastLine(this.session, reason),
      onEnding: (reason) => {
        this.session.isClosing = true;
        this.wake();
        // Outboxes overflow in the middle of a fan-out: the world changes after it.
        queueMicrotask(() => onEnding(this, reason));
      },
      onEnded: () => this.#linger(),
    });
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

  /** Settles after `ms`, or as soon as the connection is ending. One caller at a time. */
  sleep(ms: number): Promise<void> {
    if (this.session.isClosing) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wakeUp = resolve;
      this.#sleepTimer = setTimeout(() => this.wake(), ms);
    });
  }

  /** What it sends, as lines; see `readLines`. */
  lines(onRead: () => void): AsyncGenerator<readonly Line[]> {
    const { transport, framing } = this;
    return "receive" in transport
      ? readMessages(transport, framing, onRead)
      : readLines(transport, framing, onRead);
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
    try {
      this.transport.close();
    } catch {
      // The peer's reset has closed it.
    }
  }

  /**
   * All is written. A socket closed with unread bytes would be reset, and the last line lost with it, so the peer is told
   * that this was all, and its side is read to the end by whoever reads, or for two seconds.
   */
  #linger(): void {
    if (this.#isClosed) return;
    this.#lingersSinceMs = 0;
    this.transport.closeWrite().catch(() => this.close());
  }
}
