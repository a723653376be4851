/** One network as its user sees it: the conversation with its server, its talks, and what is typed there. */

import type { Buffer } from "./buffer.ts";
import { Buffers } from "./buffers.ts";
import type { Conversation } from "./conversation.ts";
import { firstMark, hasSpoken } from "./chosen.ts";
import type { ClientEvent } from "./event.ts";
import { isSameName } from "../wire/casemap.ts";
import type { BufferLimits } from "./shelf.ts";
import { messageStep } from "./message_step.ts";
import type { isSecretInput } from "./secret_input.ts";
import type { parseTyped } from "./slash.ts";
import type { Action, SearchWords } from "./slash_action.ts";
import type { helpLines } from "./slash_commands.ts";
import type { Step } from "./step.ts";
import { UnknownTalks } from "./unknown_talks.ts";

/** What typed lines mean; handed in, for the page fetches it only when somebody types a command. */
export interface Commands {
  /** Takes a line apart. */
  readonly parse: typeof parseTyped;
  /** What `/help` shows. */
  readonly help: typeof helpLines;
  /** Says whether there is a password in a line. */
  readonly isSecret: typeof isSecretInput;
}

/** What a network is made of. */
export interface NetworkOptions extends BufferLimits {
  /** What it is called here. */
  readonly name: string;
  /** Speaks with its server; made with `isFace`. */
  readonly conversation: Conversation;
  /** What typed lines mean. */
  readonly commands: Commands;
  /** Words that are as good as our nick. */
  readonly highlights?: () => readonly string[];
}

/** What only the program that shows the talks can do. */
export type Wish =
  | { readonly kind: "quit"; readonly reason: string }
  /** Looks at a talk, as soon as there is one of that name. */
  | { readonly kind: "go"; readonly talk: string }
  /** A talk is closed: somewhere else is to be looked. */
  | { readonly kind: "closed"; readonly talk: string }
  /** Shows where these words are in what is shown. */
  | { readonly kind: "find"; readonly words: string }
  | { readonly kind: "set"; readonly key: string | undefined; readonly value: string | undefined }
  | { readonly kind: "save" }
  | { readonly kind: "reconnect" };

/** What follows from what was typed. */
export interface Entering {
  /** To be sent and received; see `Session.take`. */
  readonly step: Step;
  /** What the program is to do besides. */
  readonly wish?: Wish;
}

const nothing: Step = { send: [], events: [] };
const pastedSecret = "Nothing of this is said: there is a password in it. Type that line alone.";
const nowhere = "Nobody hears you here. Go to a channel: /join #lobby";
const noChannel = "This is no channel. Go to one, or name it.";
const noSuchMessage = "There is no such message here that the server has given an id.";
const nothingOlder = "Nothing older is there.";
const noSearch = "This server has no search. Give words to look for in what is shown.";

/** Pure: time comes in as an argument. */
export class Network {
  /** What it is called here. */
  readonly name: string;
  /** Speaks with its server. */
  readonly conversation: Conversation;
  /** What is said there. */
  readonly buffers: Buffers;
  readonly #commands: Commands;
  readonly #unknown = new UnknownTalks();
  #nowMs = 0;

  /** Nothing is said yet. */
  constructor({ name, conversation, commands, ...options }: NetworkOptions) {
    this.name = name;
    this.conversation = conversation;
    this.#commands = commands;
    this.buffers = new Buffers(name, {
      nick: () => conversation.nick,
      prefixes: () => conversation.support.prefixes,
      isMuted: (channel) => conversation.preferences.isMuted(channel),
      ...options,
    });
  }

  /** Takes what the conversation tells. */
  receive(events: readonly ClientEvent[], nowMs: number): void {
    this.#nowMs = nowMs;
    this.buffers.receive(events, nowMs);
    this.buffers.refreshMuted();
  }

