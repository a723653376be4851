/** One network as its user sees it: the conversation with its server, its talks, and what is typed there. */

import type { actOn } from "./act_on.ts";
import { isSameName } from "../wire/casemap.ts";
import type { Buffer } from "./buffer.ts";
import { Buffers } from "./buffers.ts";
import type { Conversation } from "./conversation.ts";
import type { ClientEvent } from "./event.ts";
import type { BufferLimits } from "./shelf.ts";
import type { isSecretInput } from "./secret_input.ts";
import type { parseTyped } from "./slash.ts";
import { remarkIn, sayIn } from "./say_in.ts";
import type { Step } from "./step.ts";
import { firstMark, lastMark } from "./past.ts";
import type { Mark } from "./shown.ts";
import { UnknownTalks } from "./unknown_talks.ts";

/** What typed lines mean; handed in, for the page fetches it only when somebody types a command. */
export interface Commands {
  /** Takes a line apart. */
  readonly parse: typeof parseTyped;
  /** Says whether there is a password in a line. */
  readonly isSecret: typeof isSecretInput;
  /** Does what a line asks for, all but saying it. */
  readonly act: typeof actOn;
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
    const place = { network: this, buffer, nowMs };
    const [only = ""] = lines;
    if (lines.length > 1) {
      if (lines.every((line) => line.trim() === "")) return { step: nothing };
      if (lines.some(this.#commands.isSecret)) return remarkIn(place, pastedSecret);
      return sayIn(place, lines.join("\n"));
    }
    const { conversation } = this;
    const action = this.#commands.parse(only, {
      talk: buffer.kind === "server" ? undefined : buffer.name,
      nick: conversation.nick,
      isChannel: (name) => conversation.isChannel(name),
      hasSpoken: (name) => hasSpoken(buffer, name),
    });
    return action.kind === "say" ? sayIn(place, action.text) : this.#commands.act(place, action);
  }

  /** Asks for the part of a talk before what is shown, unless it is being asked for or there is none. */
  loadOlder(talk: string, nowMs: number): Step {
    const buffer = this.buffers.find(talk);
    if (buffer === undefined || buffer.kind === "server" || buffer.older !== "some") return nothing;
    this.buffers.askOlder(talk);
    const before = firstMark(buffer.entries);
    return this.conversation.older({ talk: buffer.name, before, nowMs });
  }

  /** Asks for the part of a talk around a message; it stands in `buffers.past` when it has come. */
  openPast(talk: string, { id, timeMs }: Mark, nowMs: number): Step {
    return this.conversation.past({ talk, way: "around", mark: { id, timeMs }, nowMs });
  }

  /** Asks for what comes before or after the part of the past that is looked at. */
  extendPast(way: "before" | "after", nowMs: number): Step {
    const { past } = this.buffers;
    if (past === undefined || past[way === "before" ? "older" : "newer"] !== "some") return nothing;
    const mark = way === "before" ? firstMark(past.entries) : lastMark(past.entries);
    if (mark === undefined) return nothing;
    this.buffers.askPast(way);
    const { id, timeMs } = mark;
    return this.conversation.past({ talk: past.name, way, mark: { id, timeMs }, nowMs });
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
}

/** Says whether somebody has said something in a talk. */
function hasSpoken({ kind, name, members }: Buffer, nick: string): boolean {
  if (kind === "person") return isSameName(name, nick);
  return members.some((member) => member.spoke > 0 && isSameName(member.nick, nick));
}
