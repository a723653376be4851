/** Our messages on their way: how many may be, and which ones the server has taken. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import { utf8Length } from "../wire/utf8.ts";

/** One message of ours, short enough to be sent as it is. */
export interface Piece {
  /** Channel or nick. */
  readonly to: string;
  /** What is said. */
  readonly text: string;
  /** How it is said. */
  readonly manner: "message" | "action";
}

/** What to write now. */
export interface Departure {
  /** Lines to send. */
  readonly lines: readonly string[];
  /** The messages among them. */
  readonly pieces: readonly Piece[];
}

// Servers that don't slow us down by reading slower disconnect whoever sends more than a few KiB ahead.
const maxFlightBytes = 4096;
const maxFlightWithEcho = 64;
const maxFlightBlind = 4;

/**
 * Sends in windows: a full one ends with a PING, and the next one starts with its PONG.
 *
 * A message is settled by its echo or a refusal, in order. The PONG settles the rest: where the server echoes they
 * were lost, where it does not nothing more can be known.
 */
export class Sender {
  #waiting: Piece[] = [];
  #flight: Piece[] = [];
  #flightBytes = 0;
  #barrier: string | undefined;
  #barriers = 0;
  #isFinishing = false;

  /** Says whether nothing waits to be sent, so that more may be offered. */
  get hasRoom(): boolean {
    return this.#waiting.length === 0 && this.#barrier === undefined;
  }

  /** Says whether everything is settled. */
  get isSettled(): boolean {
    return this.#flight.length === 0 && this.#waiting.length === 0;
  }

  /** Messages that are not settled, sent or not. */
  get unsettled(): readonly Piece[] {
    return [...this.#flight, ...this.#waiting];
  }

  /** Takes messages, to be sent when their turn comes. */
  offer(pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#waiting.push(piece);
  }

  /** No more will be offered: what is in flight gets its PING without waiting for a full window. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** Gives what may be sent now. */
  depart(hasEcho: boolean): Departure {
    const lines: string[] = [];
    const pieces: Piece[] = [];
    if (this.#barrier !== undefined) return { lines, pieces };
    const maxFlight = hasEcho ? maxFlightWithEcho : maxFlightBlind;
    for (const piece of this.#waiting) {
      if (this.#flight.length >= maxFlight || this.#flightBytes >= maxFlightBytes) break;
      const line = lineOf(piece);
      lines.push(line);
      pieces.push(piece);
      this.#flight.push(piece);
      this.#flightBytes += utf8Length(line) + 2;
    }
    this.#waiting.splice(0, pieces.length);
    const isFull = this.#flight.length >= maxFlight || this.#flightBytes >= maxFlightBytes;
    if (isFull || (this.#isFinishing && this.#flight.length > 0)) {
      this.#barrier = `sent-${++this.#barriers}`;
      lines.push(formatMessage({ command: "PING", params: [this.#barrier] }));
    }
    return { lines, pieces };
  }

  /** An echo has come. The server may have changed the text, so one that fits none stands for the oldest. */
  echoed(to: string, text: string): void {
    const found = this.#flight.findIndex((one) => one.text === text && isSameName(one.to, to));
    this.#flight.splice(Math.max(found, 0), 1);
    if (this.#barrier === undefined && this.#flight.length === 0) this.#flightBytes = 0;
  }

  /** A refusal has come; gives the message that it is about, if one is in flight. */
  refused(): Piece | undefined {
    return this.#flight.shift();
  }

  /** A PONG has come; gives the messages that were lost, as far as can be known. */
  ponged(token: string, hasEcho: boolean): readonly Piece[] {
    if (token !== this.#barrier) return [];
    const rest = this.#flight;
    this.#barrier = undefined;
    this.#flight = [];
    this.#flightBytes = 0;
    return hasEcho ? rest : [];
  }
}

function lineOf({ to, text, manner }: Piece): string {
  const said = manner === "action" ? `\x01ACTION ${text}\x01` : text;
  return formatMessage({ command: "PRIVMSG", params: [to, said] });
}