  /** Does what was typed in a talk; several lines are one message, and none of them a command. */
  enter(talk: string, lines: readonly string[], nowMs: number): Entering {
    const buffer = this.buffers.find(talk) ?? this.buffers.server;
    const [only = ""] = lines;
    if (lines.length > 1) {
      if (lines.every((line) => line.trim() === "")) return { step: nothing };
      if (lines.some(this.#commands.isSecret)) return this.#remark(buffer, pastedSecret, nowMs);
      return this.#say(buffer, { text: lines.join("\n"), nowMs });
    }
    const { conversation } = this;
    const action = this.#commands.parse(only, {
      talk: buffer.kind === "server" ? undefined : buffer.name,
      nick: conversation.nick,
      isChannel: (name) => conversation.isChannel(name),
      hasSpoken: (name) => hasSpoken(buffer, name),
    });
    return this.#act(buffer, action, nowMs);
  }

  /** Asks for the part of a talk before what is shown, unless it is being asked for or there is none. */
  loadOlder(talk: string, nowMs: number): Step {
    const buffer = this.buffers.find(talk);
    if (buffer === undefined || buffer.kind === "server" || buffer.older !== "some") return nothing;
    this.buffers.askOlder(talk);
    const before = firstMark(buffer.entries);
    return this.conversation.older({ talk: buffer.name, before, nowMs });
  }

  /**
   * A talk is looked at, or (undefined) none; to be called again when something has come. Gives what tells our other
   * clients how far we have read, and what asks for private talks that this run knows nothing of, one after another.
   */
  look(talk: string | undefined): Step {
    const mark = this.buffers.look(talk);
    const marked = mark === undefined ? nothing : this.conversation.markRead(mark);
    const asked = this.#fillNext();
    return { send: [...marked.send, ...asked.send], events: [...marked.events, ...asked.events] };
  }

  #fillNext(): Step {
    const { isConnected, hasHistory } = this.conversation.support;
    const next = isConnected && hasHistory ? this.#unknown.next(this.buffers.list) : undefined;
    return next === undefined ? nothing : this.loadOlder(next.name, this.#nowMs);
  }

