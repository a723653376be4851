/** What goes on with the server, over one connection after another: its lines in, what follows from them out. */

import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { ownText } from "../wire/own_text.ts";
import { isMessage, type Message, parseMessage } from "../wire/message.ts";
import { parseSource } from "../wire/source.ts";
import { toldStep } from "./account_step.ts";
import { isRefusal } from "./answers.ts";
import type { Page } from "./batches.ts";
import type { ConversationOptions } from "./conversation_options.ts";
import { Entry } from "./entry.ts";
import { Errands } from "./errands.ts";
import type { ClientEvent } from "./event.ts";
import { History } from "./history.ts";
import { Model } from "./model.ts";
import { Reader } from "./reader.ts";
import type { Ways } from "./sender.ts";
import { ServerSupport } from "./server_support.ts";
import { Speaking, type Standing } from "./speaking.ts";
import type { Step } from "./step.ts";
import { Wanted } from "./wanted.ts";

/**
 * How far we are: `ready` when every channel asked for is joined or has refused us and what was missed there is told,
 * `refused` when the server has.
 */
export type Stage = "registering" | "joining" | "ready" | "refused";

const nothing: Step = { send: [], events: [] };

/** The parts that a `Conversation` is made of, which alone may use this. */
export class Exchange {
  /** Handshake and login. */
  readonly entry: Entry;
  /** What we know of ourselves. */
  readonly model: Model;
  /** What we say. */
  readonly speaking: Speaking;
  /** What is shown of each talk. */
  readonly history: History;
  /** The channels that we want to be in. */
  readonly wanted: Wanted;
  /** What else is asked and told. */
  readonly errands: Errands;
  readonly #isFace: boolean;
  readonly #reader: Reader;
  #support = new ServerSupport();
  #isBriefed = false;
  #farewell: string | undefined;

  /** Nothing is sent before `entry.registration.start`. */
  constructor(options: ConversationOptions) {
    const { nick, channels, newOnce, latest = 0, sinceMs, isFace = false } = options;
    this.#isFace = isFace;
    this.entry = new Entry(options);
    this.model = new Model(nick);
    this.#reader = new Reader(this.model, isFace);
    this.history = new History(latest, sinceMs);
    this.wanted = new Wanted(channels);
    this.speaking = new Speaking(newOnce);
    this.errands = new Errands(newOnce);
  }

