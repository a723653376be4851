/** Our messages on their way: how many may be, which ones the server has taken, and which to send again. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import { concatTag, type MoreLine, multilineBatch } from "../wire/multiline.ts";
import { noTags, type Tags } from "../wire/tags.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { MultilineLimits } from "./multiline_parts.ts";
import { replyTags } from "./reply_tags.ts";

/** One message of ours, short enough to be sent as it is. */
export interface Piece {
  /** Channel or nick. */
  readonly to: string;
  /** What is said; lines of one message are apart by LF. */
  readonly text: string;
  /** How it is said. */
  readonly manner: "message" | "action";
  /** Id of the message that it answers. */
  readonly replyTo?: string;
}

/** A message with what it is known by when it is sent a second time. */
export interface Parcel extends Piece {
  /** 128 random bits as 22 characters of base64url; no two messages have the same. */
  readonly once: string;
  /** The lines that it is sent as, where they are more than one: the server must know such messages. */
  readonly lines?: readonly MoreLine[];
}

/** What the server of a connection can do for our messages. */
export interface Ways {
  /** It sends us what it has passed on. */
  readonly hasEcho: boolean;
  /** It takes our tags. */
  readonly hasTags: boolean;
  /** It tells what was said while we were away, with our tags, so that nothing need be sent blindly twice. */
  readonly hasHistory: boolean;
  /** It takes messages of several lines, up to this. */
  readonly multiline?: MultilineLimits | undefined;
}

/** What to write now. */
export interface Departure {
  /** Lines to send. */
  readonly lines: readonly string[];
  /** The messages among them. */
  readonly pieces: readonly Parcel[];
  /** Messages that were sent over a connection that broke, and that can't be sent again without risk. */
  readonly lost: readonly Parcel[];
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
  // Something that waits may be of several lines: very many may wait, and each answer asks.
  #mayHaveLines = false;

  /** Says whether nothing waits to be sent, so that more may be offered. */
  get hasRoom(): boolean {
    return this.#waiting.length === 0;
  }

  /** Says whether everything is settled. */
  get isSettled(): boolean {
    return this.#flight.length === 0 && this.#waiting.length === 0;
  }

  /** Messages that are not settled, sent or not. */
  get unsettled(): readonly Parcel[] {
    return [...this.#flight, ...this.#waiting];
  }

  /** Takes messages, to be sent when their turn comes. The caller bounds how many wait. */
  offer(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) {
      this.#waiting.push({ ...parcel, wasSent: false });
      this.#mayHaveLines ||= parcel.lines !== undefined;
    }
  }

  /** No more will be offered: what is in flight gets its PING without waiting for a full window. */
  finish(): void {
    this.#isFinishing = true;
  }

  /**
   * The server knows no messages of several lines: those that were not sent yet become one for each line. `split` makes
   * them of one. Gives what they were.
   */
  breakUp(split: (parcel: Parcel) => readonly Parcel[]): readonly Parcel[] {
    if (!this.#mayHaveLines) return [];
    this.#mayHaveLines = false;
    const gone = this.#waiting.filter(({ lines, wasSent }) => lines !== undefined && !wasSent);
    if (gone.length === 0) return gone;
    this.#waiting = this.#waiting.flatMap((parcel): readonly Waiting[] =>
      parcel.lines === undefined || parcel.wasSent
        ? [parcel]
        : split(parcel).map((part) => ({ ...part, wasSent: false }))
    );
    return gone;
  }

