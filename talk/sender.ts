/** Our messages on their way: how many may be, which ones the server has taken, and which to send again. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import { noTags, type Tags } from "../wire/tags.ts";
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

/** A message with what it is known by when it is sent a second time. */
export interface Parcel extends Piece {
  /** 128 random bits as 22 characters of base64url; no two messages have the same. */
  readonly once: string;
}

/** What the server of a connection can do for our messages. */
export interface Ways {
  /** It sends us what it has passed on. */
  readonly hasEcho: boolean;
  /** It takes our tags. */
  readonly hasTags: boolean;
  /** It tells what was said while we were away, with our tags, so that nothing need be sent blindly twice. */
  readonly hasHistory: boolean;
}

/** What to write now. */
export interface Departure {
  /** Lines to send. */
  readonly lines: readonly string[];
  /** The messages among them. */
  readonly pieces: readonly Piece[];
  /** Messages that were sent over a connection that broke, and that can't be sent again without risk. */
  readonly lost: readonly Piece[];
}

/** A message that waits for its turn. */
interface Waiting extends Parcel {
  /** It was sent before, over a connection that broke. */
  readonly wasSent: boolean;
}

/** A message that was sent and is not settled. */
interface Sent extends Parcel {
  readonly number: number;
  readonly bytes: number;
  /** It was sent where an echo comes of what was passed on. */
  readonly isEchoed: boolean;
  /** It may be sent again over the next connection. */
  readonly isRepeatable: boolean;
}

/** Name of the tag by which our server knows a message that it has passed on already. */
export const onceTag = "+chat/once";

/** What its sender calls a message, if anything. */
export function onceOf(tags: Tags): { readonly once?: string } {
  const once = tags.get(onceTag);
  return once === undefined || once === "" ? {} : { once };
}

// Servers that don't slow us down by reading slower disconnect whoever sends more than a few KiB ahead.
const maxFlightBytes = 4096;
const maxFlightWithEcho = 64;
const maxFlightBlind = 4;

/**
 * Sends in windows, and asks by a PING whether the server has read them.
 *
 * A message is settled by its echo or a refusal. The PONG settles the rest: where the server echoes they were lost,
 * where it does not nothing more can be known. What is in flight when the connection breaks waits again, in front.
 */
export class Sender {
  #waiting: Waiting[] = [];
  #flight: Sent[] = [];
  #flightBytes = 0;
  #sent = 0;
  #barrier: { readonly token: string; readonly number: number } | undefined;
  #barriers = 0;
  #isFinishing = false;

  /** Says whether nothing waits to be sent, so that more may be offered. */
  get hasRoom(): boolean {
    return this.#waiting.length === 0;
  }

  /** Says whether everything is settled. */
  get isSettled(): boolean {
    return this.#flight.length === 0 && this.#waiting.length === 0;
  }

  /** Messages that are not settled, sent or not. */
  get unsettled(): readonly Piece[] {
    return [...this.#flight, ...this.#waiting];
  }

  /** Takes messages, to be sent when their turn comes. The caller bounds how many wait. */
  offer(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) this.#waiting.push({ ...parcel, wasSent: false });
  }

