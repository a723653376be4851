/** What the page needs to know of the talks, and can ask for. */

import type { Buffer } from "../talk/buffer.ts";
import type { ClientEvent } from "../talk/event.ts";
import type { Step } from "../talk/step.ts";

/** A message that is reacted to or taken back. */
export interface Target {
  /** The talk that it is in. */
  readonly talk: string;
  /** Its id. */
  readonly target: string;
}

/** What is searched for. */
export interface Question {
  /** Words that are all in it. */
  readonly words: string;
  /** Only in this talk. */
  readonly talk?: string;
  /** Only by this person. */
  readonly from?: string;
  /** Only what was said before this time. */
  readonly before?: number;
  /** Only what was said after this time. */
  readonly after?: number;
}

/** What only a face can do. */
export type Wish =
  | { readonly kind: "open"; readonly name: string }
  | { readonly kind: "help" }
  | { readonly kind: "quit"; readonly reason: string };

/** The buffers and what is known beside them. */
export interface TalkCore {
  /** Our nick. */
  readonly nick: string;
  /** We are away. */
  readonly isAway: boolean;
  /** Whom we are logged in as. */
  readonly accountName: string | undefined;
  /** What the server can do. */
  readonly support: {
    readonly networkName: string | undefined;
    readonly hasReply: boolean;
    readonly hasReact: boolean;
    readonly hasRedact: boolean;
    readonly hasSearch: boolean;
    readonly hasHistory: boolean;
    readonly hasAccountRegistration: boolean;
    readonly prefixes: string;
  };
  /** All buffers: the server's, the channels, the people. */
  readonly list: readonly Buffer[];
  /** Finds one. */
  find(name: string): Buffer | undefined;
  /** Opens a talk with a person. */
  open(nick: string): Buffer;
  /** Closes a talk. */
  close(name: string): Step;
  /** The next one with something unread, mentions first. */
  nextUnread(from: string): Buffer | undefined;
  /** Which one is looked at now. */
  look(name: string | undefined, nowMs: number): Step;
  /** Who types. */
  typingIn(name: string, nowMs: number): readonly string[];
  /** Takes what has happened. */
  receive(events: readonly ClientEvent[], nowMs: number): void;
  /** Does what lines ask for that were typed in a buffer. */
  enter(talk: string, lines: readonly string[], nowMs: number, replyTo?: string): {
    readonly step: Step;
    readonly wish?: Wish;
  };
  /** Reacts to a message, or takes that back. */
  react(reaction: Target & { text: string; isTakenBack: boolean }): Step;
  /** Takes a message back. */
  redact(target: Target & { reason: string }): Step;
  /** Something is being typed, or no longer. */
  typing(typed: { talk: string; text: string; nowMs: number }): Step;
  /** Asks for what was said before the oldest entry. */
  older(talk: string, nowMs: number): Step;
  /** Searches. */
  search(question: Question, nowMs: number): Step;
  /** Asks for all channels. */
  listChannels(): Step;
}