  /** Gives what may be sent now. `mayRepeat`: whether a message that was sent before may be sent once more. */
  depart(ways: Ways, mayRepeat: (piece: Piece) => boolean = () => true): Departure {
    const lines: string[] = [];
    const pieces: Parcel[] = [];
    const lost: Parcel[] = [];
    let taken = 0;
    for (const parcel of this.#waiting) {
      if (this.#isFull(ways)) break;
      taken++;
      const isUnknown = parcel.lines !== undefined && ways.multiline === undefined;
      if (parcel.wasSent && (isUnknown || !canRepeat(ways) || !mayRepeat(parcel))) {
        lost.push(parcel);
        continue;
      }
      lines.push(...this.#launch(parcel, ways));
      pieces.push(parcel);
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
   * An echo without our tag has come; gives the message that it is of. The server may have changed the text, so one that
   * fits none stands for the oldest.
   */
  echoed(to: string, text: string): Parcel | undefined {
    const found = this.#flight.findIndex((one) => one.text === text && isSameName(one.to, to));
    return this.#settle(Math.max(found, 0));
  }

  /**
   * A refusal that names these words has come; gives the message that it is about, if one is in flight: one to somebody
   * who is named, else the oldest where the refusal surely is one of a message. `ofLines`: of one of several lines.
   */
  refused(words: readonly string[], isSure: boolean, ofLines = false): Parcel | undefined {
    const may = ({ lines }: Parcel) => !ofLines || lines !== undefined;
    const found = this.#flight.findIndex((one) =>
      may(one) && words.some((word) => isSameName(word, one.to))
    );
    if (found >= 0) return this.#settle(found);
    return isSure ? this.#settle(this.#flight.findIndex(may)) : undefined;
  }

  /** A PONG has come; gives the messages that were lost, as far as can be known. */
  ponged(token: string): readonly Parcel[] {
    const barrier = this.#barrier;
    if (barrier === undefined || token !== barrier.token) return [];
    this.#barrier = undefined;
    const rest: Parcel[] = [];
    while ((this.#flight[0]?.number ?? Infinity) <= barrier.number) {
      const isLost = this.#flight[0]?.isEchoed;
      const parcel = this.#settle(0);
      if (isLost && parcel !== undefined) rest.push(parcel);
    }
    return rest;
  }

  /** The connection is broken. What can be sent again waits in front of the rest; gives what was perhaps lost. */
  lose(): readonly Parcel[] {
    const again = this.#flight.filter(({ isRepeatable }) => isRepeatable);
    const lost = this.#flight.filter(({ isRepeatable }) => !isRepeatable);
    this.#waiting = [...again.map((sent) => ({ ...bare(sent), wasSent: true })), ...this.#waiting];
    this.#flight = [];
    this.#flightBytes = 0;
    this.#barrier = undefined;
    return lost.map(bare);
  }

  #isFull({ hasEcho }: Ways): boolean {
    const maxFlight = hasEcho ? maxFlightWithEcho : maxFlightBlind;
    return this.#flight.length >= maxFlight || this.#flightBytes >= maxFlightBytes;
  }

  #launch(parcel: Parcel, ways: Ways): readonly string[] {
    const number = ++this.#sent;
    const lines = linesOf(parcel, { hasTags: ways.hasTags, reference: `m${number}` });
    const bytes = lines.reduce((sum, line) => sum + utf8Length(line) + 2, 0);
    const fate = { isEchoed: ways.hasEcho, isRepeatable: canRepeat(ways) };
    this.#flight.push({ ...bare(parcel), number, bytes, ...fate });
    this.#flightBytes += bytes;
    return lines;
  }

  #settle(at: number): Parcel | undefined {
    if (at < 0) return undefined;
    const [sent] = this.#flight.splice(at, 1);
    if (sent === undefined) return undefined;
    this.#flightBytes -= sent.bytes;
    return bare(sent);
  }
}

function canRepeat({ hasEcho, hasTags, hasHistory }: Ways): boolean {
  return hasEcho && hasTags && hasHistory;
}

function bare({ to, text, manner, once, replyTo, lines }: Parcel): Parcel {
  return {
    to,
    text,
    manner,
    once,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(lines === undefined ? {} : { lines }),
  };
}

function linesOf(
  { to, text, manner, once, replyTo, lines }: Parcel,
  { hasTags, reference }: { readonly hasTags: boolean; readonly reference: string },
): readonly string[] {
  const tags = hasTags ? new Map([[onceTag, once], ...replyTags(replyTo)]) : noTags;
  if (lines === undefined) {
    const said = manner === "action" ? `\x01ACTION ${text}\x01` : text;
    return [formatMessage({ tags, command: "PRIVMSG", params: [to, said] })];
  }
  const start = ["+" + reference, multilineBatch, to];
  return [
    formatMessage({ tags, command: "BATCH", params: start }),
    ...lines.map(({ text, isJoined }) => {
      const inBatch: [string, string][] = [["batch", reference]];
      if (isJoined) inBatch.push([concatTag, ""]);
      return formatMessage({ tags: new Map(inBatch), command: "PRIVMSG", params: [to, text] });
    }),
    formatMessage({ command: "BATCH", params: ["-" + reference] }),
  ];
}
