/** What the client knows of itself, and messages to events. */

import { foldName, isSameName } from "../wire/casemap.ts";
import type { Message } from "../wire/message.ts";
import { onceOf } from "./sender.ts";
import { parseSource } from "../wire/source.ts";
import type { ClientEvent, Moved, Said, Stamp } from "./event.ts";
import { Roll } from "./roll.ts";

/** An event before it is stamped. */
type Bare = Unstamped<ClientEvent>;
type Unstamped<Event> = Event extends unknown ? Omit<Event, keyof Stamp> : never;

// What a hostile server could make us remember has an end.
const maxChannels = 200;
const maxNameLength = 300;

/** Our nick, our mask and the channels we are in, kept up to date by the server's messages. */
export class Model {
  #nick: string;
  #mask: string | undefined;
  #current: string | undefined;
  #channelTypes = "#&";
  #isWelcome = false;
  #lastOwnId: string | undefined;
  readonly #channels = new Map<string, string>();
  #roll = new Roll();

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

  /** The channel that typed lines go to. */
  get current(): string | undefined {
    return this.#current;
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

  /** The connection is broken: we are in our channels again when the next one has joined them. */
  lose(): void {
    this.#isWelcome = false;
    this.#roll = new Roll();
  }

  /** We are in this channel no more. */
  forget(channel: string): void {
    this.#channels.delete(foldName(channel));
    if (this.#current !== undefined && isSameName(this.#current, channel)) {
      this.#current = [...this.#channels.values()].at(-1);
    }
  }

  /** Reads a message of the past, which changes nothing; undefined for all but what was said. */
  recall(message: Message, nowMs: number): Said | undefined {
    const command = message.command.toUpperCase();
    if (command !== "PRIVMSG" && command !== "NOTICE") return undefined;
    const mask = this.#mask;
    const bare = this.#said(message, command === "PRIVMSG" ? "message" : "notice");
    this.#mask = mask;
    if (bare?.kind !== "said") return undefined;
    return { ...bare, ...stampOf(message, nowMs) };
  }

  /** Takes a message and gives what there is to show of it; `nowMs` stands where the server gives no time. */
  receive(message: Message, nowMs: number): readonly ClientEvent[] {
    const bare = this.#read(message);
    if (bare === undefined) return [];
    const stamp = stampOf(message, nowMs);
    if (bare.kind === "said" && bare.isOwn && stamp.id !== undefined) {
      // What we say to ourselves comes twice: as a message and as its echo.
      if (stamp.id === this.#lastOwnId) return [];
      this.#lastOwnId = stamp.id;
    }
    return [{ ...bare, ...stamp }];
  }

  #read(message: Message): Bare | undefined {
    const { command, params } = message;
    const from = parseSource(message.source).nick;
    const first = params[0] ?? "";
    const last = params.at(-1) ?? "";
    switch (command.toUpperCase()) {
      case "PRIVMSG":
        return this.#said(message, "message");
      case "NOTICE":
        return this.#said(message, "notice");
      case "JOIN":
        return this.#join(message, from, first);
      case "PART":
        return this.#leave({
          kind: "left",
          who: from,
          channel: this.#spelt(first),
          reason: params[1] ?? "",
          isOwn: this.isUs(from),
        });
      case "KICK": {
        const who = params[1] ?? "";
        return this.#leave({
          kind: "kicked",
          who,
          channel: this.#spelt(first),
          by: from,
          reason: params[2] ?? "",
          isOwn: this.isUs(who),
        });
      }
      case "QUIT":
        return { kind: "quit", who: from, reason: first };
      case "NICK":
        return this.#rename(message, from, first);
      case "TOPIC":
        return { kind: "topic", channel: this.#spelt(first), by: from, text: params[1] ?? "" };
      case "INVITE":
        return { kind: "invited", by: from, channel: last };
      case "MODE":
        if (!this.isChannel(first)) return undefined;
        return {
          kind: "mode",
          channel: this.#spelt(first),
          by: from,
          change: params.slice(1).join(" "),
        };
      default:
        return this.#readAnswer(command, params);
    }
  }

  #said(message: Message, manner: Said["manner"]): Bare | undefined {
    const { params, source } = message;
    const text = params[1] ?? "";
    const { nick: from, user } = parseSource(source);
    const isServer = user === "" && (from === "" || from.includes(".") || !this.#isWelcome);
    if (isServer && manner === "notice") {
      return { kind: "server", level: this.#isWelcome ? "notice" : "greeting", text };
    }
    const isOwn = this.isUs(from);
    if (isOwn) this.#learnMask(source);
    const to = this.#target(params[0] ?? "");
    const isPrivate = !this.isChannel(to);
    const said = { kind: "said", from, to, isPrivate, isOwn, ...onceOf(message.tags) } as const;
    if (!text.startsWith("\x01")) return { ...said, manner, text };
    const request = text.slice(1).split("\x01", 1)[0] ?? "";
    // Other requests of programs to programs are neither answered nor shown.
    if (manner === "notice" || !request.startsWith("ACTION ")) return undefined;
    return { ...said, manner: "action", text: request.slice("ACTION ".length) };
  }

  #join(message: Message, from: string, channel: string): Bare | undefined {
    const isOwn = this.isUs(from);
    if (isOwn) this.#learnMask(message.source);
    // After a broken connection we only come back: who else is there was told before.
    if (isOwn && this.joined(channel) === undefined) {
      if (!isUsable(channel) || this.#channels.size >= maxChannels) return undefined;
      this.#channels.set(foldName(channel), channel);
      this.#current = channel;
      this.#roll.open(channel);
    }
    return { kind: "joined", who: from, channel: this.#spelt(channel), isOwn };
  }

  #leave(event: Unstamped<Extract<Moved, { kind: "left" | "kicked" }>>): Bare {
    if (event.isOwn) this.forget(event.channel);
    return event;
  }

  #rename(message: Message, who: string, to: string): Bare {
    const isOwn = this.isUs(who);
    if (isOwn && to !== "") {
      this.#nick = to;
      this.#learnMask(message.source);
      this.#mask = this.#mask?.replace(/^[^!]*/, () => to);
    }
    return { kind: "renamed", who, to, isOwn };
  }

  #readAnswer(command: string, params: readonly string[]): Bare | undefined {
    const last = params.at(-1) ?? "";
    switch (command) {
      case "005":
        this.#learnChannelTypes(params);
        return undefined;
      case "332":
        if (this.joined(params[1] ?? "") === undefined) return undefined;
        return { kind: "topic", channel: this.#spelt(params[1] ?? ""), by: undefined, text: last };
      case "353":
        this.#roll.add(params.at(-2) ?? "", last);
        return undefined;
      case "366":
        return this.#roll.close(params[1] ?? "");
      case "372":
        return { kind: "server", level: "greeting", text: last };
      case "301":
        return { kind: "server", level: "notice", text: `${params[1] ?? ""} is away: ${last}` };
      case "422":
        return undefined;
    }
    return refusalOf(command, params);
  }

  #learnMask(source: string): void {
    if (source.includes("!") && source.length <= maxNameLength) this.#mask = source;
  }

  #learnChannelTypes(params: readonly string[]): void {
    const token = params.find((param) => param.startsWith("CHANTYPES="));
    const types = token?.slice("CHANTYPES=".length).replace(/[\w:,]/g, "");
    if (types) this.#channelTypes = types;
  }

  /** A message to `@#channel`, which is to its operators, is shown as one to the channel. */
  #target(to: string): string {
    if (this.isChannel(to)) return this.#spelt(to);
    const bare = to.replace(/^[~&@%+]+/, "");
    return this.isChannel(bare) ? this.#spelt(bare) : to;
  }

  #spelt(channel: string): string {
    return this.joined(channel) ?? channel;
  }
}

