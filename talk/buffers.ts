/** All talks of one connection, as somebody who looks at them one at a time sees them. */

import { isSameName } from "../wire/casemap.ts";
import type { Buffer, SaidEntry } from "./buffer.ts";
import { putChange } from "./buffer_changes.ts";
import { putAffair, putChannelTold, putMoved, putSaid, putServerTold } from "./buffer_rows.ts";
import { type ClientEvent, isShown, type ShownEvent } from "./event.ts";
import { type BuffersOptions, Shelf } from "./shelf.ts";
import type { TalkBuffer } from "./talk_buffer.ts";

/** How far somebody has read, for the server to tell our other clients. */
export interface ReadMark {
  /** Channel or nick. */
  readonly talk: string;
  /** Time of the last message that is read, in milliseconds. */
  readonly readMs: number;
}

/** How a note looks. */
export interface NoteOptions {
  /** It tells of something that went wrong. */
  readonly isBad: boolean;
  /** The time, in milliseconds. */
  readonly nowMs: number;
}

/** Takes what a conversation tells, and holds what there is to show of it. */
export class Buffers {
  readonly #shelf: Shelf;

  /** `serverName`: what the buffer of the server's own words is called. */
  constructor(serverName: string, options: BuffersOptions) {
    this.#shelf = new Shelf(serverName, options);
  }

  /** The server's first, then channels, then people, each by name; the array is made anew on a change. */
  get list(): readonly Buffer[] {
    return this.#shelf.list;
  }

  /** The server's own. */
  get server(): Buffer {
    return this.#shelf.server;
  }

  /** Goes up with each change of any of them. */
  get version(): number {
    return this.#shelf.version;
  }

  /** Finds a talk by any spelling of its name. */
  find(name: string): Buffer | undefined {
    return this.#seen(name);
  }

  /** Finds a message of a talk by its id, such as the one that another answers. */
  message(talk: string, id: string | undefined): SaidEntry | undefined {
    return id === undefined ? undefined : this.#seen(talk)?.find(id);
  }

  /** A part of a talk's past that is looked at by itself. */
  get past(): Buffer | undefined {
    return this.#shelf.past;
  }

  /** What comes before or after it is asked for. */
  askPast(way: "before" | "after"): void {
    const { past } = this.#shelf;
    if (past !== undefined) {
      this.#shelf.set(past, { [way === "before" ? "older" : "newer"]: "asked" });
    }
  }

  /** The past is looked at no more. */
  leavePast(): void {
    this.#shelf.past = undefined;
  }

  /** Opens a talk with a person, or gives the one that is open. */
  open(name: string): Buffer {
    return this.#shelf.open("person", name);
  }

  /** Forgets a talk: a channel as soon as the server has let us out, unseen until then. The server's buffer stays. */
  close(name: string): void {
    const buffer = this.#shelf.find(name);
    if (buffer === undefined || buffer.kind === "server") return;
    if (buffer.kind === "channel" && buffer.isJoined) this.#shelf.hide(buffer, true);
    else this.#shelf.close(buffer);
  }

  /**
   * Somebody looks at this talk from now on, or (undefined) at none. What is there is read; gives how far, where the
   * server has not been told. To be called again when something has come while one looks.
   */
  look(name: string | undefined): ReadMark | undefined {
    const buffer = name === undefined ? undefined : this.#seen(name);
    this.#shelf.lookedAt = buffer;
    if (buffer === undefined) return undefined;
    this.#shelf.bringToFront(buffer);
    const readMs = buffer.readAll();
    if (readMs === undefined || buffer.kind === "server") return undefined;
    return { talk: buffer.name, readMs };
  }

  /** Who types in a talk. */
  typingIn(name: string, nowMs: number): readonly string[] {
    return this.#shelf.find(name)?.typists.at(nowMs) ?? [];
  }

  /** Shows a line of ours in a talk, else in the server's buffer. */
  note(name: string | undefined, text: string, { isBad, nowMs: timeMs }: NoteOptions): void {
    const buffer = (name === undefined ? undefined : this.#seen(name)) ?? this.#shelf.server;
    this.#shelf.add(buffer, { kind: "note", timeMs, text, isBad }, { timeMs, isOld: false });
  }

  /** Lets go of what is shown of a talk; it comes back with the server's history. */
  clear(name: string): void {
    const buffer = this.#shelf.find(name);
    if (buffer === undefined) return;
    this.#shelf.trim(buffer, 0);
    buffer.unreadFrom = undefined;
    buffer.isCleared = true;
    buffer.version++;
  }

  /** An older page of a talk is asked for. */
  askOlder(name: string): void {
    const buffer = this.#shelf.find(name);
    if (buffer?.older === "some") this.#shelf.set(buffer, { older: "asked" });
  }

  /** Which channels are to draw nobody's eye has changed. */
  refreshMuted(): void {
    for (const buffer of this.#shelf.talks) {
      const isMuted = buffer.kind === "channel" && this.#shelf.options.isMuted(buffer.name);
      if (isMuted !== buffer.isMuted) this.#shelf.set(buffer, { isMuted });
    }
  }

  /** The talk to go to next, behind `from` first: one where we are named, else one with something unread. */
  nextUnread(from: string): Buffer | undefined {
    const { list } = this;
    const at = list.findIndex(({ name }) => isSameName(name, from));
    const turned = [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))];
    const audible = turned.filter(({ isMuted }) => !isMuted);
    return audible.find(({ mentionCount }) => mentionCount > 0) ??
      audible.find(({ unreadCount }) => unreadCount > 0);
  }

  /** The connection is broken: we are nowhere until it is back. */
  lose(): void {
    for (const buffer of [...this.#shelf.talks]) {
      buffer.typists.clear();
      if (buffer.isClosing) {
        this.#shelf.close(buffer);
        continue;
      }
      if (buffer.kind === "channel") this.#shelf.set(buffer, { isJoined: false });
      if (buffer.older === "asked") this.#shelf.set(buffer, { older: "some" });
    }
  }

  /** Takes what a conversation tells. */
  receive(events: readonly ClientEvent[], nowMs: number): void {
    for (const event of events) {
      if (isShown(event)) this.#show(event, nowMs);
      else putChange(this.#shelf, event, nowMs);
    }
  }

  #seen(name: string): TalkBuffer | undefined {
    const buffer = this.#shelf.find(name);
    return buffer?.isClosing ? undefined : buffer;
  }

  #show(event: ShownEvent, nowMs: number): void {
    switch (event.kind) {
      case "said":
        return putSaid(this.#shelf, event, nowMs);
      case "joined":
      case "left":
      case "kicked":
      case "quit":
      case "renamed":
      case "invited":
        return putMoved(this.#shelf, event);
      case "topic":
      case "names":
      case "mode":
        return putChannelTold(this.#shelf, event);
      case "server":
        return putServerTold(this.#shelf, event);
      default:
        return putAffair(this.#shelf, event);
    }
  }
}
