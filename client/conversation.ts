/** One connection as the client sees it, without the connection: lines in, lines and events out. */

import { isSameName, maxNickLength } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { isMessage, maxMessageBytes, type Message, parseMessage } from "../wire/message.ts";
import { splitText } from "../wire/split_text.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { ClientEvent, Said } from "./event.ts";
import { History } from "./history.ts";
import { isRefusal, Model } from "./model.ts";
import { NickReturn } from "./nick_return.ts";
import { Registration } from "./registration.ts";
import { onceTag, type Piece, Sender, type Ways } from "./sender.ts";
import { Wanted } from "./wanted.ts";

/** What follows from a line or a command. */
export interface Step {
  /** Lines to send, without their ends. */
  readonly send: readonly string[];
  /** What there is to show. */
  readonly events: readonly ClientEvent[];
}

/**
 * How far we are: `ready` when every channel asked for is joined or has refused us and what was missed there is told,
 * `refused` when the server has.
 */
export type Stage = "registering" | "joining" | "ready" | "refused";

/** What to ask the server for. */
export interface ConversationOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; typed lines go to the last one. */
  readonly channels: readonly string[];
  /** Gives each message a name that no other one has: 22 characters of base64url. */
  readonly newOnce: () => string;
  /** How many of the messages before our joining are to be shown; left out: none. */
  readonly latest?: number;
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
const maxUnsettled = 10_000;
const maxUnsettledLength = 4 * 1024 * 1024;

/**
 * Puts handshake, model, history and sender together. Pure: time comes in as an argument. It outlives connections:
 * after `lose` it goes on with `start` on the next one.
 */
export class Conversation {
  #registration: Registration;
  readonly #model: Model;
  readonly #sender = new Sender();
  readonly #history: History;
  readonly #nickReturn = new NickReturn();
  readonly #wanted: Wanted;
  readonly #newOnce: () => string;
  #entry: "registering" | "done" | "refused" = "registering";
  #isBriefed = false;
  #hasBeenIn = false;
  #isReturning = false;
  #sentAs: string | undefined;
  #farewell: string | undefined;

  /** Nothing is sent before `start`. */
  constructor({ nick, channels, newOnce, latest = 0 }: ConversationOptions) {
    this.#registration = new Registration(nick);
    this.#model = new Model(nick);
    this.#history = new History(latest);
    this.#wanted = new Wanted(channels);
    this.#newOnce = newOnce;
  }

  /** How far we are. */
  get stage(): Stage {
    if (this.#entry !== "done") return this.#entry;
    const isThrough = this.#history.isThrough && (this.#isBriefed || !this.#isReturning);
    return this.#wanted.isWaiting || !isThrough ? "joining" : "ready";
  }

  /** Changes while the server still answers what `stage` waits for. */
  get progress(): number {
    return this.#history.progress;
  }

  /** The server has let us in, over this connection or one before. */
  get hasBeenIn(): boolean {
    return this.#hasBeenIn;
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

  /** Says whether so much waits for the connection that no more should be said. */
  get isFull(): boolean {
    const { unsettled } = this;
    const length = unsettled.reduce((sum, { text }) => sum + text.length, 0);
    return unsettled.length >= maxUnsettled || length >= maxUnsettledLength;
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
    this.#sender.offer(texts.map((text) => ({ to, text, manner, once: this.#newOnce() })));
    return this.#depart(nowMs);
  }

  /** No more will be said: what is under way is to be settled soon. */
  finishSaying(nowMs: number): Step {
    this.#sender.finish();
    return this.#depart(nowMs);
  }

  /** Waits no longer for channels and history that the server said nothing about. */
  giveUpJoining(nowMs: number): Step {
    const stamp = { timeMs: nowMs, id: undefined };
    this.#isBriefed = true;
    const events = this.#wanted.giveUp().map((channel): ClientEvent => {
      this.#model.forget(channel);
      return { ...stamp, kind: "joinRefused", channel, reason: `${channel}: No answer` };
    });
    return this.#then({ send: [], events: [...events, ...this.#history.giveUp(stamp)] }, nowMs);
  }