function stampOf({ tags }: Message, nowMs: number): Stamp {
  const toldMs = Date.parse(tags.get("time") ?? "");
  return {
    timeMs: Number.isNaN(toldMs) ? nowMs : toldMs,
    id: tags.get("msgid") || undefined,
  };
}

/** A name that could not be sent back as one word is nowhere to talk. */
function isUsable(channel: string): boolean {
  return channel !== "" && channel.length <= maxNameLength && !/^:|[ ,]/.test(channel);
}

/** Gives the server's refusal in a message, with what it is about in front. */
function refusalOf(command: string, params: readonly string[]): Bare | undefined {
  const text = params.at(-1) ?? "";
  if (/^[45][0-9][0-9]$/.test(command)) {
    const about = params.slice(1, -1).join(" ");
    return { kind: "server", level: "refusal", text: about === "" ? text : `${about}: ${text}` };
  }
  switch (command.toUpperCase()) {
    case "FAIL":
      return { kind: "server", level: "refusal", text };
    case "WARN":
    case "NOTE":
      return { kind: "server", level: "notice", text };
    default:
      return undefined;
  }
}

/** Says whether a message refuses something that we sent. */
export function isRefusal({ command }: Message): boolean {
  return command !== "422" &&
    (/^[45][0-9][0-9]$/.test(command) || command.toUpperCase() === "FAIL");
}
