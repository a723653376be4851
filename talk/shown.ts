/** What was shown of each talk: enough to show nothing twice, and to ask for what came after it. */

import { foldName } from "../wire/casemap.ts";
import { keepLast, remember } from "./bounded.ts";
import { maxIdLength } from "./reply_tags.ts";

/** A place in a talk. */
export interface Mark {
  /** Of the last message shown, where the server gives ids. */
  readonly id: string | undefined;
  /** Of the last message shown, else of our joining. */
  readonly timeMs: number;
}

/** A talk with one person, or in one channel. */
interface Talk {
  readonly name: string;
  readonly ids: Set<string>;
  mark: Mark;
}

/** A message that may be shown. */
export interface Noted extends Mark {
  /** Said to one person. */
  readonly isPrivate: boolean;
  /** See `Said.once`. */
  readonly once?: string;
}

/** Something else that has happened, in a channel or (undefined) wherever somebody was. */
export interface Happened extends Mark {
  /** Where. */
  readonly channel: string | undefined;
  /** What and whom: no two things of one moment have the same. */
  readonly what: string;
}

const maxIds = 4096;
// Of all talks together: while a sender comes back, others go on.
const maxOnces = 32_768;
const maxHappened = 8192;
const maxChannels = 200;
const maxPeople = 50;

/** Remembers the last messages of each channel, and of the people we spoke with last. */
export class Shown {
  readonly #channels = new Map<string, Talk>();
  readonly #people = new Map<string, Talk>();
  /** What senders call their messages: one that a crash has lost after we saw it is sent again, with another id. */
  readonly #onces = new Set<string>();
  readonly #happened = new Set<string>();

  /** Those we spoke with, the last one last. */
  get people(): readonly string[] {
    return [...this.#people.values()].map(({ name }) => name);
  }

  /** Where we are in a talk; undefined before its first message. */
  mark(name: string): Mark | undefined {
    const key = foldName(name);
    return (this.#channels.get(key) ?? this.#people.get(key))?.mark;
  }

  /** We have joined a channel: what comes later than this is to be shown. */
  begin(channel: string, timeMs: number): void {
    if (this.mark(channel) !== undefined) return;
    // What is said in the same millisecond may well be later.
    this.#talk(channel, false, { id: undefined, timeMs: timeMs - 1 });
  }

  /** A channel has another name now. */
  rename(channel: string, to: string): void {
    const talk = this.#channels.get(foldName(channel));
    if (talk === undefined) return;
    this.#channels.delete(foldName(channel));
    keepLast(this.#channels, {
      key: foldName(to),
      value: { ...talk, name: to },
      most: maxChannels,
    });
  }

  /** Takes note of a message; false when it was shown before. */
  note(name: string, { isPrivate, once, ...mark }: Noted): boolean {
    const id = mark.id === undefined || mark.id.length > maxIdLength ? undefined : mark.id;
    const talk = this.#talk(name, isPrivate, { id, timeMs: mark.timeMs });
    if (id !== undefined && talk.ids.has(id)) return false;
    talk.mark = { id, timeMs: mark.timeMs };
    if (id === undefined) return true;
    remember(talk.ids, id, maxIds);
    if (once === undefined || once.length > maxIdLength) return true;
    const own = `${foldName(name)} ${once}`;
    if (this.#onces.has(own)) return false;
    remember(this.#onces, own, maxOnces);
    return true;
  }

  /** Takes note of something else; false when it was told before, there or for all channels at once. */
  happen({ channel, what, id, timeMs }: Happened): boolean {
    const key = `${timeMs} ${what.slice(0, maxIdLength)}`;
    if (channel === undefined) {
      remember(this.#happened, ` ${key}`, maxHappened);
      return true;
    }
    const own = `${foldName(channel)} ${key}`;
    const isNew = !this.#happened.has(own) && !this.#happened.has(` ${key}`);
    remember(this.#happened, own, maxHappened);
    const talk = this.#channels.get(foldName(channel));
    if (talk !== undefined && id !== undefined && id.length <= maxIdLength) {
      talk.mark = { id, timeMs };
    }
    return isNew;
  }

  #talk(name: string, isPrivate: boolean, mark: Mark): Talk {
    const talks = isPrivate ? this.#people : this.#channels;
    const key = foldName(name);
    const talk = talks.get(key) ?? { name, ids: new Set<string>(), mark };
    // Whoever was spoken with last is forgotten last.
    keepLast(talks, { key, value: talk, most: isPrivate ? maxPeople : maxChannels });
    return talk;
  }
}
