/** One connection as the client sees it, without the connection: lines in, lines and events out. */

import { foldName, isSameName, maxNickLength } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { isMessage, maxMessageBytes, type Message, parseMessage } from "../wire/message.ts";
import { splitText } from "../wire/split_text.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { ClientEvent } from "./event.ts";
import { isRefusal, Model } from "./model.ts";
import { Registration } from "./registration.ts";
import { type Piece, Sender } from "./sender.ts";

/** What follows from a line or a command. */
export interface Step {
  /** Lines to send, without their ends. */
  readonly send: readonly string[];
  /** What there is to show. */
  readonly events: readonly ClientEvent[];
}

/** How far we are: `ready` when every channel asked for is joined or has refused us, `refused` when the server has. */
export type Stage = "registering" | "joining" | "ready" | "refused";

/** What to ask the server for. */
export interface ConversationOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; typed lines go to the last one. */
  readonly channels: readonly string[];
}

/** Something to say. */
export interface Speech extends Piece {
  /** For what is shown at once. */
  readonly nowMs: number;
}

const nothing: Step = { send: [], events: [] };
// As long as names and hosts get: https://modern.ircdocs.horse/#hostlen-parameter
const longestMaskBytes = maxNickLength + "!".length + 20 + "@".length + 63;
const leastTextBytes = 64;

/** Puts handshake, model and sender together. Pure: time comes in as an argument. */
export class Conversation {
  readonly #registration: Registration;
  readonly #model: Model;
  readonly #sender = new Sender();
  readonly #channels: readonly string[];
  readonly #pending = new Set<string>();
  #entry: "registering" | "done" | "refused" = "registering";
  #farewell: string | undefined;

  /** Nothing is sent before `start`. */
  constructor({ nick, channels }: ConversationOptions) {
    this.#registration = new Registration(nick);
    this.#model = new Model(nick);
    this.#channels = channels;
  }

