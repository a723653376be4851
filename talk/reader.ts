/** Messages of the server to events, with what has to be known of before to read them. */

import { foldName } from "../wire/casemap.ts";
import type { Message } from "../wire/message.ts";
import { parseSource } from "../wire/source.ts";
import { Answers, readReply, told } from "./answers.ts";
import { keepLast } from "./bounded.ts";
import type { BareEvent } from "./bare_event.ts";
import type { ClientEvent } from "./event.ts";
import { maxAskedMembers, MemberQueries } from "./member_queries.ts";
import type { Model } from "./model.ts";
import { Names } from "./names.ts";
import { Ranks } from "./ranks.ts";
import { inThePast, readAbout, readDone, readSaid, readTyping, stampOf } from "./read_event.ts";
import type { ServerSupport } from "./server_support.ts";

const maxNames = 20;
const maxTopics = 200;

/** Reads what comes, keeps `model` up to date, and knows the members' ranks. Its parts are bounded each. */
export class Reader {
  readonly #model: Model;
  readonly #isFace: boolean;
  readonly #names = new Names();
  readonly #ranks = new Ranks();
  readonly #answers = new Answers();
  readonly #queries = new MemberQueries();
  readonly #topics = new Map<string, string>();
  #isGreeted = false;
  #lastOwnId: string | undefined;

  /** `isFace`: somebody looks at who is away. */
  constructor(model: Model, isFace: boolean) {
    this.#model = model;
    this.#isFace = isFace;
  }

  /** The connection is broken. */
  lose(): void {
    this.#isGreeted = false;
    this.#names.clear();
    this.#ranks.clear();
    this.#answers.clear();
    this.#queries.clear();
  }

  /** A channel has another name now. */
  rename(channel: string, to: string): void {
    this.#ranks.rename(channel, to);
    this.#topics.delete(foldName(channel));
  }

  /** Gives the next question about members. */
  ask(): readonly string[] {
    return this.#queries.ask();
  }

