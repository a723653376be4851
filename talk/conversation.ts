/** A conversation with a server as its user sees it, without the connection: lines in, lines and events out. */

import { formatMessage } from "../wire/format.ts";
import type { Line } from "../wire/lines.ts";
import { hasForbidden } from "../wire/message.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { ConversationOptions } from "./conversation_options.ts";
import type { ClientEvent } from "./event.ts";
import { Exchange, type Stage } from "./exchange.ts";
import { joinChannels, type JoinStep } from "./join_channels.ts";
import { type OlderQuestion, type PastQuestion, unanswered, unansweredPast } from "./older.ts";
import type { Preferences } from "./preferences.ts";
import type { Reacting } from "./reactions.ts";
import { isSendableWord } from "./reply_tags.ts";
import type { SearchQuestion } from "./searches.ts";
import type { AccountEntry, PreferenceAction } from "./slash_action.ts";
import { roomFor, type Saying, type Speech } from "./speaking.ts";
import type { Step } from "./step.ts";
import { type Support, supportOf } from "./support.ts";
import type { TypingState } from "./typing.ts";

/** Something that is done at a moment. */
export interface Now {
  /** What time it is. */
  readonly nowMs: number;
}

const nothing: Step = { send: [], events: [] };
const maxOrderBytes = 8 * 1024;

/**
 * What the client does and knows. Pure: time comes in as an argument. It outlives connections: after `lose` it goes on
 * with `start` on the next one.
 */
export class Conversation {
  readonly #exchange: Exchange;

  /** Nothing is sent before `start`. */
  constructor(options: ConversationOptions) {
    this.#exchange = new Exchange(options);
  }

  /** How far we are. */
  get stage(): Stage {
    return this.#exchange.stage;
  }

  /** Changes while the server still answers what `stage` waits for. */
  get progress(): number {
    return this.#exchange.history.progress;
  }

  /** The server has let us in, over this connection or one before. */
  get hasBeenIn(): boolean {
    return this.#exchange.entry.hasBeenIn;
  }

  /** Our nick. */
  get nick(): string {
    return this.#exchange.model.nick;
  }

  /** The account that we are logged in to. */
  get account(): string | undefined {
    return this.#exchange.entry.account.name;
  }

  /** Whom we ignore, and which channels are muted. */
  get preferences(): Pick<Preferences, "isMuted" | "isIgnored"> {
    return this.#exchange.entry.account.preferences;
  }

  /** The channel that typed lines go to. */
  get current(): string | undefined {
    return this.#exchange.model.current;
  }

  /** The channels that we are in, as the server spells them. */
  get channels(): readonly string[] {
    return this.#exchange.model.channels;
  }

  /** How many channels we are in. */
  get channelCount(): number {
    return this.#exchange.model.channelCount;
  }

  /** What the server said when it closed the connection. */
  get farewell(): string | undefined {
    return this.#exchange.farewell;
  }

  /** What became of what was said. */
  get saying(): Saying {
    return this.#exchange.speaking;
  }

  /** What can be done now. */
  get support(): Support {
    const { stage, support: told, entry, model } = this.#exchange;
    const isConnected = stage === "joining" || stage === "ready";
    const { channelTypes, mask } = model;
    const { enabled, ways } = entry.registration;
    return supportOf({ isConnected, told, enabled, ways, channelTypes, mask });
  }

