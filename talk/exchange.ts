/** What goes on with the server, over one connection after another: its lines in, what follows from them out. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { isMessage, type Message, parseMessage } from "../wire/message.ts";
import { parseSource } from "../wire/source.ts";
import { Account } from "./account.ts";
import { toldStep } from "./account_step.ts";
import { isRefusal } from "./answers.ts";
import type { Page } from "./batches.ts";
import type { ConversationOptions } from "./conversation_options.ts";
import type { ClientEvent } from "./event.ts";
import { History } from "./history.ts";
import { askForTalks, readTalks } from "./lately.ts";
import { Model } from "./model.ts";
import { NickReturn } from "./nick_return.ts";
import { Reactions } from "./reactions.ts";
import { Reader } from "./reader.ts";
import { ReadMarkers } from "./read_markers.ts";
import { Registration } from "./registration.ts";
import { Searches } from "./searches.ts";
import type { Ways } from "./sender.ts";
import type { AccountEntry, PreferenceAction } from "./slash_action.ts";
import { ServerSupport } from "./server_support.ts";
import { Speaking, type Standing } from "./speaking.ts";
import type { Step } from "./step.ts";
import { Typing } from "./typing.ts";
import { Wanted } from "./wanted.ts";

/**
 * How far we are: `ready` when every channel asked for is joined or has refused us and what was missed there is told,
 * `refused` when the server has.
 */
export type Stage = "registering" | "joining" | "ready" | "refused";

const nothing: Step = { send: [], events: [] };
const maxMarkersAsked = 20;

/** The parts that a `Conversation` is made of, which alone may use this. */
export class Exchange {
  /** What we know of ourselves. */
  readonly model: Model;
  /** What we say. */
  readonly speaking: Speaking;
  /** What is shown of each talk. */
  readonly history: History;
  /** The channels that we want to be in. */
  readonly wanted: Wanted;
  /** Our account. */
  readonly account: Account;
  /** What we think of messages. */
  readonly reactions: Reactions;
  /** How far we have read. */
  readonly markers: ReadMarkers = new ReadMarkers();
  /** What is being looked for. */
  readonly searches: Searches = new Searches();
  /** Where we are shown to type. */
  readonly typing: Typing = new Typing();
  readonly #isFace: boolean;
  readonly #reader: Reader;
  readonly #nickReturn = new NickReturn();
  #registration: Registration;
  #support = new ServerSupport();
  #entry: "registering" | "done" | "refused" = "registering";
  #isBriefed = false;
  #hasBeenIn = false;
  #isReturning = false;
  #hasAskedLately = false;
  #hasReactedAgain = false;
  #farewell: string | undefined;

  /** Nothing is sent before `start`. */
  constructor(options: ConversationOptions) {
    const { nick, channels, newOnce, latest = 0, account = {}, isFace = false } = options;
    this.#isFace = isFace;
    this.account = new Account(account);
    this.#registration = new Registration(nick, { account: this.account, isFace });
    this.model = new Model(nick);
    this.#reader = new Reader(this.model, isFace);
    this.history = new History(latest);
    this.wanted = new Wanted(channels);
    this.speaking = new Speaking(newOnce);
    this.reactions = new Reactions(newOnce);
  }

