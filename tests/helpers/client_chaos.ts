/** A server without sockets that keeps history and loses connections, and a client that lives with it. */

import type { Conversation } from "../../talk/conversation.ts";
import type { ClientEvent } from "../../talk/event.ts";
import type { Step } from "../../talk/step.ts";
import { isMessage, type Message, parseMessage } from "../../wire/message.ts";
import { conversationOf, nowMs } from "./client_conversation.ts";
import { randomBelow } from "./random.ts";

const channel = "#lobby";
const pageSize = 3;

/** Something said in the channel, in one line or in several, or thought of its first message. */
interface Kept {
  readonly kind: "said" | "reaction";
  readonly nick: string;
  readonly text: string;
  readonly once: string | undefined;
}

/** A message of several lines that the client has begun to send. */
interface Begun {
  readonly once: string | undefined;
  readonly lines: string[];
}

/** One connection: lines on their way, both ways. */
interface Wire {
  readonly toServer: string[];
  readonly toClient: string[];
  wanted: string;
  nick: string | undefined;
  isNegotiating: boolean;
  isInChannel: boolean;
  monitored: string | undefined;
  begun: Begun | undefined;
}

/** Knows everything that was said, and what one client has seen of it. */
export class ChaosScene {
  /** All that was said, in order. */
  readonly log: Kept[] = [];
  /** What the client has shown of it. */
  readonly seen: string[] = [];
  /** What the client said. */
  readonly said: string[] = [];
  /** What the client thought of the first message. */
  readonly reacted: string[] = [];
  readonly #random: () => number;
  readonly #hasIds: boolean;
  readonly #conversation: Conversation;
  #wire: Wire | undefined;
  #ghost: string | undefined;
  #joinedAt: number | undefined;

  /** `random` decides what happens next; `hasIds`: whether the history finds messages by their ids. */
  constructor(random: () => number, hasIds = true) {
    this.#random = random;
    this.#hasIds = hasIds;
    this.#conversation = conversationOf({ nick: "ann", channels: [channel], isFace: true });
    this.#connect();
  }

