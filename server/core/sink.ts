/** Where `apply` and the commands put what clients are to see. */

import type { Message } from "../../wire/message.ts";
import type { Session } from "./session.ts";

/** A message as others see it, with its place and time. */
export interface Relay {
  /** Source, command, parameters and client-only tags. */
  readonly message: Message;
  /** Its fact's time in milliseconds. */
  readonly timeMs: number;
  /** Its fact's id. */
  readonly msgid: string;
}

/** Delivers messages. Nothing here blocks, throws or calls back. */
export interface Sink {
  /** Sends to all of `recipients` but `except`. The array is not changed afterwards: its identity tells a run. */
  relay(relay: Relay, recipients: readonly Session[], except: Session | undefined): void;
  /** Sends to one session what it did itself. */
  tell(session: Session, relay: Relay): void;
  /** Sends one line of an answer. */
  reply(session: Session, message: Message): void;
  /** Sends an answer of any length, pulled as fast as the client takes it. */
  answer(session: Session, messages: Iterable<Message>): void;
  /** Writes text as it is, without a line end: the questions that clients in the wild match to the letter. */
  prompt(session: Session, text: string): void;
  /** Says a last line and closes. Does nothing when it is closing already. */
  close(session: Session, reason: string): void;
}
