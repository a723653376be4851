/** The talks themselves: found, opened, put in order, and kept from growing without end. */

import { foldName } from "../wire/casemap.ts";
import type { Buffer } from "./buffer.ts";
import { type NewEntry, TalkBuffer } from "./talk_buffer.ts";

/** How much is held. */
export interface BufferLimits {
  /** Most rows of a buffer that is not in front: 5,000 if left out. */
  readonly maxEntries?: number;
  /** Most rows of the buffer in front, where somebody may have scrolled far up: 20,000 if left out. */
  readonly maxLookedAt?: number;
  /** Most rows of all together: 40,000 if left out. */
  readonly maxTotal?: number;
}

/** What buffers go by. */
export interface BuffersOptions extends BufferLimits {
  /** What we are called now. */
  readonly nick: () => string;
  /** Signs of all ranks that the server has, the highest first. */
  readonly prefixes: () => string;
  /** Says whether a channel is to draw nobody's eye. */
  readonly isMuted: (channel: string) => boolean;
  /** Words that are as good as our nick. */
  readonly highlights?: () => readonly string[];
}

// What a hostile server could make us open has an end.
const maxBuffers = 500;
// Rows are let go in lots, so that a full buffer is not moved with each message.
const slack = 1.1;

/** What can be set of a buffer at once. */
export type News = Partial<Pick<TalkBuffer, "isJoined" | "isAway" | "topic" | "older" | "isMuted">>;

/** Talks by their names. Only `Buffers` and what it is made of use it. */
export class Shelf {
  /** See `BuffersOptions`. */
  readonly options: BuffersOptions;
  /** What the server itself says. */
  readonly server: TalkBuffer;
  /** The talk that somebody looks at now. */
  lookedAt: TalkBuffer | undefined;
  /** The talk that was looked at last: it is on the screen, even where nobody looks at that. */
  front: TalkBuffer | undefined;
  /** A part of a talk's past that is looked at by itself; it does not count for the limits, and has its own. */
  past: TalkBuffer | undefined;
  /** Where something of ours was on its way last and is no more: why is told right behind. */
  lastUnsaid: TalkBuffer | undefined;
  readonly #talks = new Map<string, TalkBuffer>();
  readonly #maxEntries: number;
  readonly #maxFront: number;
  readonly #maxTotal: number;
  #total = 0;
  #list: readonly TalkBuffer[] | undefined;
  #closedVersion = 0;

  /** `serverName`: see `Buffers`. */
  constructor(serverName: string, options: BuffersOptions) {
    this.options = options;
    this.#maxEntries = options.maxEntries ?? 5_000;
    this.#maxFront = options.maxLookedAt ?? 20_000;
    this.#maxTotal = options.maxTotal ?? 40_000;
    this.server = new TalkBuffer("server", serverName, options.prefixes);
    this.server.older = "none";
  }

  /** All but the server's; closed ones that the server has not let us out of too. */
  get talks(): Iterable<TalkBuffer> {
    return this.#talks.values();
  }

