/** Who was seen in which channel, so that a log of it tells of their going and of their new names. */

import { foldName } from "../../wire/casemap.ts";
import type { ClientEvent } from "../../talk/event.ts";

// Together. Who is forgotten leaves without a line in the log.
const maxSeen = 20_000;

/** One network's channels. */
export class Attendance {
  readonly #channels = new Map<string, { readonly name: string; readonly nicks: Set<string> }>();
  #seen = 0;

  /** Gives the talks whose logs an event belongs into; to be asked before `follow`. */
  talksOf(event: ClientEvent): readonly string[] {
    switch (event.kind) {
      case "said":
        return [event.isPrivate && !event.isOwn ? event.from : event.to];
      case "quit":
      case "renamed":
        return this.#channelsOf(event.who);
      case "redacted":
        return [event.talk];
      case "joined":
      case "left":
      case "kicked":
      case "topic":
      case "mode":
        return [event.channel];
      default:
        return [];
    }
  }

  /** Takes note of what an event tells about who is where. */
  follow(event: ClientEvent): void {
    switch (event.kind) {
      case "said":
        if (!event.isPrivate) this.#add(event.to, event.from);
        break;
      case "names":
        event.names.forEach((nick) => this.#add(event.channel, nick));
        break;
      case "members":
        event.members.forEach(({ nick }) => this.#add(event.channel, nick));
        break;
      case "joined":
        this.#add(event.channel, event.who);
        break;
      case "left":
      case "kicked":
        if (event.isOwn) this.#forget(event.channel);
        else this.#remove(event.channel, event.who);
        break;
      case "quit":
        for (const channel of this.#channelsOf(event.who)) this.#remove(channel, event.who);
        break;
      case "renamed":
        for (const channel of this.#channelsOf(event.who)) {
          this.#remove(channel, event.who);
          this.#add(channel, event.to);
        }
    }
  }

  #channelsOf(nick: string): readonly string[] {
    const key = foldName(nick);
    return [...this.#channels.values()].filter(({ nicks }) => nicks.has(key))
      .map(({ name }) => name);
  }

  #add(channel: string, nick: string): void {
    const key = foldName(channel);
    const known = this.#channels.get(key) ?? { name: channel, nicks: new Set<string>() };
    if (this.#seen >= maxSeen || known.nicks.has(foldName(nick))) return;
    this.#channels.set(key, known);
    known.nicks.add(foldName(nick));
    this.#seen++;
  }

  #remove(channel: string, nick: string): void {
    const nicks = this.#channels.get(foldName(channel))?.nicks;
    if (nicks?.delete(foldName(nick))) this.#seen--;
  }

  #forget(channel: string): void {
    this.#seen -= this.#channels.get(foldName(channel))?.nicks.size ?? 0;
    this.#channels.delete(foldName(channel));
  }
}
