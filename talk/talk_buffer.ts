/** One talk as it grows: rows, who is there, what is unread. */

import { foldName } from "../wire/casemap.ts";
import type { Buffer, Entry, Member, Pending } from "./buffer.ts";
import type { ClientEvent, Said } from "./event.ts";
import { Members } from "./members.ts";
import { reacted } from "./reacted.ts";

/** An entry before it has a number. */
export type NewEntry = Entry extends infer Each ? Each extends Entry ? Omit<Each, "number"> : never
  : never;

// Rows that are put between others later get numbers between theirs.
const numberStep = 2 ** 20;
const maxPending = 1000;
const maxTyping = 100;
// https://ircv3.net/specs/client-tags/typing
const typingMs = 6_000;
const pausedMs = 30_000;

/** See `Buffer`. Only `Buffers` changes one. */
export class TalkBuffer implements Buffer {
  /** See `Buffer`. */
  readonly kind: Buffer["kind"];
  /** See `Buffer`. */
  name: string;
  /** See `Buffer`. */
  version = 0;
  /** See `Buffer`. */
  topic = "";
  /** See `Buffer`. */
  isJoined: boolean;
  /** See `Buffer`. */
  isAway = false;
  /** See `Buffer`. */
  isMuted = false;
  /** See `Buffer`. */
  isCleared = false;
  /** See `Buffer`. */
  older: Buffer["older"] = "some";
  /** See `Buffer`. */
  unreadCount = 0;
  /** See `Buffer`. */
  mentionCount = 0;
  /** See `Buffer`. */
  unreadFrom: number | undefined;
  /** All up to this time is read; undefined while nobody knows. */
  readMs: number | undefined;
  /** Who is there. */
  readonly people: Members;
  readonly #entries: Entry[] = [];
  readonly #numbers = new Map<string, number>();
  #pending: readonly Pending[] = [];
  readonly #typing = new Map<string, { readonly nick: string; readonly untilMs: number }>();
  #lastOld: number | undefined;

  /** `prefixes`: see `Members`. */
  constructor(kind: Buffer["kind"], name: string, prefixes: () => string) {
    this.kind = kind;
    this.name = name;
    this.isJoined = kind !== "channel";
    this.people = new Members(prefixes);
  }

  /** See `Buffer`. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** See `Buffer`. */
  get pending(): readonly Pending[] {
    return this.#pending;
  }

  /** See `Buffer`. */
  get members(): readonly Member[] {
    return this.people.sorted;
  }