  /** The first lines of a connection. */
  start(): Step {
    return { send: this.#exchange.entry.registration.start(), events: [] };
  }

  /** Takes one line of the server. */
  receive(line: Line, nowMs: number): Step {
    return this.#exchange.receive(line, nowMs);
  }

  /** Waits no longer for channels and history that the server said nothing about. */
  giveUpJoining(nowMs: number): Step {
    return this.#exchange.giveUpJoining(nowMs);
  }

  /** The connection is broken. What was said and what is said from now on waits for the next one. */
  lose(nowMs: number): Step {
    return this.#exchange.lose(nowMs);
  }

  /** Tries to get our nick back from a connection that broke; to be called every few seconds. */
  retryNick(): Step {
    return this.#exchange.retryNick();
  }

  /**
   * Says something, in as many messages as it takes; lines are apart by LF. Each is told as `saying` at once, and as
   * `said` or `unsaid` under the same name later.
   */
  say({ nowMs, ...piece }: Speech): Step {
    const { speaking, errands, standing } = this.#exchange;
    errands.typing.said(piece.to);
    const saying = speaking.say({ ...piece, nowMs }, standing);
    const { send, events } = this.#exchange.depart(nowMs);
    return { send, events: [...saying, ...events] };
  }

  /** Says lines that belong together: as one message where the server can. */
  sayLines(
    { lines, ...speech }: Omit<Speech, "text" | "manner"> & { readonly lines: readonly string[] },
  ): Step {
    return this.say({ ...speech, text: lines.join("\n"), manner: "message" });
  }

  /** No more will be said: what is under way is to be settled soon. */
  finishSaying(nowMs: number): Step {
    this.#exchange.speaking.finish();
    return this.#exchange.depart(nowMs);
  }

  /** Joins channels, apart by commas, or goes to the one that we are in; `switched` says which. */
  join(list: string, key?: string): JoinStep {
    return joinChannels({ list, key }, this.#exchange.model, this.#exchange.wanted);
  }

  /** We want to be in a channel no more, and have no connection over which to leave it: it is not joined again. */
  forget(channel: string): void {
    this.#exchange.wanted.left(channel);
    this.#exchange.model.forget(channel);
  }

  /** Makes typed lines go to a channel that we are in. */
  switchTo(channel: string): void {
    this.#exchange.model.switchTo(channel);
  }

  /** Makes an account, logs in to one, or lets it keep something. */
  enterAccount(action: AccountEntry | PreferenceAction, nowMs: number): Step {
    const { nick, current } = this;
    return this.#exchange.entry.act(action, { nick, current, nowMs });
  }

  /** Tells a channel's name from a nick, as this server does. */
  isChannel(name: string): boolean {
    return this.#exchange.model.isChannel(name);
  }

  /** Reacts to a message, or takes that back; it is told as `reacted` when the server has passed it on. */
  react({ nowMs, ...reacting }: Reacting & Now): Step {
    if (!this.support.isConnected) return notConnected(nowMs);
    if (!this.support.hasReact) return refused("This server passes no reactions on", nowMs);
    const { hasEcho } = this.#exchange.ways;
    const send = this.#exchange.errands.reactions.react(reacting, hasEcho);
    const stamp = { timeMs: nowMs, id: undefined };
    const isShownNow = send.length > 0 && !hasEcho;
    const events: readonly ClientEvent[] = isShownNow
      ? [{ kind: "reacted", ...stamp, who: this.nick, ...reacting }]
      : [];
    return { send, events };
  }

  /** Takes a message back; it is told as `redacted` when it is done. */
  redact(
    { talk, target, reason, nowMs }: Now & {
      readonly talk: string;
      readonly target: string;
      readonly reason: string;
    },
  ): Step {
    if (!this.support.isConnected) return notConnected(nowMs);
    if (!this.support.hasRedact) return refused("This server takes no message back", nowMs);
    const isSound = isSendableWord(talk) && isSendableWord(target) && !hasForbidden(reason);
    const params = reason === "" ? [talk, target] : [talk, target, reason];
    return { send: isSound ? [formatMessage({ command: "REDACT", params })] : [], events: [] };
  }

  /** Shows others in a talk that we type, as often as they need; to be called with each change of the text. */
  typing(
    { talk, state, nowMs }: Now & { readonly talk: string; readonly state: TypingState },
  ): Step {
    if (!this.support.isConnected || !this.support.hasTyping) return nothing;
    return { send: this.#exchange.errands.typing.tell(talk, state, nowMs), events: [] };
  }

  /** All of a talk is read up to a time, which never goes back. */
  markRead({ talk, readMs }: { readonly talk: string; readonly readMs: number }): Step {
    const { isConnected, hasReadMarker } = this.support;
    return {
      send: this.#exchange.errands.markers.mark(talk, readMs, isConnected && hasReadMarker),
      events: [],
    };
  }

  /** Asks for the part of a talk before a place, or for its end; it is told as `older`. */
  older({ nowMs, ...question }: OlderQuestion & Now): Step {
    const { isConnected, hasHistory } = this.support;
    const stamp = { timeMs: nowMs, id: undefined };
    const isAsked = isConnected && hasHistory && this.#exchange.history.want(question);
    if (isAsked) return { send: this.#exchange.ask(), events: [] };
    return { send: [], events: [unanswered(question.talk, isConnected && !hasHistory, stamp)] };
  }

  /** Asks for a part of a talk that is looked at by itself; it is told as `past`. */
  past({ nowMs, ...question }: PastQuestion & Now): Step {
    const { isConnected, hasHistory } = this.support;
    const isAsked = isConnected && hasHistory && this.#exchange.history.wantPast(question);
    if (isAsked) return { send: this.#exchange.ask(), events: [] };
    return { send: [], events: [unansweredPast(question, { timeMs: nowMs, id: undefined })] };
  }

  /** Searches what was said; it is told as `found`. */
  search({ nowMs, ...question }: SearchQuestion & Now): Step {
    if (!this.support.isConnected) return notConnected(nowMs);
    if (!this.support.hasSearch) return refused("This server has no search", nowMs);
    const line = this.#exchange.errands.searches.ask(question);
    if (line === undefined) return refused("That is too much to search for", nowMs);
    return { send: [line], events: [] };
  }

  /** Asks which channels there are; it is told as `listed`. */
  list(pattern: string | undefined, nowMs: number): Step {
    const params = pattern === undefined ? [] : [pattern];
    if (params.some((word) => !isSendableWord(word))) return refused("That is no pattern", nowMs);
    return this.order([formatMessage({ command: "LIST", params })], nowMs);
  }

  /** Sends lines as they are; what the server says to them is told as answers and refusals. */
  order(lines: readonly string[], nowMs: number): Step {
    if (!this.support.isConnected) return notConnected(nowMs);
    const isSound = lines.every((line) =>
      line.trim() !== "" && !hasForbidden(line) && utf8Length(line) <= maxOrderBytes
    );
    return isSound ? { send: lines, events: [] } : refused("That can't be sent as it is", nowMs);
  }

  /** How many bytes of text fit into one message to somebody. */
  roomFor(to: string): number {
    return roomFor({ to, manner: "message" }, this.#exchange.model.mask);
  }
}

function notConnected(nowMs: number): Step {
  return refused("There is no connection now: try again when it is back", nowMs);
}

function refused(text: string, nowMs: number): Step {
  const stamp = { timeMs: nowMs, id: undefined };
  return { send: [], events: [{ kind: "server", ...stamp, level: "refusal", text }] };
}