  /** Takes a message of now and gives what there is to tell of it; `nowMs` stands where the server gives no time. */
  receive(message: Message, support: ServerSupport, nowMs: number): readonly ClientEvent[] {
    const stamp = stampOf(message, nowMs);
    return this.#read(message, support)
      .map((event): ClientEvent => ({ ...event, ...stamp }))
      .filter((event) => !this.#isEchoOfOwn(event));
  }

  /** Reads a message of the past, out of the history of `talk`; it changes nothing. */
  recall(message: Message, talk: string, nowMs: number): ClientEvent | undefined {
    const event = this.#readPast(message);
    if (event === undefined) return undefined;
    return { ...inThePast(event, this.#model.spelt(talk)), ...stampOf(message, nowMs) };
  }

  #readPast(message: Message): BareEvent | undefined {
    switch (message.command.toUpperCase()) {
      case "PRIVMSG":
      case "NOTICE": {
        const manner = message.command.toUpperCase() === "PRIVMSG" ? "message" : "notice";
        const event = readSaid(message, manner, this.#model);
        return event?.kind === "said" ? event : undefined;
      }
      case "INVITE":
        return undefined;
      default:
        return readDone(message, this.#model) ?? readAbout(message, this.#model);
    }
  }

  /** What we say to ourselves comes twice: as a message and as its echo. */
  #isEchoOfOwn(event: ClientEvent): boolean {
    if (event.kind !== "said" || !event.isOwn || event.id === undefined) return false;
    const isEcho = event.id === this.#lastOwnId;
    this.#lastOwnId = event.id;
    return isEcho;
  }

  #read(message: Message, support: ServerSupport): readonly BareEvent[] {
    const { command, params, source } = message;
    switch (command.toUpperCase()) {
      case "PRIVMSG":
        return this.#said(readSaid(message, "message", this.#model), source);
      case "NOTICE":
        return this.#said(readSaid(message, "notice", this.#model), source);
      case "JOIN":
      case "PART":
      case "KICK":
      case "QUIT":
      case "NICK":
      case "TOPIC":
      case "INVITE":
        return this.#done(message);
      case "MODE":
        return this.#mode(message, support);
      case "TAGMSG":
      case "REDACT":
        return listOf(readTyping(message, this.#model) ?? readAbout(message, this.#model));
      case "AWAY":
      case "ACCOUNT":
      case "CHGHOST":
      case "SETNAME":
      case "WALLOPS":
        return this.#about(message);
    }
    if (!/^[0-9]{3}$/.test(command)) return listOf(readReply(command, params));
    return this.#numeric(message, support);
  }

  #said(event: BareEvent | undefined, source: string): readonly BareEvent[] {
    if (event?.kind === "said" && event.isOwn) this.#model.learnMask(source);
    return listOf(event);
  }

  #done(message: Message): readonly BareEvent[] {
    const event = readDone(message, this.#model);
    if (event === undefined) return [];
    const isOurs = "isOwn" in event && event.isOwn;
    if (isOurs && (event.kind === "joined" || event.kind === "renamed")) {
      this.#model.learnMask(message.source);
    }
    if (event.kind === "joined" && isOurs) {
      // After a broken connection we only come back: who else is there was told before.
      const cause = this.#model.joined(event.channel) === undefined ? "entered" : "back";
      if (!this.#model.enter(event.channel)) return [];
      this.#names.expect(event.channel, cause);
    }
    this.#model.follow(event);
    this.#ranks.follow(event);
    if (event.kind === "topic") this.#noteTopic(event.channel, event.text);
    return [event];
  }

  #mode({ params, source }: Message, support: ServerSupport): readonly BareEvent[] {
    const [to = "", ...words] = params;
    if (!this.#model.isChannel(to)) {
      if (!this.#isGreeted || !this.#model.isUs(to)) return [];
      return told(`Your modes change: ${words.join(" ")}`);
    }
    const channel = this.#model.spelt(to);
    const by = parseSource(source).nick;
    const change: BareEvent = { kind: "mode", channel, by, change: words.join(" ") };
    if (this.#model.joined(to) === undefined) return [change];
    return [change, ...this.#ranks.change(channel, words, support)];
  }

  /** What others change about themselves. */
  #about({ command, params, source }: Message): readonly BareEvent[] {
    const who = parseSource(source).nick;
    const [first = "", second = ""] = params;
    const isOwn = this.#model.isUs(who);
    switch (command.toUpperCase()) {
      case "AWAY":
        // Our own is told by the answer to our question.
        return isOwn ? [] : [{ kind: "away", who, text: params.length === 0 ? undefined : first }];
      case "ACCOUNT": {
        const account = first === "*" || first === "" ? undefined : first;
        return [{ kind: "identified", who, account }];
      }
      case "CHGHOST":
        if (isOwn) this.#model.learnMask(`${who}!${first}@${second}`);
        return [];
      case "SETNAME":
        return isOwn ? told(`Your real name is now "${first}"`) : [];
      default:
        return told(`${who} to all: ${first}`, "notice");
    }
  }

  #numeric(message: Message, support: ServerSupport): readonly BareEvent[] {
    const { command, params } = message;
    const last = params.at(-1) ?? "";
    const queried = this.#queries.receive(message);
    if (queried !== undefined) return queried;
    switch (command) {
      case "005":
        this.#model.learn(params);
        return [];
      case "301":
        return [
          ...told(`${params[1] ?? ""} is away: ${last}`, "notice"),
          { kind: "away", who: params[1] ?? "", text: last },
        ];
      case "332":
        if (this.#isExpected(params[1] ?? "")) return this.#topicFound(params[1] ?? "", last);
        break;
      case "331":
      case "333":
        if (this.#isExpected(params[1] ?? "")) return [];
        break;
      case "353":
        this.#names.add(params.at(-2) ?? "", last, support);
        return [];
      case "366":
        return this.#closeRoll(params[1] ?? "", support);
      case "372":
        return told(last, this.#isGreeted ? "answer" : "greeting");
      case "376":
      case "422":
        this.#isGreeted = true;
        return [];
    }
    const reply = readReply(command, params);
    if (reply !== undefined) return [reply];
    return this.#isGreeted ? this.#answers.receive(command, params) : [];
  }

  /** Says whether what is told of a channel follows our coming in, and not a question. */
  #isExpected(channel: string): boolean {
    const cause = this.#names.causeOf(channel);
    return cause === "entered" || cause === "back";
  }

  /** The topic is told on joining; after a broken connection only where it is another one. */
  #topicFound(name: string, text: string): readonly BareEvent[] {
    const channel = this.#model.joined(name);
    const isBack = this.#names.causeOf(name) === "back";
    const isKnown = isBack && (!this.#isFace || this.#topics.get(foldName(name)) === text);
    if (channel === undefined || isKnown) return [];
    this.#noteTopic(channel, text);
    return [{ kind: "topic", channel, by: undefined, text }];
  }

  #noteTopic(channel: string, text: string): void {
    keepLast(this.#topics, { key: foldName(channel), value: text, most: maxTopics });
  }

  #closeRoll(name: string, support: ServerSupport): readonly BareEvent[] {
    const roll = this.#names.close(name);
    const channel = this.#model.joined(name);
    if (channel === undefined || roll === undefined) {
      if (!this.#isGreeted) return [];
      const nicks = roll?.members.slice(0, maxNames).map(({ nick }) => nick) ?? [];
      return told(
        nicks.length === 0 ? `${name}: nobody is seen there` : `In ${name}: ${nicks.join(", ")}`,
      );
    }
    const { members, total, cause } = roll;
    this.#ranks.set(channel, members);
    if (this.#isFace && support.hasWhox && total <= maxAskedMembers) this.#queries.want(channel);
    const all: BareEvent = { kind: "members", channel, members };
    const names = members.slice(0, maxNames).map(({ nick }) => nick);
    if (cause === "back") return [all];
    if (cause === "entered") return [all, { kind: "names", channel, names, total }];
    return [all, ...told(namesText(channel, members.slice(0, maxNames), total))];
  }
}

function namesText(
  channel: string,
  members: readonly { readonly nick: string; readonly prefixes: string }[],
  total: number,
): string {
  const nicks = members.map(({ nick, prefixes }) => prefixes.slice(0, 1) + nick);
  const more = total > members.length ? ` and ${total - members.length} more` : "";
  return `In ${channel}: ${nicks.join(", ")}${more}`;
}

function listOf(event: BareEvent | undefined): readonly BareEvent[] {
  return event === undefined ? [] : [event];
}
