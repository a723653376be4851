/** One connection as the client sees it, without the connection: lines in, lines and events out. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { isMessage, type Message, parseMessage } from "../wire/message.ts";
import type { ClientEvent, Said } from "./event.ts";
import { History } from "./history.ts";
import { isRefusal, Model } from "./model.ts";
import { NickReturn } from "./nick_return.ts";
import { Registration } from "./registration.ts";
import { type Saying, Speaking, type Speech } from "./speaking.ts";
import type { Step } from "./step.ts";
import { Wanted } from "./wanted.ts";

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

const nothing: Step = { send: [], events: [] };

/**
 * Puts handshake, model, history and sender together. Pure: time comes in as an argument. It outlives connections:
 * after `lose` it goes on with `start` on the next one.
 */
export class Conversation {
  #registration: Registration;
  readonly #model: Model;
  readonly #speaking: Speaking;
  readonly #history: History;
  readonly #nickReturn = new NickReturn();
  readonly #wanted: Wanted;
  #entry: "registering" | "done" | "refused" = "registering";
  #isBriefed = false;
  #hasBeenIn = false;
  #isReturning = false;
  #farewell: string | undefined;

  /** Nothing is sent before `start`. */
  constructor({ nick, channels, newOnce, latest = 0 }: ConversationOptions) {
    this.#registration = new Registration(nick);
    this.#model = new Model(nick);
    this.#history = new History(latest);
    this.#wanted = new Wanted(channels);
    this.#speaking = new Speaking(newOnce);
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

  /** What became of what was said. */
  get saying(): Saying {
    return this.#speaking;
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
      case "PING": {
        const pong = formatMessage({ command: "PONG", params: message.params.slice(0, 1) });
        return { send: [pong], events: [] };
      }
      case "PONG":
        return this.#then({ send: [], events: this.#speaking.ponged(message, nowMs) }, nowMs);
      case "ERROR":
        this.#farewell = message.params.at(-1);
    }
    return this.#entry === "registering"
      ? this.#register(message, nowMs)
      : this.#converse(message, nowMs);
  }

  /** Says something, in as many messages as it takes. */
  say({ nowMs, ...piece }: Speech): Step {
    this.#speaking.say(piece, this.#model.mask);
    return this.#depart(nowMs);
  }

  /** No more will be said: what is under way is to be settled soon. */
  finishSaying(nowMs: number): Step {
    this.#speaking.finish();
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
    const { wantedNick } = this.#registration;
    const nick = this.#entry === "done" ? this.#nickReturn.wanted ?? this.nick : wantedNick;
    this.#registration = new Registration(nick, this.#isReturning);
    this.#nickReturn.seek(undefined);
    this.#entry = "registering";
    this.#isBriefed = false;
    this.#farewell = undefined;
    this.#model.lose();
    this.#history.lose();
    this.#wanted.lose();
    return { send: [], events: this.#speaking.lose(nowMs) };
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
    const wanted = names.filter((name) => this.#model.joined(name) === undefined);
    const switched = names.map((name) => this.#model.joined(name)).findLast((name) => name);
    if (switched !== undefined) this.#model.switchTo(switched);
    return { send: this.#wanted.ask(wanted, key), events: [], switched };
  }

  /** Tells a channel's name from a nick, as this server does. */
  isChannel(name: string): boolean {
    return this.#model.isChannel(name);
  }

  #register(message: Message, nowMs: number): Step {
    const { send, outcome, reason = "" } = this.#registration.receive(message);
    if (outcome === "refused") {
      this.#entry = "refused";
      const stamp = { timeMs: nowMs, id: undefined };
      return { send, events: [{ ...stamp, kind: "registrationRefused", reason }] };
    }
    if (outcome === "done") return this.#enter(send, nowMs);
    return { send, events: isRefusal(message) ? [] : this.#model.receive(message, nowMs) };
  }

  #enter(send: readonly string[], nowMs: number): Step {
    const { nick, wantedNick: wanted, isTaken, ways } = this.#registration;
    this.#model.welcome(nick);
    this.#entry = "done";
    this.#hasBeenIn = true;
    const hasWanted = isSameName(nick, wanted);
    if (this.#isReturning && isTaken && !hasWanted) this.#nickReturn.seek(wanted);
    if (this.#isReturning && ways.hasHistory) this.#history.rejoinPeople();
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
      const said = sorted.page.messages.map((one) => this.#recall(one, nowMs))
        .filter((one) => one !== undefined);
      return this.#then({ send, events: this.#history.turn(sorted.page, said, stamp) }, nowMs);
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
    if (message.command === "376" || message.command === "422") this.#isBriefed = true;
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
    const { hasHistory: canAsk } = this.#registration.ways;
    if (this.#wanted.isBack(channel)) return this.#history.reenter(channel, { timeMs, canAsk });
    this.#history.enter(channel, timeMs, canAsk);
    return [event];
  }

  #recall(message: Message, nowMs: number): Said | undefined {
    this.#speaking.confirm(message);
    return this.#model.recall(message, nowMs);
  }

  /** Notes what an event settles, and makes a refusal one of what it refuses. */
  #follow(event: ClientEvent, message: Message): ClientEvent {
    if (event.kind === "joined" && event.isOwn) this.#wanted.joined(event.channel);
    if ((event.kind === "left" || event.kind === "kicked") && event.isOwn) {
      this.#wanted.left(event.channel);
    }
    if (
      event.kind === "said" && !this.#speaking.confirm(message) && event.isOwn &&
      this.#registration.ways.hasEcho
    ) {
      this.#speaking.echoed(event.to, event.text);
    }
    if (event.kind !== "server" || event.level !== "refusal") return event;
    const { timeMs, id, text: reason } = event;
    const channel = this.#wanted.refused(message.params);
    if (channel !== undefined) {
      this.#model.forget(channel);
      return { kind: "joinRefused", timeMs, id, channel, reason };
    }
    return this.#speaking.refused(message, { timeMs, reason }) ?? event;
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

  #depart(nowMs: number): Step {
    if (this.stage !== "ready") return nothing;
    const isChannel = (name: string) => this.isChannel(name);
    const ways = this.#history.support.narrow(this.#registration.ways);
    return this.#speaking.depart({ nick: this.nick, ways, isChannel }, nowMs);
  }
}