  /** What the client has to have shown. */
  get due(): readonly string[] {
    return this.log.slice(this.#joinedAt).map(shownAs);
  }

  /** What the server has passed on of what the client said. */
  get relayed(): readonly string[] {
    return this.#passedOn("said");
  }

  /** What the server has passed on of what the client thought. */
  get reactions(): readonly string[] {
    return this.#passedOn("reaction");
  }

  /** Says whether everything that was said is passed on and known to be. */
  get isSettled(): boolean {
    return this.#conversation.saying.isSettled && this.#conversation.stage === "ready" &&
      this.#wire?.toClient.length === 0 && this.#wire.toServer.length === 0;
  }

  /** Lets something happen: mostly a line arrives, at times somebody speaks or the connection breaks. */
  act(): void {
    const chance = randomBelow(this.#random, 40);
    if (chance === 0) this.#break();
    else if (chance < 3) this.#bobSays();
    else if (chance < 6 && this.#conversation.hasBeenIn) this.#say();
    else if (chance === 6 && this.#conversation.stage === "ready") this.#react();
    else this.deliver();
  }

  /** Lets one line arrive on either side; a ghost may vanish. */
  deliver(): void {
    if (randomBelow(this.#random, 20) === 0) this.#layGhost();
    const wire = this.#wire;
    if (wire === undefined) return this.#connect();
    const isUp = randomBelow(this.#random, 2) === 0;
    if (isUp) this.#serve(wire);
    else this.#hear(wire);
  }

  #passedOn(kind: Kept["kind"]): readonly string[] {
    return this.log.filter((kept) => kept.kind === kind && kept.once !== undefined)
      .map(({ text }) => text);
  }

  #bobSays(): void {
    const text = `b${this.log.length}${this.#more()}`;
    this.#keep({ kind: "said", nick: "bob", text, once: undefined });
  }

  #say(): void {
    const text = `a${this.said.length}${this.#more()}`;
    this.said.push(text);
    this.#follow(this.#conversation.sayLines({ to: channel, lines: text.split("\n"), nowMs }));
  }

  #react(): void {
    const text = `r${this.reacted.length}`;
    this.reacted.push(text);
    const reacting = { talk: channel, target: "m0", text, isTakenBack: false, nowMs };
    this.#follow(this.#conversation.react(reacting));
  }

  /** Some messages have more lines. */
  #more(): string {
    return "\nmore".repeat(Math.max(randomBelow(this.#random, 6) - 3, 0));
  }

  /** What was on its way arrives in part, or not at all. */
  #break(): void {
    const wire = this.#wire;
    if (wire === undefined) return;
    for (let count = randomBelow(this.#random, 4); count > 0; count--) this.#serve(wire);
    for (let count = randomBelow(this.#random, 4); count > 0; count--) this.#hear(wire);
    const isNoticed = randomBelow(this.#random, 2) === 0;
    if (!isNoticed && wire.nick !== undefined) this.#ghost = wire.nick;
    this.#wire = undefined;
    this.#follow(this.#conversation.lose(nowMs));
  }

  #layGhost(): void {
    const wire = this.#wire;
    if (wire?.monitored !== undefined && wire.monitored === this.#ghost) {
      wire.toClient.push(`:s 731 ${wire.nick} :${this.#ghost}`);
    }
    this.#ghost = undefined;
  }

  #connect(): void {
    const start = { wanted: "", nick: undefined, monitored: undefined, begun: undefined };
    const flags = { isNegotiating: true, isInChannel: false };
    this.#wire = { toServer: [], toClient: [], ...start, ...flags };
    this.#follow(this.#conversation.start());
  }

  #hear(wire: Wire): void {
    const line = wire.toClient.shift();
    if (line === undefined) return;
    const [, joined] = /^@time=(\S+) \S+ JOIN /.exec(line) ?? [];
    if (joined !== undefined) this.#joinedAt ??= (Date.parse(joined) - epochMs) / 1000;
    this.#follow(this.#conversation.receive(line, nowMs));
  }

  #follow({ send, events }: Step): void {
    this.#wire?.toServer.push(...send);
    for (const event of events) this.#note(event);
  }

  #note(event: ClientEvent): void {
    if (event.kind === "said") this.seen.push(`${event.from}: ${event.text}`);
    if (event.kind === "reacted") this.seen.push(`${event.who} reacts ${event.text}`);
    const isWrong = event.kind === "gap" || event.kind === "sayLost" || event.kind === "sayRefused";
    if (isWrong) throw new Error(`The client gives up: ${JSON.stringify(event)}`);
  }

  #serve(wire: Wire): void {
    const message = parseMessage(wire.toServer.shift() ?? "");
    if (isMessage(message)) this.#answer(wire, message);
  }

  #answer(wire: Wire, { command, params, tags }: Message): void {
    const [first = "", second = ""] = params;
    switch (command) {
      case "CAP":
        if (first === "LS") wire.toClient.push(`:s CAP * LS :${capabilities}`);
        if (first === "REQ") wire.toClient.push(`:s CAP * ACK :${second}`);
        if (first === "END") wire.isNegotiating = false;
        return this.#welcome(wire);
      case "NICK":
        return this.#name(wire, first);
      case "JOIN":
        wire.isInChannel = true;
        wire.toClient.push(`@time=${time(this.log.length)} :${wire.nick}!u@h JOIN ${channel}`);
        return;
      case "MONITOR":
        wire.monitored = first === "+" ? second : undefined;
        if (second !== this.#ghost) wire.toClient.push(`:s 731 ${wire.nick} :${second}`);
        return;
      case "PING":
        wire.toClient.push(`:s PONG s :${first}`);
        return;
      case "BATCH":
        return this.#collect(wire, first, tags.get(onceTag));
      case "PRIVMSG":
        if (tags.has("batch")) wire.begun?.lines.push(second);
        else this.#takeOnce(wire, { kind: "said", text: second, once: tags.get(onceTag) });
        return;
      case "TAGMSG": {
        const text = tags.get("+draft/react") ?? "";
        return this.#takeOnce(wire, { kind: "reaction", text, once: tags.get(onceTag) });
      }
      case "CHATHISTORY":
        return this.#answerHistory(wire, params);
    }
  }

  #answerHistory(wire: Wire, [subcommand = "", target = "", place = ""]: readonly string[]): void {
    if (subcommand === "TARGETS") return;
    if (this.#hasIds || !place.startsWith("msgid=")) wire.toClient.push(...this.#page(place));
    else {
      wire.toClient.push(`:s FAIL CHATHISTORY INVALID_PARAMS ${subcommand} ${target} :No ids`);
    }
  }

  #collect(wire: Wire, reference: string, once: string | undefined): void {
    if (reference.startsWith("+")) {
      wire.begun = { once, lines: [] };
      return;
    }
    if (wire.begun === undefined) return;
    this.#takeOnce(wire, {
      kind: "said",
      text: wire.begun.lines.join("\n"),
      once: wire.begun.once,
    });
    wire.begun = undefined;
  }

