/** One connection as the client sees it, without the connection: lines in, lines and events out. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { isMessage, type Message, parseMessage } from "../wire/message.ts";
import { Account } from "./account.ts";
import { toldStep } from "./account_step.ts";
import type { ConversationOptions } from "./conversation_options.ts";
import type { ClientEvent, Said } from "./event.ts";
import { History } from "./history.ts";
import { isRefusal, Model } from "./model.ts";
import { joinChannels, type JoinStep } from "./join_channels.ts";
import { NickReturn } from "./nick_return.ts";
import { Registration } from "./registration.ts";
import type { AccountEntry, PreferenceAction } from "./slash_commands.ts";
import { type Saying, Speaking, type Speech } from "./speaking.ts";
import type { Step } from "./step.ts";
import { Wanted } from "./wanted.ts";

/**
 * How far we are: `ready` when every channel asked for is joined or has refused us and what was missed there is told,
 * `refused` when the server has.
 */
export type Stage = "registering" | "joining" | "ready" | "refused";

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
  readonly #account: Account;
  #entry: "registering" | "done" | "refused" = "registering";
  #isBriefed = false;
  #hasBeenIn = false;
  #isReturning = false;
  #farewell: string | undefined;

  /** Nothing is sent before `start`. */
  constructor({ nick, channels, newOnce, latest = 0, account = {} }: ConversationOptions) {
    this.#account = new Account(account);
    this.#registration = new Registration(nick, { account: this.#account });
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
        const params = message.params.slice(0, 1);
        return { send: [formatMessage({ command: "PONG", params })], events: [] };
      }
      case "PONG":
        return this.#then({ send: [], events: this.#speaking.ponged(message, nowMs) }, nowMs);
      case "ERROR":
        this.#farewell = message.params.at(-1);
    }
    const isNew = this.#entry === "registering";
    const step = isNew ? this.#register(message, nowMs) : this.#converse(message, nowMs);
    return { ...step, events: this.#account.preferences.filter(step.events, this.current) };
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
    this.#account.lose();
    const options = { isReturning: this.#isReturning, account: this.#account };
    this.#registration = new Registration(nick, options);
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
  join(list: string, key?: string): JoinStep {
    return joinChannels({ list, key }, this.#model, this.#wanted);
  }

  /** Makes an account, logs in to one, or lets it keep something. */
  enterAccount(action: AccountEntry | PreferenceAction, nowMs: number): Step {
    const offer = { ...this.#registration.offer, nick: this.nick };
    return toldStep(this.#account.act(action, offer, this.current), nowMs);
  }

  /** Tells a channel's name from a nick, as this server does. */
  isChannel(name: string): boolean {
    return this.#model.isChannel(name);
  }

  #register(message: Message, nowMs: number): Step {
    const { outcome, reason = "", ...step } = this.#registration.receive(message);
    const { send, events: news } = toldStep(step, nowMs);
    if (outcome === "refused") {
      this.#entry = "refused";
      const refused = { kind: "registrationRefused", timeMs: nowMs, id: undefined } as const;
      return { send, events: news.length > 0 ? news : [{ ...refused, reason }] };
    }
    if (outcome === "done") return this.#enter(send, nowMs);
    const isQuiet = news.length > 0 || isRefusal(message);
    return { send, events: isQuiet ? news : this.#model.receive(message, nowMs) };
  }

  #enter(send: readonly string[], nowMs: number): Step {
    const { nick, wantedNick: wanted, isTaken, ways } = this.#registration;
    this.#model.welcome(nick);
    this.#entry = "done";
    this.#hasBeenIn = true;
    if (this.#isReturning && isTaken && !isSameName(nick, wanted)) this.#nickReturn.seek(wanted);
    if (this.#isReturning && ways.hasHistory) this.#history.rejoinPeople();
    const login = toldStep(this.#account.welcome(this.#registration.offer), nowMs, send);
    const events = [...this.#registration.nickNews(nowMs), ...login.events];
    return { send: [...login.send, ...this.#wanted.askAll()], events };
  }

  #converse(message: Message, nowMs: number): Step {
    const { send } = this.#registration.receive(message);
    const account = this.#account.receive(message, this.nick);
    if (account !== undefined) return this.#then(toldStep(account, nowMs, send), nowMs);
    const sorted = this.#history.sort(message);
    if (sorted.kind === "held") return { send, events: [] };
    const stamp = { timeMs: nowMs, id: undefined };
    if (sorted.kind === "page") {
      const said = sorted.page.messages.flatMap((one) => this.#recall(one, nowMs) ?? []);
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
    this.#wanted.follow(event);
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
    const sent = [...send, ...asks, ...departure.send];
    return { send: sent, events: [...events, ...departure.events] };
  }

  #depart(nowMs: number): Step {
    if (this.stage !== "ready") return nothing;
    const isChannel = (name: string) => this.isChannel(name);
    const ways = this.#history.support.narrow(this.#registration.ways);
    return this.#speaking.depart({ nick: this.nick, ways, isChannel }, nowMs);
  }
}