  /** Puts a row at the end; with `isOld` where its time belongs, behind the old one before it. Gives its number. */
  add(entry: NewEntry, timeMs: number, isOld: boolean): number {
    this.version++;
    const last = this.#entries.at(-1);
    if (!isOld) this.#lastOld = undefined;
    const at = isOld && last !== undefined && timeMs < timeOf(last) ? this.#placeFor(timeMs) : -1;
    const next = at < 0 ? undefined : this.#entries[at];
    const number = next === undefined
      ? Math.floor((last?.number ?? 0) / numberStep + 1) * numberStep
      : (this.#entries[at - 1]?.number ?? next.number - numberStep) + 1;
    // So many were put between two rows that there is no number left: it is a bit out of place then.
    if (next !== undefined && number < next.number) this.#insert(at, { ...entry, number });
    else this.#insert(this.#entries.length, { ...entry, number: this.#behind(number) });
    return number;
  }

  /** Puts a page of older rows in front of all. */
  addOlder(entries: readonly NewEntry[]): void {
    this.version++;
    this.isCleared = false;
    const first = this.#entries[0]?.number ?? numberStep;
    const rows = entries.map((entry, at) => ({
      ...entry,
      number: first - (entries.length - at) * numberStep,
    }));
    this.#entries.unshift(...rows);
    for (const row of rows) this.#know(row);
  }

  /** Finds a message. */
  find(id: string): Extract<Entry, { kind: "said" }> | undefined {
    const number = this.#numbers.get(id);
    const entry = number === undefined ? undefined : this.#entries[this.indexOf(number)];
    return entry?.kind === "said" ? entry : undefined;
  }

  /** Says whether a message is among the rows. */
  has(id: string | undefined): boolean {
    return id !== undefined && this.#numbers.has(id);
  }

  /** Where the row with this number is, or would be. */
  indexOf(number: number): number {
    return indexOf(this.#entries, number);
  }

  /** Lets go of the oldest rows above a number of rows; gives how many went. */
  trim(most: number): number {
    const count = this.#entries.length - most;
    if (count <= 0) return 0;
    for (const entry of this.#entries.splice(0, count)) {
      if (entry.kind === "said" && entry.said.id !== undefined) this.#numbers.delete(entry.said.id);
    }
    if (this.older === "none") this.older = "some";
    this.version++;
    return count;
  }

  /** Something of ours is on its way. */
  addPending(pending: Pending): void {
    this.version++;
    this.#pending = [...this.#pending.slice(-maxPending), pending];
  }

  /** It is no more; says whether it was. */
  settle(once: string | undefined): boolean {
    const left = this.#pending.filter((one) => one.once !== once);
    if (once === undefined || left.length === this.#pending.length) return false;
    this.version++;
    this.#pending = left;
    return true;
  }

  /** Somebody reacts, or takes it back. */
  react(event: Extract<ClientEvent, { kind: "reacted" }>): void {
    const entry = this.find(event.target);
    if (entry === undefined) return;
    this.#change(entry, { ...entry, reactions: reacted(entry.reactions, event) });
  }

  /** A message is taken back. */
  redact({ target, by, reason }: Extract<ClientEvent, { kind: "redacted" }>): void {
    const entry = this.find(target);
    if (entry === undefined) return;
    const said = { ...entry.said, text: "" };
    this.#change(entry, { ...entry, said, reactions: [], redaction: { by, reason } });
  }

  /** Somebody types, or does not any more. */
  type(who: string, state: "active" | "paused" | "done", nowMs: number): void {
    const key = foldName(who);
    if (state === "done") {
      if (this.#typing.delete(key)) this.version++;
      return;
    }
    if (this.#typing.size >= maxTyping && !this.#typing.has(key)) return;
    const untilMs = nowMs + (state === "active" ? typingMs : pausedMs);
    if (!this.#typing.has(key)) this.version++;
    this.#typing.set(key, { nick: who, untilMs });
  }

  /** Who types. */
  typing(nowMs: number): readonly string[] {
    for (const [key, { untilMs }] of this.#typing) if (untilMs <= nowMs) this.#typing.delete(key);
    return [...this.#typing.values()].map(({ nick }) => nick);
  }

  /** A message that was not read has come. */
  countUnread(number: number, isMention: boolean): void {
    if (this.unreadCount === 0) this.unreadFrom = number;
    this.unreadCount++;
    if (isMention) this.mentionCount++;
  }

  /** All up to a time is read. */
  markRead(readMs: number): void {
    if (this.readMs !== undefined && readMs < this.readMs) return;
    this.readMs = readMs;
    const unread = this.#entries.filter((entry) => isUnread(entry, readMs));
    this.unreadCount = unread.length;
    this.mentionCount = unread.filter((entry) => entry.kind === "said" && entry.isMention).length;
    this.unreadFrom = unread[0]?.number;
    this.version++;
  }

  /** The last message, if there is one. */
  get lastSaid(): Said | undefined {
    const entry = this.#entries.findLast((entry) => entry.kind === "said");
    return entry?.kind === "said" ? entry.said : undefined;
  }

  #insert(at: number, entry: Entry): void {
    if (at === this.#entries.length) this.#entries.push(entry);
    else this.#entries.splice(at, 0, entry);
    this.#know(entry);
  }

  #know(entry: Entry): void {
    if (entry.kind === "said" && entry.said.id !== undefined) {
      this.#numbers.set(entry.said.id, entry.number);
    }
  }

  #change(entry: Entry, changed: Entry): void {
    this.version++;
    this.#entries[this.indexOf(entry.number)] = changed;
  }

  #behind(number: number): number {
    const last = this.#entries.at(-1)?.number ?? 0;
    return number > last ? number : Math.floor(last / numberStep + 1) * numberStep;
  }

  /** A page of old rows comes in order, so each one's place is near the one before it. */
  #placeFor(timeMs: number): number {
    let at = this.#lastOld ?? this.#entries.length;
    while (at > 0 && timeAt(this.#entries, at - 1) > timeMs) at--;
    while (at < this.#entries.length && timeAt(this.#entries, at) <= timeMs) at++;
    this.#lastOld = at + 1;
    return at;
  }
}

/** When a row happened, in milliseconds. */
export function timeOf(entry: Entry): number {
  switch (entry.kind) {
    case "said":
      return entry.said.timeMs;
    case "moved":
      return entry.moved.timeMs;
    case "told":
      return entry.told.timeMs;
    case "note":
      return entry.timeMs;
  }
}

function timeAt(entries: readonly Entry[], at: number): number {
  const entry = entries[at];
  return entry === undefined ? 0 : timeOf(entry);
}

/** Where the entry with this number is, or would be. */
export function indexOf(entries: readonly Entry[], number: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.number ?? Infinity) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isUnread(entry: Entry, readMs: number): boolean {
  return entry.kind === "said" && !entry.said.isOwn && entry.said.timeMs > readMs;
}
