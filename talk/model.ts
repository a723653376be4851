/** What the client knows of itself: its nick, its mask, and the channels it is in. */

import { foldName, isSameName } from "../wire/casemap.ts";
import type { BareEvent } from "./bare_event.ts";

// What a hostile server could make us remember has an end.
const maxChannels = 200;
const maxNameLength = 300;
const maxChannelTypes = 20;

/** Kept up to date by what happens; it outlives connections. */
export class Model {
  #nick: string;
  #mask: string | undefined;
  #current: string | undefined;
  #channelTypes = "#&";
  #isWelcome = false;
  readonly #channels = new Map<string, string>();

  /** `nick`: what we hope to be called. */
  constructor(nick: string) {
    this.#nick = nick;
  }

  /** Our nick. */
  get nick(): string {
    return this.#nick;
  }

  /** `nick!user@host` as others see us, once the server has shown it. */
  get mask(): string | undefined {
    return this.#mask;
  }

  /** The server has let us in, over the connection that stands. */
  get isWelcome(): boolean {
    return this.#isWelcome;
  }

  /** The channel that typed lines go to. */
  get current(): string | undefined {
    return this.#current;
  }

  /** The channels that we are in, as the server spells them. */
  get channels(): readonly string[] {
    return [...this.#channels.values()];
  }

  /** What names of channels begin with. */
  get channelTypes(): string {
    return this.#channelTypes;
  }

  /** How many channels we are in. */
  get channelCount(): number {
    return this.#channels.size;
  }

  /** The server has let us in, under this nick. */
  welcome(nick: string): void {
    this.#nick = nick;
    this.#isWelcome = true;
  }

  /** Gives the channel as the server spells it if we are in it. */
  joined(channel: string): string | undefined {
    return this.#channels.get(foldName(channel));
  }

  /** Makes typed lines go to a channel that we are in. */
  switchTo(channel: string): void {
    this.#current = this.joined(channel) ?? this.#current;
  }

  /** Tells a channel's name from a nick, as this server does. */
  isChannel(name: string): boolean {
    return name !== "" && this.#channelTypes.includes(name.charAt(0));
  }

  /** Says whether a nick is ours. */
  isUs(nick: string): boolean {
    return isSameName(nick, this.#nick);
  }

  /** A channel as the server spells it, as far as we know. */
  spelt(channel: string): string {
    return this.joined(channel) ?? channel;
  }

  /** A message to `@#channel`, which is to its operators, is shown as one to the channel. */
  target(to: string): string {
    if (this.isChannel(to)) return this.spelt(to);
    const bare = to.replace(/^[~&@%+]+/, "");
    return this.isChannel(bare) ? this.spelt(bare) : to;
  }

  /** The talk that something of `from` to `to` belongs to: a channel, or the other side of a private one. */
  talk(from: string, to: string): string {
    const target = this.target(to);
    return this.isChannel(target) || this.isUs(from) ? target : from;
  }

  /** The connection is broken: we are in our channels again when the next one has joined them. */
  lose(): void {
    this.#isWelcome = false;
  }

  /** We are in a channel; false where its name is none, or we are in too many. */
  enter(channel: string): boolean {
    if (this.joined(channel) !== undefined) return true;
    if (!isUsable(channel) || this.#channels.size >= maxChannels) return false;
    this.#channels.set(foldName(channel), channel);
    this.#current = channel;
    return true;
  }

  /** We are in this channel no more. */
  forget(channel: string): void {
    this.#channels.delete(foldName(channel));
    if (this.#current !== undefined && isSameName(this.#current, channel)) {
      this.#current = [...this.#channels.values()].at(-1);
    }
  }

  /** A channel has another name now; false where that is none. */
  renameChannel(channel: string, to: string): boolean {
    const isOther = !isSameName(channel, to);
    if (this.joined(channel) === undefined || !isUsable(to)) return false;
    if (isOther && this.joined(to) !== undefined) return false;
    const isCurrent = this.#current !== undefined && isSameName(this.#current, channel);
    const renamed = [...this.#channels.values()].map((name) =>
      isSameName(name, channel) ? to : name
    );
    this.#channels.clear();
    for (const name of renamed) this.#channels.set(foldName(name), name);
    if (isCurrent) this.#current = to;
    return true;
  }

  /** Takes note of what an event changes for us. */
  follow(event: BareEvent): void {
    if (event.kind === "left" || event.kind === "kicked") {
      if (event.isOwn) this.forget(event.channel);
    } else if (event.kind === "renamed" && event.isOwn && event.to !== "") {
      this.#nick = event.to;
      this.#mask = this.#mask?.replace(/^[^!]*/, () => event.to);
    }
  }

  /** The server has shown us as others see us. */
  learnMask(source: string): void {
    if (source.includes("!") && source.length <= maxNameLength) this.#mask = source;
  }

  /** Takes the parameters of one 005. */
  learn(params: readonly string[]): void {
    const token = params.find((param) => param.startsWith("CHANTYPES="));
    const types = token?.slice("CHANTYPES=".length).replace(/[\w:,]/g, "");
    if (types) this.#channelTypes = types.slice(0, maxChannelTypes);
  }
}

/** A name that could not be sent back as one word is nowhere to talk. */
function isUsable(channel: string): boolean {
  return channel !== "" && channel.length <= maxNameLength && !/^:|[ ,]/.test(channel);
}
