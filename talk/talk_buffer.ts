/** One talk as it grows: rows, who is there, what is unread. */

import type { Buffer, Entry, Member, Pending, SaidEntry } from "./buffer.ts";
import type { ClientEvent, Said } from "./event.ts";
import { idOf, timeOf } from "./entry_stamp.ts";
import { Members } from "./members.ts";
import { reactedEntry } from "./reacted_entry.ts";
import { Typists } from "./typists.ts";

/** An entry before it has a number. */
export type NewEntry = Entry extends infer Each ? Each extends Entry ? Omit<Each, "number"> : never
  : never;

/** One kind of event. */
export type EventOf<Kind extends ClientEvent["kind"]> = Extract<ClientEvent, { kind: Kind }>;

// Rows that are put between others later get numbers between theirs.
const numberStep = 2 ** 10;
const maxPending = 1000;

/** See `Buffer`. Only `Buffers` changes one. */
export class TalkBuffer implements Buffer {
  readonly kind: Buffer["kind"];
  name: string;
  version = 0;
  topic = "";
  isJoined: boolean;
  isAway = false;
  isMuted = false;
  /** See `Buffer`. */
  isCleared = false;
  older: Buffer["older"] = "some";
  /** See `Buffer`. */
  newer: Buffer["newer"] = "none";
  unreadCount = 0;
  mentionCount = 0;
  unreadFrom: number | undefined;
  /** All up to this time is read; undefined while nobody knows. */
  readMs: number | undefined;
  /** It is closed, and is forgotten as soon as the server has let us out: nobody sees it. */
  isClosing = false;
  /** Who is in the channel. */
  readonly people: Members;
  /** Who types there. */
  readonly typists: Typists = new Typists();
  readonly #entries: Entry[] = [];
  // Of all rows that came with an id.
  readonly #numbers = new Map<string, number>();
  #pending: readonly Pending[] = [];
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
    if (!isOld) this.#lastOld = undefined;
    const end = this.#entries.length;
    const last = this.#entries[end - 1];
    const isBehind = !isOld || last === undefined || timeOf(last) <= timeMs;
    let at = isBehind ? end : this.#placeFor(timeMs);
    let number = this.#numberAt(at);
    // Where so many were put between two rows that no number is left, the next place that has one is near enough.
    while (number === undefined) number = this.#numberAt(++at);
    this.#lastOld = isOld ? at + 1 : undefined;
    this.#insert(at, { ...entry, number });
    return number;
  }

  /** Puts a page of older rows in front of all. */
  addOlder(entries: readonly NewEntry[]): void {
    this.version++;
    this.isCleared = false;
    this.#lastOld = undefined;
    const first = this.#entries[0]?.number ?? numberStep;
    const rows = entries.map((entry, at) => ({
      ...entry,
      number: first - (entries.length - at) * numberStep,
    }));
    this.#entries.unshift(...rows);
    for (const row of rows) this.#know(row);
  }

  /** Finds a message. */
  find(id: string): SaidEntry | undefined {
    const number = this.#numbers.get(id);
    const entry = number === undefined ? undefined : this.#entries[this.indexOf(number)];
    return entry?.kind === "said" ? entry : undefined;
  }

  /** Says whether what came with this id is among the rows. */
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
      const id = idOf(entry);
      if (id !== undefined) this.#numbers.delete(id);
    }
    if (this.older === "none" && this.kind !== "server") this.older = "some";
    this.#lastOld = undefined;
    this.version++;
    return count;
  }

  /** Lets go of the newest rows above a number of rows: they are to be asked for again. */
  trimEnd(most: number): void {
    if (this.#entries.length <= most) return;
    for (const entry of this.#entries.splice(most)) {
      const id = idOf(entry);
      if (id !== undefined) this.#numbers.delete(id);
    }
    this.newer = "some";
    this.#lastOld = undefined;
    this.version++;
  }

  /** Something of ours is on its way. */
  addPending(pending: Pending): void {
    this.version++;
    this.#pending = [...this.#pending.slice(1 - maxPending), pending];
  }

  /** It is no more; says whether it was. */
  settle(once: string | undefined): boolean {
    if (once === undefined || this.#pending.length === 0) return false;
    const left = this.#pending.filter((one) => one.once !== once);
    if (left.length === this.#pending.length) return false;
    this.version++;
    this.#pending = left;
    return true;
  }

  /** Somebody reacts, or takes it back. */
  react(reacted: EventOf<"reacted">): void {
    const entry = this.find(reacted.target);
    if (entry === undefined || entry.redaction !== undefined) return;
    this.#change(entry.number, reactedEntry(entry, reacted));
  }

  /** A message is taken back. */
  redact({ target, by, reason }: EventOf<"redacted">): void {
    const entry = this.find(target);
    if (entry === undefined) return;
    const said = { ...entry.said, text: "" };
    const redaction = { by, reason };
    this.#change(entry.number, { ...entry, said, reactions: [], redaction });
  }

  /** A message that was not read has come. */
  countUnread(number: number, isMention: boolean): void {
    if (this.unreadCount === 0) this.unreadFrom = number;
    this.unreadCount++;
    if (isMention) this.mentionCount++;
  }

  /** All up to a time is read, and what came later is not. */
  markRead(readMs: number): void {
    if (this.readMs !== undefined && readMs < this.readMs) return;
    this.readMs = readMs;
    this.recount();
  }

  /** Counts what is not read by the time up to which all is. */
  recount(): void {
    const { readMs = Infinity } = this;
    this.unreadCount = 0;
    this.mentionCount = 0;
    this.unreadFrom = undefined;
    this.version++;
    for (let at = this.#entries.length - 1; at >= 0; at--) {
      const entry = this.#entries[at];
      if (entry?.kind !== "said" || entry.said.isOwn) continue;
      if (entry.said.timeMs <= readMs) return;
      this.unreadCount++;
      if (entry.isMention) this.mentionCount++;
      this.unreadFrom = entry.number;
    }
  }

  /** Nothing is unread any more; the line above what was stays or goes. */
  forgetUnread(keepsLine: boolean): void {
    if (this.unreadCount > 0 || !keepsLine) this.version++;
    this.unreadCount = 0;
    this.mentionCount = 0;
    if (!keepsLine) this.unreadFrom = undefined;
  }

  /** All that is there is read; the line above what was not stays. Gives how far, where that is news. */
  readAll(): number | undefined {
    this.forgetUnread(true);
    const lastMs = this.#lastSaid()?.timeMs ?? -Infinity;
    if (lastMs <= (this.readMs ?? -Infinity)) return undefined;
    this.readMs = lastMs;
    return lastMs;
  }

  /** The last message whose time is the server's. */
  #lastSaid(): Said | undefined {
    for (let at = this.#entries.length - 1; at >= 0; at--) {
      const entry = this.#entries[at];
      if (entry?.kind !== "said") continue;
      if (entry.said.id !== undefined || !entry.said.isOwn) return entry.said;
    }
    return undefined;
  }

  /** Gives a number for a row in front of the one at `at`; undefined where none is left. */
  #numberAt(at: number): number | undefined {
    const next = this.#entries[at]?.number;
    const before = this.#entries[at - 1]?.number;
    if (next === undefined) return Math.floor((before ?? 0) / numberStep + 1) * numberStep;
    if (before === undefined) return next - numberStep;
    if (before + 1 < next) return before + 1;
    const middle = (before + next) / 2;
    return before < middle && middle < next ? middle : undefined;
  }

  #insert(at: number, entry: Entry): void {
    if (at === this.#entries.length) this.#entries.push(entry);
    else this.#entries.splice(at, 0, entry);
    this.#know(entry);
  }

  #know(entry: Entry): void {
    const id = idOf(entry);
    if (id !== undefined) this.#numbers.set(id, entry.number);
  }

  #change(number: number, changed: Entry): void {
    this.version++;
    this.#entries[this.indexOf(number)] = changed;
  }

  /** A page of old rows comes in order, so each one's place is near the one before it. */
  #placeFor(timeMs: number): number {
    let at = this.#lastOld ?? this.#entries.length;
    while (at > 0 && timeAt(this.#entries, at - 1) > timeMs) at--;
    while (at < this.#entries.length && timeAt(this.#entries, at) <= timeMs) at++;
    return at;
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