  /** How far we are. */
  get stage(): Stage {
    if (this.#entry !== "done") return this.#entry;
    const isThrough = this.history.isThrough && (this.#isBriefed || !this.#isReturning);
    return this.wanted.isWaiting || !isThrough ? "joining" : "ready";
  }

  /** The server has let us in, over this connection or one before. */
  get hasBeenIn(): boolean {
    return this.#hasBeenIn;
  }

  /** What the server said when it closed the connection. */
  get farewell(): string | undefined {
    return this.#farewell;
  }

  /** What the server tells of itself. */
  get support(): ServerSupport {
    return this.#support;
  }

  /** The handshake of the connection that stands. */
  get registration(): Registration {
    return this.#registration;
  }

  /** What the server can do for our messages. */
  get ways(): Ways {
    return this.#support.narrow(this.#registration.ways);
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
    const message = parseMessage(typeof line === "string" ? line : line.text);
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
    const isNew = this.#entry === "registering";
    const step = isNew ? this.#register(message, nowMs) : this.#converse(message, nowMs);
    const view = { current: this.model.current, isFace: this.#isFace };
    return { ...step, events: this.account.preferences.filter(step.events, view) };
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
    this.#isReturning = this.#hasBeenIn;
    const { wantedNick } = this.#registration;
    const nick = this.#entry === "done" ? this.#nickReturn.wanted ?? this.model.nick : wantedNick;
    this.account.lose();
    const options = { isReturning: this.#isReturning, account: this.account, isFace: this.#isFace };
    this.#registration = new Registration(nick, options);
    this.#nickReturn.seek(undefined);
    this.#entry = "registering";
    this.#isBriefed = false;
    this.#hasAskedLately = false;
    this.#hasReactedAgain = false;
    this.#farewell = undefined;
    this.model.lose();
    this.#reader.lose();
    this.markers.lose();
    this.typing.clear();
    this.wanted.lose();
    this.#support = new ServerSupport();
    const unanswered = [...this.history.lose(stamp), ...this.searches.lose(stamp)];
    return { send: [], events: [...unanswered, ...this.speaking.lose(nowMs)] };
  }

  /** Tries to get our nick back from a connection that broke. */
  retryNick(): Step {
    return { send: this.stage === "ready" ? this.#nickReturn.retry() : [], events: [] };
  }

  /** Makes an account, logs in to one, or lets it keep something. */
  enterAccount(action: AccountEntry | PreferenceAction, nowMs: number): Step {
    const offer = { ...this.#registration.offer, nick: this.model.nick };
    return toldStep(this.account.act(action, offer, this.model.current), nowMs);
  }

  /** Sends of our messages what may go now. */
  depart(nowMs: number): Step {
    if (this.stage !== "ready") return nothing;
    const again = this.#hasReactedAgain ? [] : this.reactions.again();
    this.#hasReactedAgain = true;
    const { send, events } = this.speaking.depart(this.standing, nowMs);
    return { send: [...again, ...send], events };
  }

  /** Gives the next question about what was said, if one may go now. */
  ask(): readonly string[] {
    return this.#isBriefed ? this.history.ask(this.#support) : [];
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
    const isQuiet = news.length > 0 || isRefusal(message.command);
    return { send, events: isQuiet ? news : this.#reader.receive(message, this.#support, nowMs) };
  }

  #enter(send: readonly string[], nowMs: number): Step {
    const { nick, wantedNick: wanted, isTaken, ways, enabled } = this.#registration;
    this.model.welcome(nick);
    this.#entry = "done";
    this.#hasBeenIn = true;
    this.history.begin(ways.hasHistory && enabled.has("draft/event-playback"));
    if (this.#isReturning && isTaken && !isSameName(nick, wanted)) this.#nickReturn.seek(wanted);
    if (this.#isReturning && ways.hasHistory) this.history.rejoinPeople();
    const login = toldStep(this.account.welcome(this.#registration.offer), nowMs, send);
    const events = [...this.#registration.nickNews(nowMs), ...login.events];
    return { send: [...login.send, ...this.wanted.askAll()], events };
  }

  #converse(message: Message, nowMs: number): Step {
    const { send } = this.#registration.receive(message);
    const account = this.account.receive(message, this.model.nick);
    // Whoever has logged in has other talks than before.
    if (message.command === "900") this.#hasAskedLately = false;
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
    if (page.kind === "targets") return this.#tellTalks(page, nowMs);
    const { hasPlayback } = this.history;
    const told = page.messages.flatMap((message): readonly ClientEvent[] => {
      this.speaking.confirm(message);
      const event = this.#reader.recall(message, page.target, nowMs);
      if (event === undefined || (event.kind !== "said" && !hasPlayback)) return [];
      this.reactions.settle(event, this.model.nick);
      return [event];
    });
    const events = page.kind === "search"
      ? this.searches.answered(page, told, stamp)
      : this.history.turn(page, told, stamp);
    return { send: [], events };
  }

  /** Talks that go on are asked for by themselves. */
  #tellTalks(page: Page, nowMs: number): Step {
    const known = this.history.people;
    const people = readTalks(
      page,
      (name) => !this.model.isChannel(name) && !known.some((one) => isSameName(one, name)),
    );
    if (people.length === 0) return nothing;
    const hasMarkers = this.#registration.enabled.has("draft/read-marker");
    const asked = hasMarkers ? people.slice(-maxMarkersAsked) : [];
    return {
      send: asked.flatMap(({ nick }) => this.markers.ask(nick)),
      events: [{ kind: "talks", timeMs: nowMs, id: undefined, people }],
    };
  }

  #take(message: Message, nowMs: number): Step {
    const stamp = { timeMs: nowMs, id: undefined };
    const { command, params } = message;
    if (isOfTargets(message)) return nothing;
    const refusal = this.history.refuse(message, stamp);
    if (refusal !== undefined) return { send: [], events: refusal };
    const nickLines = this.#nickReturn.receive(message);
    if (nickLines !== undefined) return { send: nickLines, events: [] };
    if (command.toUpperCase() === "MARKREAD") return this.markers.receive(message, nowMs);
    if (command.toUpperCase() === "RENAME") {
      return { send: [], events: this.#rename(message, nowMs) };
    }
    if (command === "005") this.#support.learn(params);
    const unfound = this.searches.refused(message, stamp);
    const step = this.#live(message, nowMs);
    return { send: step.send, events: [...unfound, ...step.events] };
  }

  #live(message: Message, nowMs: number): Step {
    const wasNick = this.model.nick;
    const events = this.#reader.receive(message, this.#support, nowMs)
      .flatMap((event) => this.#follow(event, message))
      .flatMap((event) => this.#place(event));
    if (message.command === "376" || message.command === "422") this.#isBriefed = true;
    const send = this.#isBriefed ? this.#nickReturn.watch(this.#support.hasMonitor) : [];
    const isNamed = this.model.nick !== wasNick;
    return { send: isNamed ? [...send, ...this.#nickReturn.settle()] : send, events };
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
    const { channel, timeMs } = event;
    const { hasHistory: canAsk } = this.#registration.ways;
    if (this.wanted.isBack(channel)) return this.history.reenter(channel, { timeMs, canAsk });
    this.history.enter(channel, timeMs, canAsk);
    return [event];
  }

  /** Notes what an event settles, and makes a refusal one of what it refuses. */
  #follow(event: ClientEvent, message: Message): readonly ClientEvent[] {
    this.wanted.follow(event);
    this.reactions.settle(event, this.model.nick);
    if (event.kind === "said") {
      const isNamed = this.speaking.confirm(message);
      const isEcho = !isNamed && event.isOwn && this.#registration.ways.hasEcho;
      return [isEcho ? this.speaking.echoed(event) : event];
    }
    if (event.kind !== "server" || event.level !== "refusal") return [event];
    const { timeMs, id, text: reason } = event;
    const channel = this.wanted.refused(message.params);
    if (channel !== undefined) {
      this.model.forget(channel);
      return [{ kind: "joinRefused", timeMs, id, channel, reason }];
    }
    this.reactions.refused(message.params);
    return this.speaking.refused(message, { timeMs, reason }) ?? [event];
  }

  /** Adds what may go now: the next question, and our messages once there is none. */
  #then({ send, events }: Step, nowMs: number): Step {
    const asks = this.#isBriefed
      ? [...this.ask(), ...this.#reader.ask(), ...this.#askLately(nowMs)]
      : [];
    const departure = this.depart(nowMs);
    const sent = [...send, ...asks, ...departure.send];
    return { send: sent, events: [...events, ...departure.events] };
  }

  #askLately(nowMs: number): readonly string[] {
    if (!this.#isFace || this.#hasAskedLately || !this.#registration.ways.hasHistory) return [];
    this.#hasAskedLately = true;
    return [askForTalks(nowMs)];
  }
}

/** Who keeps no such list has no talks to tell of. */
function isOfTargets({ command, params }: Message): boolean {
  const isFail = command.toUpperCase() === "FAIL" && params[0]?.toUpperCase() === "CHATHISTORY";
  return isFail && params[2]?.toUpperCase() === "TARGETS";
}
