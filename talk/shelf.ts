/** The talks themselves: found, opened, put in order, and kept from growing without end. */

import { foldName } from "../wire/casemap.ts";
import type { Buffer } from "./buffer.ts";
import { type NewEntry, TalkBuffer } from "./talk_buffer.ts";

/** What buffers go by. */
export interface BuffersOptions {
  /** What we are called now. */
  readonly nick: () => string;
  /** Signs of all ranks that the server has, the highest first. */
  readonly prefixes: () => string;
  /** Says whether a channel is to draw nobody's eye. */
  readonly isMuted: (channel: string) => boolean;
  /** Words that are as good as our nick. */
  readonly highlights?: () => readonly string[];
  /** Most rows of a buffer that nobody looks at. */
  readonly maxEntries?: number;
  /** Most rows of the buffer that is looked at. */
  readonly maxLookedAt?: number;
  /** Most rows of all together. */
  readonly maxTotal?: number;
}

// What a hostile server could make us open has an end.
const maxBuffers = 500;
// Rows go in lots, so that a full buffer is not moved with each message.
const slack = 1.1;

/** What can be set of a buffer at once. */
type News = Partial<Pick<TalkBuffer, "isJoined" | "isAway" | "topic" | "older" | "isMuted">>;

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
  readonly #talks = new Map<string, TalkBuffer>();
  #total = 0;
  #list: readonly TalkBuffer[] | undefined;
  #closedVersion = 0;

  /** `serverName`: see `Buffers`. */
  constructor(serverName: string, options: BuffersOptions) {
    this.options = options;
    this.server = new TalkBuffer("server", serverName, options.prefixes);
    this.server.older = "none";
  }

  /** All but the server's. */
  get talks(): Iterable<TalkBuffer> {
    return this.#talks.values();
  }

  /** The server's first, then channels, then people, each by name; made anew on a change. */
  get list(): readonly TalkBuffer[] {
    this.#list ??= [this.server, ...[...this.#talks.values()].sort(inOrder)];
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
    if (this.#talks.size >= maxBuffers) return this.server;
    const buffer = new TalkBuffer(kind, name, this.options.prefixes);
    if (kind === "channel") buffer.isMuted = this.options.isMuted(name);
    this.#talks.set(foldName(name), buffer);
    this.#list = undefined;
    return buffer;
  }

  /** Forgets a talk. */
  close(buffer: TalkBuffer): void {
    this.#total -= buffer.entries.length;
    this.#talks.delete(foldName(buffer.name));
    if (this.lookedAt === buffer) this.lookedAt = undefined;
    if (this.front === buffer) this.front = undefined;
    this.#list = undefined;
    this.#closedVersion += buffer.version + 2;
  }

  /** Gives a talk another name, where no other talk has it. */
  rename(buffer: TalkBuffer, to: string): void {
    this.#talks.delete(foldName(buffer.name));
    buffer.name = to;
    this.#talks.set(foldName(to), buffer);
    this.#list = undefined;
    buffer.version++;
  }

  /** Puts a row into a talk, see `TalkBuffer.add`; the oldest go where there are too many. */
  add(buffer: TalkBuffer, entry: NewEntry, { timeMs, isOld }: Placing): number {
    const { maxEntries = 5_000, maxLookedAt = 10_000, maxTotal = 20_000 } = this.options;
    const most = buffer === this.lookedAt ? maxLookedAt : maxEntries;
    if (buffer.entries.length > most * slack) this.trim(buffer, most);
    if (++this.#total > maxTotal * slack) this.#trimAll(maxTotal);
    return buffer.add(entry, timeMs, isOld);
  }

  /** Puts a page in front of a talk's rows. */
  addOlder(buffer: TalkBuffer, entries: readonly NewEntry[]): void {
    const room = (this.options.maxLookedAt ?? 10_000) - buffer.entries.length;
    const fitting = entries.slice(Math.max(entries.length - Math.max(room, 0), 0));
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

  /** The longest ones give most. */
  #trimAll(maxTotal: number): void {
    const fair = Math.max(Math.floor(maxTotal / (this.#talks.size + 1)), 200);
    for (const buffer of this.list) this.trim(buffer, fair);
  }
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