  /** How far we are. */
  get stage(): Stage {
    const { state, isReturning } = this.entry;
    if (state !== "done") return state;
    const isThrough = this.history.isThrough && (this.#isBriefed || !isReturning);
    return this.wanted.isWaiting || !isThrough ? "joining" : "ready";
  }

  /** What the server said when it closed the connection. */
  get farewell(): string | undefined {
    return this.#farewell;
  }

  /** What the server tells of itself. */
  get support(): ServerSupport {
    return this.#support;
  }

  /** What the server can do for our messages. */
  get ways(): Ways {
    return this.#support.narrow(this.entry.registration.ways);
  }

  /** Who we are. */
  get standing(): Standing {
    const isChannel = (name: string) => this.model.isChannel(name);
    return { nick: this.model.nick, mask: this.model.mask, ways: this.ways, isChannel };
  }

  /** Takes one line of the server. */
  receive(line: Line, nowMs: number): Step {
    if (typeof line !== "string" && line.kind === "tooLong") return nothing;
    // What is not UTF-8 is only shown, so that replacement characters are better than nothing.
    // What is kept of it must not keep all alive that was read with it.
    const message = parseMessage(ownText(typeof line === "string" ? line : line.text));
    if (!isMessage(message)) return nothing;
    switch (message.command.toUpperCase()) {
      case "PING": {
        const params = message.params.slice(0, 1);
        return { send: [formatMessage({ command: "PONG", params })], events: [] };
      }
      case "PONG":
        return this.#then({ send: [], events: this.speaking.ponged(message, nowMs) }, nowMs);
      case "ERROR":
        this.#farewell = message.params.at(-1);
    }
    const isNew = this.entry.state === "registering";
    const step = isNew ? this.#register(message, nowMs) : this.#converse(message, nowMs);
    const view = { current: this.model.current, isFace: this.#isFace };
    return { ...step, events: this.entry.account.preferences.filter(step.events, view) };
  }

  /** Waits no longer for channels and history that the server said nothing about. */
  giveUpJoining(nowMs: number): Step {
    const stamp = { timeMs: nowMs, id: undefined };
    this.#isBriefed = true;
    const events = this.wanted.giveUp().map((channel): ClientEvent => {
      this.model.forget(channel);
      return { ...stamp, kind: "joinRefused", channel, reason: `${channel}: No answer` };
    });
    return this.#then({ send: [], events: [...events, ...this.history.giveUp(stamp)] }, nowMs);
  }

  /** The connection is broken. What was said and what is said from now on waits for the next one. */
  lose(nowMs: number): Step {
    const stamp = { timeMs: nowMs, id: undefined };
    this.entry.lose(this.model.nick);
    this.#isBriefed = false;
    this.#farewell = undefined;
    this.model.lose();
    this.#reader.lose();
    this.wanted.lose();
    this.#support = new ServerSupport();
    const unanswered = [...this.history.lose(stamp), ...this.errands.lose(stamp)];
    return { send: [], events: [...unanswered, ...this.speaking.lose(nowMs)] };
  }

  /** Tries to get our nick back from a connection that broke. */
  retryNick(): Step {
    return { send: this.stage === "ready" ? this.entry.nickReturn.retry() : [], events: [] };
  }

  /** Sends of our messages what may go now. */
  depart(nowMs: number): Step {
    if (this.stage !== "ready") return nothing;
    const again = this.errands.reactAgain();
    const { send, events } = this.speaking.depart(this.standing, nowMs);
    return { send: [...again, ...send], events };
  }

  /** Gives the next question about what was said, if one may go now. */
  ask(): readonly string[] {
    return this.#isBriefed ? this.history.ask(this.#support) : [];
  }

  #register(message: Message, nowMs: number): Step {
    const { nick, isTold, ...step } = this.entry.register(message, nowMs);
    if (nick !== undefined) return this.#enter(nick, step);
    if (isTold || isRefusal(message.command)) return step;
    return { ...step, events: this.#reader.receive(message, this.#support, nowMs) };
  }

  #enter(nick: string, { send, events }: Step): Step {
    const { ways, enabled } = this.entry.registration;
    this.model.welcome(nick);
    this.speaking.begin(ways);
    this.history.begin(ways.hasHistory && enabled.has("draft/event-playback"));
    if (this.entry.isReturning && ways.hasHistory) this.history.rejoinPeople();
    return { send: [...send, ...this.wanted.askAll()], events };
  }

  #converse(message: Message, nowMs: number): Step {
    const { send } = this.entry.registration.receive(message);
    const account = this.entry.account.receive(message, this.model.nick);
    if (message.command === "900") this.errands.loggedIn();
    if (account !== undefined) return this.#then(toldStep(account, nowMs, send), nowMs);
    const sorted = this.history.sort(message);
    if (sorted.kind === "held") return { send, events: [] };
    const step = sorted.kind === "page"
      ? this.#turn(sorted.page, nowMs)
      : this.#take(sorted.message, nowMs);
    return this.#then({ send: [...send, ...step.send], events: step.events }, nowMs);
  }