  #name(wire: Wire, nick: string): void {
    if (nick === this.#ghost) {
      wire.toClient.push(`:s 433 ${wire.nick ?? "*"} ${nick} :Taken`);
      return;
    }
    wire.wanted = nick;
    if (wire.nick === undefined) return this.#welcome(wire);
    wire.toClient.push(`:${wire.nick}!u@h NICK ${nick}`);
    wire.nick = nick;
  }

  #welcome(wire: Wire): void {
    if (wire.isNegotiating || wire.wanted === "" || wire.nick !== undefined) return;
    wire.nick = wire.wanted;
    const support = `CHATHISTORY=${pageSize} MSGREFTYPES=msgid,timestamp MONITOR=1`;
    wire.toClient.push(`:s 001 ${wire.nick} :Hi`, `:s 005 ${wire.nick} ${support} :are supported`);
    wire.toClient.push(`:s 422 ${wire.nick} :No MOTD`);
  }

  /** As the server does it: the second sending is answered by the first one's echo. */
  #takeOnce(wire: Wire, told: Omit<Kept, "nick">): void {
    const nick = wire.nick ?? "";
    const found = this.log.findIndex((kept) => kept.once !== undefined && kept.once === told.once);
    if (found < 0) this.#keep({ ...told, nick });
    else wire.toClient.push(...this.#lines(found));
  }

  #keep(kept: Kept): void {
    this.log.push(kept);
    if (this.#wire?.isInChannel) this.#wire.toClient.push(...this.#lines(this.log.length - 1));
  }

  #page(reference: string): readonly string[] {
    const [type, value = ""] = reference.split("=");
    const start = type === "msgid"
      ? Number(value.slice(1)) + 1
      : Math.ceil((Date.parse(value) - epochMs) / 1000 + 0.001);
    const places = Array.from({ length: pageSize }, (_, at) => start + at)
      .filter((place) => place < this.log.length);
    const lines = places.flatMap((place) => this.#lines(place, "batch=h;"));
    return [`:s BATCH +h chathistory ${channel}`, ...lines, ":s BATCH -h"];
  }

  /** `inside`: a tag of the first line. */
  #lines(place: number, inside = ""): readonly string[] {
    const kept = this.log[place];
    const once = kept?.once === undefined ? "" : `;${onceTag}=${kept.once}`;
    const tags = `@${inside}time=${time(place)};msgid=m${place}${once}`;
    const source = `:${kept?.nick}!u@h`;
    if (kept?.kind === "reaction") {
      return [`${tags};+draft/react=${kept.text};+draft/reply=m0 ${source} TAGMSG ${channel}`];
    }
    const texts = kept?.text.split("\n") ?? [];
    if (texts.length < 2) return [`${tags} ${source} PRIVMSG ${channel} :${kept?.text}`];
    // As the server does it: batches of what is said now and before have different references.
    const reference = inside === "" ? "l" : "hm";
    return [
      `${tags} ${source} BATCH +${reference} draft/multiline ${channel}`,
      ...texts.map((text) => `@batch=${reference} ${source} PRIVMSG ${channel} :${text}`),
      `${source} BATCH -${reference}`,
    ];
  }
}

function shownAs({ kind, nick, text }: Kept): string {
  return kind === "said" ? `${nick}: ${text}` : `${nick} reacts ${text}`;
}

const onceTag = "+chat/once";
const capabilities = "message-tags server-time echo-message batch draft/chathistory " +
  "draft/event-playback draft/multiline=max-bytes=4096,max-lines=100";
const epochMs = Date.UTC(2026, 0, 1);

/** Messages come a second apart; a join is just before the next one. */
function time(place: number): string {
  return new Date(epochMs + place * 1000).toISOString();
}