  /** No more will be offered: what is in flight gets its PING without waiting for a full window. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** Gives what may be sent now. `mayRepeat`: whether a message that was sent before may be sent once more. */
  depart(ways: Ways, mayRepeat: (piece: Piece) => boolean = () => true): Departure {
    const lines: string[] = [];
    const pieces: Piece[] = [];
    const lost: Piece[] = [];
    let taken = 0;
    for (const parcel of this.#waiting) {
      if (this.#isFull(ways)) break;
      taken++;
      if (parcel.wasSent && !(canRepeat(ways) && mayRepeat(parcel))) {
        lost.push(bare(parcel));
        continue;
      }
      lines.push(this.#launch(parcel, ways));
      pieces.push(bare(parcel));
    }
    this.#waiting.splice(0, taken);
    const asks = this.#isFull(ways) || this.#isFinishing || !ways.hasEcho;
    if (asks && this.#barrier === undefined && this.#flight.length > 0) {
      this.#barrier = { token: `sent-${++this.#barriers}`, number: this.#sent };
      lines.push(formatMessage({ command: "PING", params: [this.#barrier.token] }));
    }
    return { lines, pieces, lost };
  }

  /** The server has passed on the message with this tag; false where it is none of those that are not settled. */
  confirmed(once: string): boolean {
    const sent = this.#flight.findIndex((one) => one.once === once);
    if (sent >= 0) return this.#settle(sent) !== undefined;
    const waiting = this.#waiting.findIndex((one) => one.wasSent && one.once === once);
    return waiting >= 0 && this.#waiting.splice(waiting, 1).length > 0;
  }

  /**
   * An echo without our tag has come. The server may have changed the text, so one that fits none stands for the
   * oldest.
   */
  echoed(to: string, text: string): void {
    const found = this.#flight.findIndex((one) => one.text === text && isSameName(one.to, to));
    this.#settle(Math.max(found, 0));
  }

  /**
   * A refusal that names these words has come; gives the message that it is about, if one is in flight: one to somebody
   * who is named, else the oldest where the refusal surely is one of a message.
   */
  refused(words: readonly string[], isSure: boolean): Piece | undefined {
    const found = this.#flight.findIndex(({ to }) => words.some((word) => isSameName(word, to)));
    return found < 0 && !isSure ? undefined : this.#settle(Math.max(found, 0));
  }

  /** A PONG has come; gives the messages that were lost, as far as can be known. */
  ponged(token: string): readonly Piece[] {
    const barrier = this.#barrier;
    if (barrier === undefined || token !== barrier.token) return [];
    this.#barrier = undefined;
    const rest: Piece[] = [];
    while ((this.#flight[0]?.number ?? Infinity) <= barrier.number) {
      const isLost = this.#flight[0]?.isEchoed;
      const piece = this.#settle(0);
      if (isLost && piece !== undefined) rest.push(piece);
    }
    return rest;
  }

  /** The connection is broken. What can be sent again waits in front of the rest; gives what was perhaps lost. */
  lose(): readonly Piece[] {
    const again = this.#flight.filter(({ isRepeatable }) => isRepeatable);
    const lost = this.#flight.filter(({ isRepeatable }) => !isRepeatable);
    this.#waiting = [
      ...again.map(({ to, text, manner, once }) => ({ to, text, manner, once, wasSent: true })),
      ...this.#waiting,
    ];
    this.#flight = [];
    this.#flightBytes = 0;
    this.#barrier = undefined;
    return lost.map(bare);
  }

  #isFull({ hasEcho }: Ways): boolean {
    const maxFlight = hasEcho ? maxFlightWithEcho : maxFlightBlind;
    return this.#flight.length >= maxFlight || this.#flightBytes >= maxFlightBytes;
  }

  #launch(parcel: Parcel, ways: Ways): string {
    const { to, text, manner, once } = parcel;
    const line = lineOf(parcel, ways.hasTags ? new Map([[onceTag, once]]) : noTags);
    const bytes = utf8Length(line) + 2;
    const fate = { isEchoed: ways.hasEcho, isRepeatable: canRepeat(ways) };
    this.#flight.push({ to, text, manner, once, number: ++this.#sent, bytes, ...fate });
    this.#flightBytes += bytes;
    return line;
  }

  #settle(at: number): Piece | undefined {
    const [sent] = this.#flight.splice(at, 1);
    if (sent === undefined) return undefined;
    this.#flightBytes -= sent.bytes;
    return bare(sent);
  }
}

function canRepeat({ hasEcho, hasTags, hasHistory }: Ways): boolean {
  return hasEcho && hasTags && hasHistory;
}

function bare({ to, text, manner }: Piece): Piece {
  return { to, text, manner };
}

function lineOf({ to, text, manner }: Piece, tags: Tags): string {
  const said = manner === "action" ? `\x01ACTION ${text}\x01` : text;
  return formatMessage({ tags, command: "PRIVMSG", params: [to, said] });
}
