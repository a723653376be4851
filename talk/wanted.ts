/** The channels that we want to be in, and those of them that have not answered yet. */

import { foldName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { ClientEvent } from "./event.ts";

/** A channel that we are in or ask for. */
interface WantedChannel {
  readonly name: string;
  readonly key: string | undefined;
  isWaiting: boolean;
  /** We have been in it. */
  hasJoined: boolean;
  /** We were in it before the connection broke. */
  isBack: boolean;
}

const maxChannels = 200;

/** Keeps the channels from one connection to the next. */
export class Wanted {
  readonly #channels = new Map<string, WantedChannel>();

  /** `names`: to be joined as soon as the server lets us in. */
  constructor(names: readonly string[]) {
    for (const name of names) this.#add(name, undefined, true);
  }

  /** Says whether a channel that was asked for has not answered. */
  get isWaiting(): boolean {
    for (const { isWaiting } of this.#channels.values()) if (isWaiting) return true;
    return false;
  }

  /** Gives the lines that join all channels on a new connection. */
  askAll(): readonly string[] {
    return [...this.#channels.values()].map((channel) => {
      channel.isWaiting = true;
      return joinLine(channel);
    });
  }

  /** Asks for more channels; gives the lines that join them. */
  ask(names: readonly string[], key: string | undefined): readonly string[] {
    for (const name of names) this.#add(name, key, true);
    return names.map((name) => joinLine({ name, key }));
  }

  /** Takes note of our own coming and going. */
  follow(event: ClientEvent): void {
    if (event.kind === "joined" && event.isOwn) this.joined(event.channel);
    const isLeaving = event.kind === "left" || event.kind === "kicked";
    if (isLeaving && event.isOwn) this.left(event.channel);
  }

  /** We are in this channel. */
  joined(name: string): void {
    const channel = this.#channels.get(foldName(name)) ?? this.#add(name, undefined, false);
    if (channel === undefined) return;
    channel.isWaiting = false;
    channel.hasJoined = true;
  }

  /** We are in this channel no more, and want no more. */
  left(name: string): void {
    this.#channels.delete(foldName(name));
  }

  /** A channel that we are in has another name now. */
  rename(name: string, to: string): void {
    const channel = this.#channels.get(foldName(name));
    if (channel === undefined) return;
    this.#channels.delete(foldName(name));
    this.#channels.set(foldName(to), { ...channel, name: to });
  }

  /** A refusal has come that names these words; gives the channel that it is about, if it was asked for. */
  refused(words: readonly string[]): string | undefined {
    const found = words.find((word) => this.#channels.get(foldName(word))?.isWaiting);
    if (found !== undefined) this.left(found);
    return found;
  }

  /** Says whether we were in this channel before the connection broke. */
  isBack(name: string): boolean {
    return this.#channels.get(foldName(name))?.isBack ?? false;
  }

  /** Waits for no answer any more; gives the channels that did not answer. */
  giveUp(): readonly string[] {
    const silent = [...this.#channels.values()].filter(({ isWaiting }) => isWaiting);
    return silent.map(({ name }) => {
      this.left(name);
      return name;
    });
  }

  /** The connection is broken. */
  lose(): void {
    for (const channel of this.#channels.values()) channel.isBack = channel.hasJoined;
  }

  #add(name: string, key: string | undefined, isWaiting: boolean): WantedChannel | undefined {
    if (this.#channels.size >= maxChannels) return undefined;
    const channel = { name, key, isWaiting, hasJoined: false, isBack: false };
    this.#channels.set(foldName(name), channel);
    return channel;
  }
}

function joinLine({ name, key }: Pick<WantedChannel, "name" | "key">): string {
  return formatMessage({ command: "JOIN", params: key === undefined ? [name] : [name, key] });
}
