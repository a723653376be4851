/** What was said while we were not there, asked for and put in its place: https://ircv3.net/specs/extensions/chathistory */

import { foldName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { ClientEvent } from "./event.ts";
import type { ServerSupport } from "./server_support.ts";
import type { Mark } from "./shown.ts";
import { writeTime } from "./wire_time.ts";

/** Something to be asked for. */
export interface Gap {
  /** Channel or nick. */
  readonly talk: string;
  /** What was last shown; undefined to ask for the latest messages, whatever was shown. */
  readonly after: Mark | undefined;
  /** For the latest messages: how many. */
  readonly latest: number;
}

/** A gap that is being filled, or waits for its turn. */
interface OpenGap {
  readonly talk: string;
  after: Mark | undefined;
  latest: number;
  /** The server's history does not know messages by their ids. */
  isByTime: boolean;
  askedFor: number | undefined;
  /** What came meanwhile, to be shown behind it. */
  waiting: ClientEvent[];
  waitingLength: number;
  /** So much came meanwhile that it was thrown away: it is to be asked for, too. */
  hasThrownAway: boolean;
}

/** What a gap's end brings. */
export interface Filled {
  /** Its channel or nick. */
  readonly talk: string;
  /** Whether something may be missing. */
  readonly isWhole: boolean;
  /** It was the latest messages on joining, not what was missed. */
  readonly isLatest: boolean;
  /** What came meanwhile. */
  readonly waiting: readonly ClientEvent[];
}

const maxGaps = 250;
const maxWaiting = 2000;
const maxWaitingLength = 1024 * 1024;
// Of all gaps together.
const maxAllLength = 8 * 1024 * 1024;

/** Asks for one page at a time, and holds back what comes meanwhile for a talk whose gap is not filled. */
export class CatchUp {
  // In the order in which they are asked for; the first one is under way.
  readonly #gaps = new Map<string, OpenGap>();

  /** Says whether nothing is left to be asked for. */
  get isThrough(): boolean {
    return this.#gaps.size === 0;
  }

  /** Opens a gap: from now on what comes for this talk waits. */
  open({ talk, after, latest }: Gap): void {
    const key = foldName(talk);
    if (!isWord(talk) || talk.startsWith(":")) return;
    if (this.#gaps.has(key) || this.#gaps.size >= maxGaps) return;
    const filling = { isByTime: false, askedFor: undefined, waiting: [], waitingLength: 0 };
    this.#gaps.set(key, { talk, after, latest, ...filling, hasThrownAway: false });
  }

  /** Takes an event that is to wait; false where its talk has no gap. */
  hold(talk: string, event: ClientEvent): boolean {
    const gap = this.#gaps.get(foldName(talk));
    if (gap === undefined) return false;
    const length = event.kind === "said" ? event.text.length : 0;
    const isFull = gap.waiting.length >= maxWaiting ||
      gap.waitingLength + length > maxWaitingLength || this.#length + length > maxAllLength;
    if (isFull) {
      gap.hasThrownAway = true;
      gap.waiting = [];
      gap.waitingLength = 0;
    }
    gap.waiting.push(event);
    gap.waitingLength += length;
    return true;
  }

  /** Gives the next question, if none is under way. */
  ask(support: ServerSupport): readonly string[] {
    const gap = this.#first;
    if (gap === undefined || gap.askedFor !== undefined) return [];
    const { talk, after, latest } = gap;
    gap.isByTime ||= after?.id === undefined || !isWord(after.id) || !support.hasMessageIds;
    const { maxHistory } = support;
    gap.askedFor = after === undefined ? Math.min(latest, maxHistory) : maxHistory;
    const params = after === undefined
      ? ["LATEST", talk, "*", String(gap.askedFor)]
      : ["AFTER", talk, reference(after, gap.isByTime), String(gap.askedFor)];
    return [formatMessage({ command: "CHATHISTORY", params })];
  }

  /** Says what was asked for where a page for this talk answers it. */
  asked(talk: string): "latest" | "missed" | undefined {
    const gap = this.#first;
    if (gap?.askedFor === undefined || foldName(gap.talk) !== foldName(talk)) return undefined;
    return gap.latest > 0 ? "latest" : "missed";
  }

  /**
   * The answer has come, with `count` messages, up to `last`. Gives undefined where more is to be asked for. `hasNews`:
   * whether one of them was not shown before, without which asking on would never end.
   */
  answered(
    { last, count, hasNews }: { last: Mark | undefined; count: number; hasNews: boolean },
  ): Filled | undefined {
    const gap = this.#first;
    if (gap === undefined) return undefined;
    if (last !== undefined) gap.after = last;
    const isFull = gap.latest === 0 && count >= (gap.askedFor ?? 0);
    gap.askedFor = undefined;
    if (isFull && hasNews) return undefined;
    if (!gap.hasThrownAway) return this.#close(gap, !isFull);
    // From here on it is as if we had been away.
    gap.hasThrownAway = false;
    if (gap.after !== undefined) gap.latest = 0;
    return undefined;
  }

  /** The server refused the question; gives undefined where another one is left to try. */
  refused(): Filled | undefined {
    const gap = this.#first;
    if (gap?.askedFor === undefined) return undefined;
    gap.askedFor = undefined;
    if (gap.after === undefined || gap.isByTime) return this.#close(gap, false);
    gap.isByTime = true;
    return undefined;
  }

  /** Waits for an answer no longer; also for a talk that has ended. */
  giveUp(talk: string): Filled | undefined {
    const gap = this.#gaps.get(foldName(talk));
    return gap === undefined ? undefined : this.#close(gap, false);
  }

  /** Waits for no answer any more. */
  giveUpAll(): readonly Filled[] {
    return [...this.#gaps.values()].map((gap) => this.#close(gap, false));
  }

  /** Says whether a question is under way. */
  get isAsking(): boolean {
    return this.#first?.askedFor !== undefined;
  }

  get #length(): number {
    let length = 0;
    for (const { waitingLength } of this.#gaps.values()) length += waitingLength;
    return length;
  }

  get #first(): OpenGap | undefined {
    for (const gap of this.#gaps.values()) return gap;
    return undefined;
  }

  #close(gap: OpenGap, isWhole: boolean): Filled {
    this.#gaps.delete(foldName(gap.talk));
    return { talk: gap.talk, isWhole, isLatest: gap.latest > 0, waiting: gap.waiting };
  }
}

function isWord(text: string): boolean {
  return /^[^\s\0]+$/.test(text);
}

/** Messages of the same millisecond are asked for again where ids tell which ones were shown. */
function reference({ id, timeMs }: Mark, isByTime: boolean): string {
  if (!isByTime && id !== undefined) return `msgid=${id}`;
  return `timestamp=${writeTime(id === undefined ? timeMs : timeMs - 1)}`;
}
