/** One client at a table. */

import assert from "node:assert/strict";
import { createSession, type Session } from "../../server/core/session.ts";
import type { Engine } from "../../server/engine.ts";
import { Framing, type FramingOptions } from "../../server/net/framing.ts";
import type { Line } from "../../wire/lines.ts";
import { FakeOutlet } from "./fake_outlet.ts";

/** How it came. */
export interface SeatTls {
  /** See `Session.isSecure`. */
  readonly isSecure?: boolean;
  /** See `Session.fingerprint`. */
  readonly fingerprint?: string | undefined;
}

/** What a seat is made of. */
export interface SeatOptions extends SeatTls {
  /** See `Session.id`; its port is 50000 and this. */
  readonly id: number;
  /** See `Session.address`. */
  readonly address: string;
  /** Who handles its lines. */
  readonly engine: Engine;
  /** How they are read. */
  readonly framing: FramingOptions;
  /** Does something as one turn of the table. */
  readonly step: (act: () => void) => void;
}

/** Sends lines and looks at what has come. It does what a hub does: lines wait while facts or answers are on their way. */
export class Seat {
  /** The server's side of it. */
  readonly session: Session;
  /** What comes. */
  readonly outlet = new FakeOutlet();
  readonly #options: SeatOptions;
  readonly #framing: Framing;
  readonly #lines: Line[] = [];
  #isDecided = false;
  #isClosed = false;

  /** Opens a connection. */
  constructor(options: SeatOptions) {
    const { id, address, engine, framing, isSecure = false, fingerprint, step } = options;
    this.#options = options;
    this.#framing = new Framing(framing);
    const { outlet } = this;
    this.session = createSession({
      id,
      outlet,
      address,
      port: 50000 + id,
      host: "localhost",
      openedAtMs: 0,
      isSecure,
      isPrivate: isSecure || address.startsWith("127."),
      fingerprint,
    });
    step(() => engine.opened(this.session));
  }

  /** Says whether the connection has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** How many lines wait until facts are applied and answers taken. */
  get heldLines(): number {
    return this.#lines.length;
  }

  /** Sends lines in one packet. */
  sends(...lines: readonly string[]): void {
    this.sendsBytes(new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join("")));
  }

  /** Sends bytes as they are. */
  sendsBytes(bytes: Uint8Array): void {
    const { step, engine } = this.#options;
    step(() => {
      const lines = this.#framing.push(bytes);
      if (lines.length > 0 && !this.#isDecided) {
        this.#isDecided = true;
        engine.decide(this.session, this.#framing.dialect === "irc" ? "irc" : "plain");
      }
      this.#lines.push(...lines);
    });
  }

  /** Says nothing for so long that the server may ask. */
  waits(): void {
    const { step, engine } = this.#options;
    step(() => engine.greet(this.session, this.#framing.isMidLine));
  }

  /** Loses its connection. */
  drops(reason: string): void {
    this.#options.step(() => {
      this.session.isClosing = true;
      this.outlet.ending = reason;
    });
  }

  /** Takes `count` lines of answers that a stalled client has left waiting. */
  takes(count: number): void {
    this.#options.step(() => this.outlet.take(count));
  }

  /** Gives what has come since the last look, as it came. */
  looks(): string {
    return this.outlet.read();
  }

  /** Gives the lines that have come since the last look; text without a line end is one too. */
  lines(): readonly string[] {
    const lines = this.looks().split(/\r?\n/);
    return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  }

  /** Checks that these lines have come since the last look, and no others. */
  sees(lines: readonly string[]): void {
    assert.deepEqual(this.lines(), lines);
  }

  /** Checks that the connection has ended, after these lines. */
  leaves(lines: readonly string[]): void {
    this.sees(lines);
    assert.equal(this.#isClosed, true, "The connection is still open");
  }

  /** Handles what can be handled; says whether there was anything. For the table. */
  goesOn(): boolean {
    const { engine } = this.#options;
    const { session, outlet } = this;
    let hasDone = false;
    while (!session.isClosing && session.pendingFacts === 0 && !outlet.isPulling) {
      const line = this.#lines.shift();
      if (line === undefined) break;
      hasDone = true;
      if (typeof line === "string") engine.line(session, line);
      else engine.fault(session, line);
    }
    if (outlet.ending === undefined || this.#isClosed) return hasDone;
    this.#isClosed = true;
    engine.closed(session, outlet.ending);
    return true;
  }
}