  /** How far we are. */
  get stage(): Stage {
    if (this.#entry !== "done") return this.#entry;
    return this.#pending.size > 0 ? "joining" : "ready";
  }

  /** Our nick. */
  get nick(): string {
    return this.#model.nick;
  }

  /** The channel that typed lines go to. */
  get current(): string | undefined {
    return this.#model.current;
  }

  /** How many channels we are in. */
  get channelCount(): number {
    return this.#model.channelCount;
  }

  /** What the server said when it closed the connection. */
  get farewell(): string | undefined {
    return this.#farewell;
  }

  /** Says whether what was said before is sent, so that more may be. */
  get hasRoom(): boolean {
    return this.#sender.hasRoom;
  }

  /** Says whether the server has taken or refused all that was said. */
  get isSettled(): boolean {
    return this.#sender.isSettled;
  }

  /** What was said and not yet taken by the server. */
  get unsettled(): readonly Piece[] {
    return this.#sender.unsettled;
  }

  /** The first lines of a connection. */
  start(): Step {
    return { send: this.#registration.start(), events: [] };
  }

  /** Takes one line of the server. */
  receive(line: Line, nowMs: number): Step {
    if (typeof line !== "string" && line.kind === "tooLong") return nothing;
    // What is not UTF-8 is only shown, so that replacement characters are better than nothing.
    const message = parseMessage(typeof line === "string" ? line : line.text);
    if (!isMessage(message)) return nothing;
    switch (message.command.toUpperCase()) {
      case "PING":
        return {
          send: [formatMessage({ command: "PONG", params: message.params.slice(0, 1) })],
          events: [],
        };
      case "PONG":
        return this.#pong(message.params.at(-1) ?? "", nowMs);
      case "ERROR":
        this.#farewell = message.params.at(-1);
    }
    return this.#entry === "registering"
      ? this.#register(message, nowMs)
      : this.#converse(message, nowMs);
  }

  /** Says something, in as many messages as it takes. */
  say({ to, text, manner, nowMs }: Speech): Step {
    const mask = this.#model.mask;
    const maskBytes = mask === undefined ? longestMaskBytes : utf8Length(mask);
    const frame = `: PRIVMSG ${to} :\r\n` + (manner === "action" ? "\x01ACTION \x01" : "");
    const room = maxMessageBytes - maskBytes - utf8Length(frame);
    const texts = splitText(text, Math.max(room, leastTextBytes));
    this.#sender.offer(texts.map((text) => ({ to, text, manner })));
    return this.#depart(nowMs);
  }

  /** No more will be said: what is under way is to be settled soon. */
  finishSaying(nowMs: number): Step {
    this.#sender.finish();
    return this.#depart(nowMs);
  }

  /** Waits no longer for channels that the server said nothing about. */
  giveUpJoining(nowMs: number): Step {
    const events = [...this.#pending].map((channel): ClientEvent => {
      this.#pending.delete(channel);
      const reason = `${channel}: No answer`;
      return { kind: "joinRefused", timeMs: nowMs, id: undefined, channel, reason };
    });
    return { send: [], events };
  }

  /** Joins channels, apart by commas, or goes to the one that we are in; `switched` says which. */
  join(list: string, key?: string): Step & { readonly switched: string | undefined } {
    const names = list.split(",").filter((name) => name !== "").map((name) =>
      this.#model.isChannel(name) ? name : `#${name}`
    );
    const joined = names.map((name) => this.#model.joined(name)).filter((name) =>
      name !== undefined
    );
    const wanted = names.filter((name) => this.#model.joined(name) === undefined);
    const switched = joined.at(-1);
    if (switched !== undefined) this.#model.switchTo(switched);
    for (const name of wanted) this.#pending.add(foldName(name));
    const send = wanted.map((name) =>
      formatMessage({ command: "JOIN", params: key === undefined ? [name] : [name, key] })
    );
    return { send, events: [], switched };
  }

  /** Tells a channel's name from a nick, as this server does. */
  isChannel(name: string): boolean {
    return this.#model.isChannel(name);
  }

  #register(message: Message, nowMs: number): Step {
    const { send, outcome, reason } = this.#registration.receive(message);
    const stamp = { timeMs: nowMs, id: undefined };
    if (outcome === "refused") {
      this.#entry = "refused";
      return {
        send,
        events: [{ ...stamp, kind: "registrationRefused", reason: reason ?? "" }],
      };
    }
    if (outcome !== "done") {
      return { send, events: isRefusal(message) ? [] : this.#model.receive(message, nowMs) };
    }
    const { nick, wantedNick: wanted, isTaken } = this.#registration;
    this.#model.welcome(nick);
    this.#entry = "done";
    for (const channel of this.#channels) this.#pending.add(foldName(channel));
    const joins = this.#channels.map((name) => formatMessage({ command: "JOIN", params: [name] }));
    return {
      send: [...send, ...joins],
      events: isSameName(nick, wanted)
        ? []
        : [{ ...stamp, kind: "nickGiven", wanted, nick, isTaken }],
    };
  }

  #converse(message: Message, nowMs: number): Step {
    const { send } = this.#registration.receive(message);
    const events = this.#model.receive(message, nowMs).map((event) =>
      this.#follow(event, message.params)
    );
    const departure = this.#depart(nowMs);
    return { send: [...send, ...departure.send], events: [...events, ...departure.events] };
  }

  /** Notes what an event settles, and makes a refusal one of what it refuses. */
  #follow(event: ClientEvent, params: readonly string[]): ClientEvent {
    if (event.kind === "joined" && event.isOwn) this.#pending.delete(foldName(event.channel));
    if (event.kind === "said" && event.isOwn && this.#hasEcho) {
      this.#sender.echoed(event.to, event.text);
    }
    if (event.kind !== "server" || event.level !== "refusal") return event;
    const { timeMs, id, text: reason } = event;
    const channel = params.find((param) => this.#pending.has(foldName(param)));
    if (channel !== undefined) {
      this.#pending.delete(foldName(channel));
      return { kind: "joinRefused", timeMs, id, channel, reason };
    }
    const piece = this.#sender.refused();
    if (piece === undefined) return event;
    return { kind: "sayRefused", timeMs, id, text: piece.text, reason };
  }

  #pong(token: string, nowMs: number): Step {
    const lost = this.#sender.ponged(token, this.#hasEcho);
    const { send, events } = this.#depart(nowMs);
    const told = lost.map(({ text }): ClientEvent => (
      { kind: "sayRefused", timeMs: nowMs, id: undefined, text, reason: undefined }
    ));
    return { send, events: [...told, ...events] };
  }

  /** Sends what may go. Where the server echoes nothing, what was sent is shown at once. */
  #depart(nowMs: number): Step {
    const { lines, pieces } = this.#sender.depart(this.#hasEcho);
    if (this.#hasEcho) return { send: lines, events: [] };
    const events = pieces.map(({ to, text, manner }): ClientEvent => ({
      kind: "said",
      timeMs: nowMs,
      id: undefined,
      manner,
      from: this.nick,
      to,
      text,
      isPrivate: !this.isChannel(to),
      isOwn: true,
    }));
    return { send: lines, events };
  }

  get #hasEcho(): boolean {
    return this.#registration.enabled.has("echo-message");
  }
}