  /** The server's first, then channels, then people, each by name; made anew on a change. */
  get list(): readonly TalkBuffer[] {
    if (this.#list === undefined) {
      const seen = [...this.#talks.values()].filter(({ isClosing }) => !isClosing);
      this.#list = [this.server, ...seen.sort(inOrder)];
    }
    return this.#list;
  }

  /** Goes up with each change of any of them. */
  get version(): number {
    let sum = this.#closedVersion + this.server.version;
    for (const { version } of this.#talks.values()) sum += version + 1;
    return sum;
  }

  /** What is in front, else the server's. */
  get atHand(): TalkBuffer {
    return this.front ?? this.server;
  }

  /** Finds a talk by any spelling of its name. */
  find(name: string): TalkBuffer | undefined {
    const talk = this.#talks.get(foldName(name));
    return talk ?? (name === this.server.name ? this.server : undefined);
  }

  /** Gives a talk, which is opened where it is not; the server's where there are too many. */
  open(kind: "channel" | "person", name: string): TalkBuffer {
    const found = this.#talks.get(foldName(name));
    if (found !== undefined) return found;
    if (name === "" || this.#talks.size >= maxBuffers) return this.server;
    const buffer = new TalkBuffer(kind, name, this.options.prefixes);
    if (kind === "channel") buffer.isMuted = this.options.isMuted(name);
    this.#talks.set(foldName(name), buffer);
    this.#list = undefined;
    return buffer;
  }

  /** Nobody sees a talk any more, or (false) somebody does again. */
  hide(buffer: TalkBuffer, isClosing: boolean): void {
    buffer.isClosing = isClosing;
    if (isClosing) this.#leaveIt(buffer);
    this.#list = undefined;
    buffer.version++;
  }

  /** Forgets a talk. */
  close(buffer: TalkBuffer): void {
    this.#total -= buffer.entries.length;
    this.#talks.delete(foldName(buffer.name));
    this.#leaveIt(buffer);
    this.#list = undefined;
    this.#closedVersion += buffer.version + 2;
  }

  /** Gives a talk another name, where no other talk has it. */
  rename(buffer: TalkBuffer, to: string): void {
    if (this.past?.name === buffer.name) this.past.name = to;
    this.#talks.delete(foldName(buffer.name));
    buffer.name = to;
    this.#talks.set(foldName(to), buffer);
    this.#list = undefined;
    buffer.version++;
  }

  /** A talk comes to the front; the one that was there keeps fewer rows from now on. */
  bringToFront(buffer: TalkBuffer): void {
    const before = this.front;
    this.front = buffer;
    if (before === undefined || before === buffer) return;
    this.trim(before, this.#maxEntries);
    // The line above what was unread goes when one has looked elsewhere, not while one looks.
    if (before.unreadFrom === undefined || before.unreadCount > 0) return;
    before.unreadFrom = undefined;
    before.version++;
  }

  /** Puts a row into a talk, see `TalkBuffer.add`; the oldest go where there are too many. */
  add(buffer: TalkBuffer, entry: NewEntry, { timeMs, isOld }: Placing): number {
    const most = buffer === this.front ? this.#maxFront : this.#maxEntries;
    if (buffer.entries.length > most * slack) this.trim(buffer, most);
    if (++this.#total > this.#maxTotal * slack) this.#trimAll();
    return buffer.add(entry, timeMs, isOld);
  }

  /** Puts a page in front of a talk's rows. Where there is no room for more, nothing older is asked for. */
  addOlder(buffer: TalkBuffer, entries: readonly NewEntry[]): void {
    const room = Math.max(this.#maxFront - buffer.entries.length, 0);
    const fitting = entries.slice(Math.max(entries.length - room, 0));
    if (fitting.length < entries.length) this.set(buffer, { older: "none" });
    buffer.addOlder(fitting);
    this.#total += fitting.length;
  }

  /** Lets go of the oldest rows of a talk above a number. */
  trim(buffer: TalkBuffer, most: number): void {
    this.#total -= buffer.trim(most);
  }

  /** Changes something that can be seen. */
  set(buffer: TalkBuffer, news: News): void {
    Object.assign(buffer, news);
    buffer.version++;
  }

  /** The longest ones give, but for the one in front: somebody may read there. */
  #trimAll(): void {
    const others = [this.server, ...this.#talks.values()].filter((one) => one !== this.front);
    const room = this.#maxTotal - (this.front?.entries.length ?? 0);
    const most = fairShare(others.map(({ entries }) => entries.length), Math.max(room, 0));
    for (const buffer of others) this.trim(buffer, most);
  }

  #leaveIt(buffer: TalkBuffer): void {
    if (this.past?.name === buffer.name) this.past = undefined;
    if (this.lookedAt === buffer) this.lookedAt = undefined;
    if (this.front === buffer) this.front = undefined;
    if (this.lastUnsaid === buffer) this.lastUnsaid = undefined;
  }
}

/** The most that each may have, so that all together have `room` where those with less keep what they have. */
function fairShare(lengths: readonly number[], room: number): number {
  const sorted = lengths.toSorted((one, other) => one - other);
  let left = room;
  for (const [at, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - at));
    if (length > share) return share;
    left -= length;
  }
  return Infinity;
}

/** Where a row belongs. */
export interface Placing {
  /** When it happened, in milliseconds. */
  readonly timeMs: number;
  /** It belongs where its time is, not at the end. */
  readonly isOld: boolean;
}

function inOrder(one: Buffer, other: Buffer): number {
  if (one.kind !== other.kind) return one.kind === "channel" ? -1 : 1;
  const [first, second] = [foldName(one.name), foldName(other.name)];
  return first < second ? -1 : first > second ? 1 : 0;
}