  #act(buffer: Buffer, action: Action, nowMs: number): Entering {
    const { conversation } = this;
    switch (action.kind) {
      case "say":
        return this.#say(buffer, { text: action.text, nowMs });
      case "act":
        return this.#say(buffer, { text: action.text, manner: "action", nowMs });
      case "tell": {
        const { to, text } = action;
        return { step: conversation.say({ to, text, manner: "message", nowMs }) };
      }
      case "query":
        return this.#query(action.to, action.text, nowMs);
      case "join":
        return this.#join(action.channel, action.key);
      case "part":
        return this.#part(buffer, action, nowMs);
      case "close":
        return this.#close(buffer, nowMs);
      case "nick":
        return { step: conversation.order([`NICK ${action.nick}`], nowMs) };
      case "register":
      case "login":
      case "ignore":
      case "unignore":
        return { step: conversation.enterAccount(action, nowMs) };
      case "mute":
      case "unmute": {
        const channel = action.channel ?? (buffer.kind === "channel" ? buffer.name : undefined);
        if (channel === undefined) return this.#remark(buffer, noChannel, nowMs);
        return { step: conversation.enterAccount({ ...action, channel }, nowMs) };
      }
      case "order":
        return { step: conversation.order(action.lines, nowMs) };
      case "list":
        return { step: conversation.list(action.pattern, nowMs) };
      case "search":
        return this.#search(buffer, action.search, nowMs);
      case "history":
        if (buffer.older === "none") return this.#remark(buffer, nothingOlder, nowMs);
        return { step: this.loadOlder(buffer.name, nowMs) };
      case "react":
      case "unreact":
      case "reply":
      case "redact": {
        const step = messageStep(conversation, buffer, { ...action, nowMs });
        return step === undefined ? this.#remark(buffer, noSuchMessage, nowMs) : { step };
      }
      default:
        return this.#manage(buffer, action, nowMs);
    }
  }

  /** What needs no server. */
  #manage(buffer: Buffer, action: Managing, nowMs: number): Entering {
    switch (action.kind) {
      case "clear":
        this.buffers.clear(buffer.name);
        return { step: nothing };
      case "help":
        return this.#remark(buffer, this.#commands.help(action.command), nowMs);
      case "wrong":
        return this.#remark(buffer, action.text, nowMs);
      case "nothing":
        return { step: nothing };
      default:
        return { step: nothing, wish: action };
    }
  }

  #say(
    { kind, name }: Buffer,
    { text, manner = "message", nowMs }: {
      readonly text: string;
      readonly manner?: "message" | "action";
      readonly nowMs: number;
    },
  ): Entering {
    if (kind === "server") return this.#remark(this.buffers.server, nowhere, nowMs);
    return { step: this.conversation.say({ to: name, text, manner, nowMs }) };
  }

  #query(to: string, text: string, nowMs: number): Entering {
    if (this.conversation.isChannel(to)) return this.#join(to, undefined);
    const wish = { kind: "go", talk: to } as const;
    this.buffers.open(to);
    if (text === "") return { step: nothing, wish };
    return { step: this.conversation.say({ to, text, manner: "message", nowMs }), wish };
  }

  #join(list: string, key: string | undefined): Entering {
    const { switched, ...step } = this.conversation.join(list, key);
    const [first = ""] = list.split(",");
    const named = this.conversation.isChannel(first) ? first : `#${first}`;
    return { step, wish: { kind: "go", talk: switched ?? named } };
  }

  #part(
    buffer: Buffer,
    { channel, reason }: { readonly channel: string | undefined; readonly reason: string },
    nowMs: number,
  ): Entering {
    const name = channel ??
      (buffer.kind === "channel" && buffer.isJoined ? buffer.name : undefined);
    if (name === undefined) return this.#close(buffer, nowMs);
    const line = reason === "" ? `PART ${name}` : `PART ${name} :${reason}`;
    return { step: this.conversation.order([line], nowMs) };
  }

  /** Whoever closes a channel leaves it; without a connection it is not joined again. */
  #close(buffer: Buffer, nowMs: number): Entering {
    const { name, kind } = buffer;
    if (kind === "server") return this.#remark(buffer, noChannel, nowMs);
    const { conversation } = this;
    const isIn = conversation.channels.some((channel) => isSameName(channel, name));
    const { isConnected } = conversation.support;
    if (isIn && !isConnected) conversation.forget(name);
    this.buffers.close(name);
    const step = isIn && isConnected ? conversation.order([`PART ${name}`], nowMs) : nothing;
    return { step, wish: { kind: "closed", talk: name } };
  }

  #search(buffer: Buffer, { talk, ...search }: SearchWords, nowMs: number): Entering {
    const { words } = search;
    const wish = words === "" ? {} : { wish: { kind: "find", words } as const };
    const { hasSearch, isConnected } = this.conversation.support;
    // What is shown can be looked through without a server.
    if (!hasSearch || !isConnected) {
      return words === "" ? this.#remark(buffer, noSearch, nowMs) : { step: nothing, ...wish };
    }
    const where = talk ?? (buffer.kind === "server" ? undefined : buffer.name);
    return { step: this.conversation.search({ ...search, talk: where, nowMs }), ...wish };
  }

  #remark(buffer: Buffer, text: string | readonly string[], nowMs: number): Entering {
    const isBad = typeof text === "string";
    for (const line of isBad ? [text] : text) {
      this.buffers.note(buffer.name, line, { isBad, nowMs });
    }
    return { step: nothing };
  }
}

type Managing = Extract<
  Action,
  { kind: "clear" | "help" | "wrong" | "nothing" | "set" | "save" | "reconnect" | "quit" }
>;
