/** What waits to be written to one connection: bounded, in order, never blocking who adds to it. */

import type { Outlet, OutletGap } from "../core/session.ts";
import { GapQueue } from "./gap_queue.ts";
import { PieceQueue } from "./piece_queue.ts";
import { PulledAnswers } from "./pulled_answers.ts";
import type { ClockGap } from "./pulse_gap.ts";
import type { RoundMember, Rounds } from "./rounds.ts";
import { Stall } from "./stall.ts";

/** The writing half of a connection; see `Socket`. */
export interface Writer {
  /** Writes some of `bytes` and gives how many: at once where they can be taken, else when they were. */
  write(bytes: Uint8Array): number | Promise<number>;
}

/** Most bytes that may wait; a reader that stays behind further is closed, and resumes from history. */
export const maxQueueBytes = 1024 * 1024;

/** Most pieces that may wait, since many small ones cost more than their bytes. */
const maxQueueEntries = 16 * 1024;

/** Answers of unknown length are pulled while less than this waits. */
const answerBytes = 64 * 1024;

/** Pieces are joined up to this size for one write. */
const maxWriteBytes = 64 * 1024;

/** A peer that takes nothing for this long is gone. */
const stuckWriteMs = 10_000;

/** How long a last line may take to leave. */
const endingMs = 5_000;

/** What an outbox tells its owner. Called within `push` too: an owner must not act on the world at once. */
export interface OutboxEvents {
  /** Gives what is still to be said to a reader that is too slow. */
  lastLine(reason: string): Uint8Array;
  /** Nothing more is taken; the owner ends the session. Called once. */
  onEnding(reason: string): void;
  /** All is written, or never will be; the owner closes the socket. Called once. */
  onEnded(): void;
}

/** The queue of one connection. */
export class Outbox implements Outlet, RoundMember {
  readonly #writer: Writer;
  readonly #rounds: Rounds;
  readonly #events: OutboxEvents;
  #state: "open" | "ending" | "ended" = "open";
  readonly #queue = new PieceQueue();
  #queuedBytes = 0;
  /** The first piece is the rest of one that the peer has in part. */
  #hasBegun = false;
  /** What waits behind the first gap, and that gap. Like `#answers` made for who has one, since a round goes past thousands. */
  #behind: GapQueue | undefined;
  #answers: PulledAnswers | undefined;
  #isMarked = false;
  #isWriting = false;
  #takenBytes = 0;
  #takenLateBytes = 0;
  #stall: Stall | undefined;
  #onAllWritten: (() => void) | undefined;

  /** Makes an empty outbox that writes by `writer` when `rounds` lets it. */
  constructor(writer: Writer, rounds: Rounds, events: OutboxEvents) {
    this.#writer = writer;
    this.#rounds = rounds;
    this.#events = events;
  }

  /**
   * Bytes that the peer has taken late.
   *
   * A socket's buffer takes for a peer that has died; only when it is full does taking more tell of one that reads.
   */
  get takenLateBytes(): number {
    return this.#takenLateBytes;
  }

  /** Bytes that wait to be written. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Says whether an answer is still being pulled; its session is not read meanwhile. */
  get isPulling(): boolean {
    return this.#answers?.isPulling === true;
  }

  /** Settles when no answer is being pulled any more. One caller at a time. */
  pulled(): Promise<void> {
    return this.#answers?.pulled() ?? Promise.resolve();
  }