  #turn(page: Page, nowMs: number): Step {
    const stamp = { timeMs: nowMs, id: undefined };
    const { hasPlayback, people } = this.history;
    if (page.kind === "targets") {
      const hasMarkers = this.entry.registration.enabled.has("draft/read-marker");
      const { isChannel } = this.standing;
      // Talks that go on are asked for by themselves.
      return this.errands.turnTalks(page, people, { isChannel, hasMarkers, nowMs });
    }
    const told = page.messages.flatMap((message): readonly ClientEvent[] => {
      this.speaking.confirm(message);
      const event = this.#reader.recall(message, page.target, nowMs);
      if (event === undefined || (event.kind !== "said" && !hasPlayback)) return [];
      this.errands.reactions.settle(event, this.model.nick, message.tags);
      return [event];
    });
    const events = page.kind === "search"
      ? this.errands.searches.answered(page, told, stamp)
      : this.history.turn(page, told, stamp);
    return { send: [], events };
  }

  #take(message: Message, nowMs: number): Step {
    const stamp = { timeMs: nowMs, id: undefined };
    const errand = this.errands.receive(message, nowMs);
    if (errand !== undefined) return errand;
    const refusal = this.history.refuse(message, stamp);
    if (refusal !== undefined) return { send: [], events: refusal };
    const nickLines = this.entry.nickReturn.receive(message);
    if (nickLines !== undefined) return { send: nickLines, events: [] };
    const command = message.command.toUpperCase();
    if (command === "RENAME") return { send: [], events: this.#rename(message, nowMs) };
    if (command === "005") this.#support.learn(message.params);
    const unfound = this.errands.searches.refused(message, stamp);
    const step = this.#live(message, nowMs);
    return { send: step.send, events: [...unfound, ...step.events] };
  }

  #live(message: Message, nowMs: number): Step {
    const wasNick = this.model.nick;
    const { nickReturn } = this.entry;
    const events = this.#reader.receive(message, this.#support, nowMs)
      .flatMap((event) => this.#follow(event, message))
      .flatMap((event) => this.#place(event));
    if (message.command === "376" || message.command === "422") this.#isBriefed = true;
    const send = this.#isBriefed ? nickReturn.watch(this.#support.hasMonitor) : [];
    return { send: this.model.nick === wasNick ? send : [...send, ...nickReturn.settle()], events };
  }

  #rename({ params, source }: Message, nowMs: number): readonly ClientEvent[] {
    const [from = "", to = "", reason = ""] = params;
    const channel = this.model.joined(from);
    if (channel === undefined || !this.model.renameChannel(channel, to)) return [];
    const stamp = { timeMs: nowMs, id: undefined };
    this.wanted.rename(channel, to);
    this.#reader.rename(channel, to);
    const events = this.history.rename(channel, to, stamp);
    const by = parseSource(source).nick;
    return [...events, { kind: "channelRenamed", ...stamp, channel, to, by, reason }];
  }

  /** Puts an event where it belongs: behind what was said before it, and nowhere if it is no news. */
  #place(event: ClientEvent): readonly ClientEvent[] {
    if (event.kind !== "joined" || !event.isOwn) return this.history.admit(event);
    this.#isBriefed = true;
    this.history.arrive(event);
    const { channel, timeMs } = event;
    const { hasHistory: canAsk } = this.entry.registration.ways;
    if (this.wanted.isBack(channel)) return this.history.reenter(channel, { timeMs, canAsk });
    return [event, ...this.history.enter(channel, timeMs, canAsk)];
  }

  /** Notes what an event settles, and makes a refusal one of what it refuses. */
  #follow(event: ClientEvent, message: Message): readonly ClientEvent[] {
    this.wanted.follow(event);
    this.errands.reactions.settle(event, this.model.nick, message.tags);
    if (event.kind === "said") {
      const isNamed = this.speaking.confirm(message);
      const isEcho = !isNamed && event.isOwn && this.ways.hasEcho;
      return [isEcho ? this.speaking.echoed(event) : event];
    }
    if (event.kind !== "server" || event.level !== "refusal") return [event];
    const { timeMs, id, text: reason } = event;
    const channel = this.wanted.refused(message.params);
    if (channel !== undefined) {
      this.model.forget(channel);
      return [{ kind: "joinRefused", timeMs, id, channel, reason }];
    }
    this.errands.reactions.refused(message.params);
    return this.speaking.refused(message, { timeMs, reason }) ?? [event];
  }

  /** Adds what may go now: the next question, and our messages once there is none. */
  #then({ send, events }: Step, nowMs: number): Step {
    const departure = this.depart(nowMs);
    const sent = [...send, ...this.#questions(nowMs), ...departure.send];
    return { send: sent, events: [...events, ...departure.events] };
  }

  #questions(nowMs: number): readonly string[] {
    if (!this.#isBriefed) return [];
    const canAsk = this.#isFace && this.entry.registration.ways.hasHistory;
    const lately = canAsk ? this.errands.askLately(nowMs) : [];
    return [...this.ask(), ...this.#reader.ask(), ...lately];
  }
}