  /** The connection is broken. What was said and what is said from now on waits for the next one. */
  lose(nowMs: number): Step {
    this.#isReturning = this.#hasBeenIn;
    this.#registration = new Registration(this.#nickReturn.wanted ?? this.nick, this.#isReturning);
    this.#nickReturn.seek(undefined);
    this.#entry = "registering";
    this.#isBriefed = false;
    this.#farewell = undefined;
    this.#model.lose();
    this.#history.lose();
    this.#wanted.lose();
    return { send: [], events: lostEvents(this.#sender.lose(), nowMs) };
  }

  /** Tries to get our nick back from a connection that broke; to be called every few seconds. */
  retryNick(): Step {
    return { send: this.stage === "ready" ? this.#nickReturn.retry() : [], events: [] };
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
    return { send: this.#wanted.ask(wanted, key), events: [], switched };
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
    return this.#enter(send, nowMs);
  }

  #enter(send: readonly string[], nowMs: number): Step {
    const { nick, wantedNick: wanted, isTaken } = this.#registration;
    this.#model.welcome(nick);
    this.#entry = "done";
    const hasWanted = isSameName(nick, wanted);
    this.#hasBeenIn = true;
    if (this.#isReturning && isTaken && !hasWanted) this.#nickReturn.seek(wanted);
    if (this.#isReturning && this.#hasHistory) this.#history.rejoinPeople();
    const given = { kind: "nickGiven", timeMs: nowMs, id: undefined } as const;
    const events: ClientEvent[] = hasWanted ? [] : [{ ...given, wanted, nick, isTaken }];
    return { send: [...send, ...this.#wanted.askAll()], events };
  }

  #converse(message: Message, nowMs: number): Step {
    const { send } = this.#registration.receive(message);
    const sorted = this.#history.sort(message);
    if (sorted.kind === "held") return { send, events: [] };
    const stamp = { timeMs: nowMs, id: undefined };
    if (sorted.kind === "page") {
      const { page } = sorted;
      const said = page.messages.map((one) => this.#recall(one, nowMs));
      const events = this.#history.turn(page, said.filter((one) => one !== undefined), stamp);
      return this.#then({ send, events }, nowMs);
    }
    const refusal = this.#history.refuse(message, stamp);
    if (refusal !== undefined) return this.#then({ send, events: refusal }, nowMs);
    const nickLines = this.#nickReturn.receive(message);
    if (nickLines !== undefined) return { send: [...send, ...nickLines], events: [] };
    const step = this.#live(message, nowMs);
    return this.#then({ send: [...send, ...step.send], events: step.events }, nowMs);
  }

  #live(message: Message, nowMs: number): Step {
    if (message.command === "005") this.#history.support.learn(message.params);
    const wasNick = this.nick;
    const events = this.#model.receive(message, nowMs)
      .map((event) => this.#follow(event, message))
      .flatMap((event) => this.#place(event));
    const isBriefing = message.command === "376" || message.command === "422";
    if (isBriefing) this.#isBriefed = true;
    const send = this.#isBriefed ? this.#nickReturn.watch(this.#history.support.hasMonitor) : [];
    return { send: this.nick === wasNick ? send : [...send, ...this.#nickReturn.settle()], events };
  }

  /** Puts an event where it belongs: behind what was said before it, and nowhere if it is no news. */
  #place(event: ClientEvent): readonly ClientEvent[] {
    if (event.kind === "topic" && event.by === undefined && this.#wanted.isBack(event.channel)) {
      return [];
    }
    if (event.kind !== "joined" || !event.isOwn) return this.#history.admit(event);
    this.#isBriefed = true;
    const { channel, timeMs } = event;
    const canAsk = this.#hasHistory;
    if (this.#wanted.isBack(channel)) return this.#history.reenter(channel, { timeMs, canAsk });
    this.#history.enter(channel, timeMs, canAsk);
    return [event];
  }

  #recall(message: Message, nowMs: number): Said | undefined {
    this.#confirm(message);
    return this.#model.recall(message, nowMs);
  }

  /** Says whether a message carries the name of one of ours, or of any. */
  #confirm({ tags }: Message): boolean {
    const once = tags.get(onceTag) ?? "";
    if (once !== "") this.#sender.confirmed(once);
    return once !== "";
  }

  /** Notes what an event settles, and makes a refusal one of what it refuses. */
  #follow(event: ClientEvent, message: Message): ClientEvent {
    if (event.kind === "joined" && event.isOwn) this.#wanted.joined(event.channel);
    if ((event.kind === "left" || event.kind === "kicked") && event.isOwn) {
      this.#wanted.left(event.channel);
    }
    if (event.kind === "said" && !this.#confirm(message) && event.isOwn && this.#hasEcho) {
      this.#sender.echoed(event.to, event.text);
    }
    if (event.kind !== "server" || event.level !== "refusal") return event;
    const { timeMs, id, text: reason } = event;
    const channel = this.#wanted.refused(message.params);
    if (channel !== undefined) {
      this.#model.forget(channel);
      return { kind: "joinRefused", timeMs, id, channel, reason };
    }
    if (!mayRefuseSpeech(message)) return event;
    const piece = this.#sender.refused(message.params.slice(1, -1));
    if (piece === undefined) return event;
    const isUnkept = message.command.toUpperCase() === "FAIL" && message.params[1] === "NOT_KEPT";
    return { kind: "sayRefused", timeMs, id, text: piece.text, reason, isUnkept };
  }

  #pong(token: string, nowMs: number): Step {
    const lost = this.#sender.ponged(token, this.#ways.hasEcho);
    const stamp = { timeMs: nowMs, id: undefined, reason: undefined, isUnkept: false };
    const events = lost.map(({ text }): ClientEvent => ({ kind: "sayRefused", text, ...stamp }));
    return this.#then({ send: [], events }, nowMs);
  }

  /** Adds what may go now: the next question, and our messages once there is none. */
  #then({ send, events }: Step, nowMs: number): Step {
    const asks = this.#isBriefed ? this.#history.ask() : [];
    const departure = this.#depart(nowMs);
    return {
      send: [...send, ...asks, ...departure.send],
      events: [...events, ...departure.events],
    };
  }

  /** Sends what may go. Where the server echoes nothing, what was sent is shown at once. */
  #depart(nowMs: number): Step {
    if (this.stage !== "ready") return nothing;
    const ways = this.#ways;
    const departure = this.#sender.depart(ways, (piece) => this.#mayRepeat(piece));
    if (departure.lines.length > 0) this.#sentAs = this.nick;
    const lost = lostEvents(departure.lost, nowMs);
    if (ways.hasEcho) return { send: departure.lines, events: lost };
    const events = departure.pieces.map(({ to, text, manner }): ClientEvent => ({
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
    return { send: departure.lines, events: [...lost, ...events] };
  }

  /**
   * The server knows messages that it has passed on by our nick. Under another one only a channel's history tells
   * whether it has.
   */
  #mayRepeat({ to }: Piece): boolean {
    const isSameNick = isSameName(this.nick, this.#sentAs ?? this.nick);
    return isSameNick || this.isChannel(to);
  }

  get #ways(): Ways {
    const { enabled } = this.#registration;
    return {
      hasEcho: enabled.has("echo-message"),
      hasTags: enabled.has("message-tags"),
      hasHistory: this.#hasHistory,
    };
  }

  get #hasEcho(): boolean {
    return this.#ways.hasEcho;
  }

  get #hasHistory(): boolean {
    const { enabled } = this.#registration;
    return enabled.has("batch") && enabled.has("draft/chathistory");
  }
}

function lostEvents(pieces: readonly Piece[], nowMs: number): readonly ClientEvent[] {
  if (pieces.length === 0) return [];
  const texts = pieces.map(({ text }) => text);
  return [{ kind: "sayLost", timeMs: nowMs, id: undefined, texts }];
}

const otherRefusals: ReadonlySet<string> = new Set(["431", "432", "433", "436", "437"]);

/** A refusal of something else must not be taken for one of what we say. */
function mayRefuseSpeech({ command, params }: Message): boolean {
  if (command.toUpperCase() === "FAIL") return params[0]?.toUpperCase() === "PRIVMSG";
  if (command === "421" || command === "461") return params[1]?.toUpperCase() === "PRIVMSG";
  return !otherRefusals.has(command);
}