  /** Settles when all is written after its end, or never will be. One caller at a time. */
  ended(): Promise<void> {
    if (this.#state === "ended") return Promise.resolve();
    return new Promise((resolve) => this.#onAllWritten = resolve);
  }

  /** Adds shared bytes. Above the bounds the connection is ended, never a single message dropped. */
  push(bytes: Uint8Array): void {
    if (this.#state !== "open" || bytes.length === 0) return;
    if (
      this.#queuedBytes + bytes.length > maxQueueBytes ||
      this.#queue.length + this.#behindLength >= maxQueueEntries
    ) {
      return this.#overflow();
    }
    this.#add(bytes);
  }

  /** Adds an answer of any length. A piece goes at once where it need not wait. */
  pull(answer: Uint8Array | Iterator<Uint8Array>): void {
    if (this.#state !== "open") return;
    const isPiece = answer instanceof Uint8Array;
    if (isPiece && answer.length === 0) return;
    if (isPiece && !this.isPulling && this.#queuedBytes < answerBytes) return this.#add(answer);
    this.#answers ??= new PulledAnswers();
    this.#answers.add(isPiece ? [answer].values() : answer);
    this.#fill();
  }

  /** See `Outlet`. */
  leaveGap(): OutletGap {
    this.#behind ??= new GapQueue();
    return this.#behind.leave((bytes, rest) => {
      if (this.#state === "ended") return;
      this.#queuedBytes += bytes.length;
      this.#behind?.letGo((piece) => this.#queue.push(piece));
      if (this.#queue.length > 0) this.#mark();
      else this.#endIfDone();
      if (rest !== undefined) this.pull(rest);
    });
  }

  get #behindLength(): number {
    return this.#behind?.length ?? 0;
  }

  #endIfDone(): void {
    if (this.#state !== "ending") return;
    if (this.#queue.length === 0 && this.#behindLength === 0 && !this.#isWriting) this.abort();
  }

  /** Adds a last line; when it is out, or after 5 s, the connection is closed. */
  end(last: Uint8Array, reason: string): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    this.#answers?.drop();
    if (last.length > 0) this.#add(last);
    this.#events.onEnding(reason);
    this.#endIfDone();
  }

  /** Drops all and closes now. */
  abort(): void {
    if (this.#state === "ended") return;
    const wasOpen = this.#state === "open";
    this.#state = "ended";
    this.#queue.cut(0);
    this.#behind?.clear();
    this.#queuedBytes = 0;
    this.#answers?.drop();
    if (wasOpen) this.#events.onEnding("Connection lost");
    this.#onAllWritten?.();
    this.#events.onEnded();
  }

  /** Moves what is waited for along with the clock. */
  shift(gap: ClockGap): void {
    this.#stall?.shift(gap);
  }

  /** To be called about once a second: ends a connection whose peer takes nothing. */
  check(nowMs: number): void {
    if (!this.#isWriting && this.#state !== "ending") {
      this.#stall = undefined;
      return;
    }
    this.#stall ??= new Stall(this.#takenBytes, nowMs);
    const stalledMs = this.#stall.lastsMs(this.#takenBytes, nowMs);
    if (this.#state === "ending" && stalledMs >= endingMs) this.abort();
    else if (this.#state === "open" && stalledMs >= stuckWriteMs) {
      this.#events.onEnding(`Took nothing for ${stuckWriteMs / 1000} s`);
      this.#state = "ending";
      this.abort();
    }
  }

  /** See `RoundMember`. */
  write(): void {
    const bytes = this.#queue.take(maxWriteBytes, this.#rounds.joins);
    if (bytes !== undefined) {
      this.#queuedBytes -= bytes.length;
      this.#hasBegun = false;
      this.#write(bytes);
    }
    this.#isMarked = false;
    if (this.#queue.length > 0) this.#mark();
  }

  /** Writes all that the peer takes at once, and waits with the rest until it takes more. */
  #write(bytes: Uint8Array): void {
    let rest = bytes;
    for (;;) {
      const taken = this.#begin(rest);
      if (typeof taken !== "number") {
        if (taken !== undefined) this.#wait(rest, taken);
        return;
      }
      this.#takenBytes += taken;
      // Mostly all goes at once, and no view of the rest is made.
      if (taken === rest.length) break;
      rest = rest.subarray(taken);
    }
    this.#goOn();
  }

  #begin(bytes: Uint8Array): number | Promise<number> | undefined {
    try {
      return this.#writer.write(bytes);
    } catch {
      this.abort();
      return undefined;
    }
  }

  #wait(bytes: Uint8Array, writing: Promise<number>): void {
    this.#isWriting = true;
    writing.then((count) => {
      this.#isWriting = false;
      this.#takenBytes += count;
      this.#takenLateBytes += count;
      if (this.#state === "ended") return;
      if (count < bytes.length) {
        this.#queue.unshift(bytes.subarray(count));
        this.#queuedBytes += bytes.length - count;
        this.#hasBegun = true;
      }
      this.#goOn();
      if (this.#queue.length > 0) this.#mark();
    }, () => this.abort());
  }

  #goOn(): void {
    if (this.isPulling) this.#refill();
    this.#endIfDone();
  }

  #add(bytes: Uint8Array): void {
    this.#queuedBytes += bytes.length;
    if (this.#behind !== undefined && this.#behind.length > 0) {
      this.#behind.push(bytes);
      return;
    }
    this.#queue.push(bytes);
    this.#mark();
  }

  #mark(): void {
    if (this.#isMarked || this.#isWriting || this.#state === "ended") return;
    this.#isMarked = true;
    this.#rounds.mark(this);
  }

  /** Fills when no command is running that could answer for a fault. */
  #refill(): void {
    try {
      this.#fill();
    } catch (error) {
      const reason = "The server failed to answer";
      const why = error instanceof Error ? error.message : String(error);
      this.end(this.#events.lastLine(reason), `${reason}: ${why}`);
    }
  }

  #fill(): void {
    while (this.#queuedBytes < answerBytes) {
      const bytes = this.#answers?.pull();
      if (bytes === undefined) break;
      this.#add(bytes);
    }
  }

  /** What has begun to leave is ended first, so that the last line stands on its own. */
  #overflow(): void {
    this.#behind?.clear();
    this.#queuedBytes = this.#queue.cut(this.#hasBegun ? 1 : 0);
    const reason = "Reads too slowly: too much was waiting";
    this.end(this.#events.lastLine(reason), reason);
  }
}
