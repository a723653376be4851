/** Where `apply` and the commands put what clients are to see. */

import type { Form } from "./form.ts";
import type { Message } from "../../wire/message.ts";
import type { MoreLine } from "../../wire/multiline.ts";
import type { Session } from "./session.ts";

/** A message as others see it, with its place and time. */
export interface Relay {
  /** Source, command, parameters and client-only tags. */
  readonly message: Message;
  /** Its fact's time in milliseconds. */
  readonly timeMs: number;
  /** Its fact's place in the order; 0 where it tells of none. */
  readonly key: number;
  /** The numbering that its id is of: see `formatMsgid`; "" where it is no message of a user's, and has none. */
  readonly epoch: string;
  /** Bit of `Session.receives` that a session must have to be sent it; 0: all are. */
  readonly needs: number;
  /** Whoever caused it: what it sees of it, and all after that, waits until the fact is kept. */
  readonly gated: Session | undefined;
  /** The account of who did it: https://ircv3.net/specs/extensions/account-tag */
  readonly account?: string | undefined;
  /** Of a JOIN: who enters, for those who want it said. https://ircv3.net/specs/extensions/extended-join */
  readonly realname?: string;
  /** The message as a line without tags, where that was made already. */
  readonly line?: string;
  /** Of a message of several lines: those after the first one, which is in `message`. */
  readonly more?: readonly MoreLine[];
}

/** What an answer to a label needs to be marked. */
export interface AnswerStart {
  /** The label that the command had. */
  readonly label: string;
  /** The server's name, the source of what stands around the answer. */
  readonly source: string;
}

/** A place among what a session is sent: what comes later waits behind it until it is filled. */
export interface Gap {
  /** Fills it, once; with nothing where there is nothing to say. */
  fill(messages: Iterable<Message>): void;
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
  /** Sends one who has a nick an answer of which parts are the same for many. */
  letter(session: Session, parts: readonly (Message | Form)[]): void;
  /** From now on all that answers the session is held, to be sent as the answer to a label. */
  openAnswer(session: Session, start: AnswerStart): void;
  /** Sends what was held: https://ircv3.net/specs/extensions/labeled-response. Does nothing where nothing was opened. */
  closeAnswer(session: Session): void;
  /** Keeps a place for an answer that takes time. */
  leaveGap(session: Session): Gap;
  /** Writes text as it is, without a line end: the questions that clients in the wild match to the letter. */
  prompt(session: Session, text: string): void;
  /** Says a last line and closes. Does nothing when it is closing already. */
  close(session: Session, reason: string): void;
}
